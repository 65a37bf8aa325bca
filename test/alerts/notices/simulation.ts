import { forecastsOf } from '../../../src/alerts/notices/forecast.ts';
import { digestsOf } from '../../../src/alerts/notices/group.ts';
import type { Decision, MemoryChange } from '../../../src/alerts/notices/decision.ts';
import { decideNotices } from '../../../src/alerts/notices/notices.ts';
import type { Samples } from '../../../src/alerts/notices/samples.ts';
import { recordSamples } from '../../../src/alerts/notices/samples.ts';
import type { AccountConfiguration, AlertSettings } from '../../../src/model/configuration.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { LimitDefinition } from '../../../src/model/limit.ts';
import type { Digest, Notice } from '../../../src/model/notice.ts';
import type { Instant } from '../../../src/model/time.ts';
import { isoTime } from '../../../src/model/time.ts';
import { percentOf } from '../../../src/model/units.ts';
import type { Memory, PendingDigest } from '../../../src/model/watch-state.ts';
import { accountOf, definition, DEV, settings, STORAGE } from './world.ts';

/**
 * What happens to a message. `refused`: SNS does not accept it. `lost`: SNS accepts it, but the answer is lost and
 * nothing is saved.
 */
export type Publication = 'accepted' | 'refused' | 'lost';

export interface Setup {
  readonly alerts?: AlertSettings;
  readonly accounts?: readonly AccountConfiguration[];
  readonly limits?: readonly LimitDefinition[];
}

/**
 * Simulates runs one after another, like the watch function: alert states without a notice are saved at once,
 * others when their digest was accepted. A digest whose answer was lost may have arrived: it is sent again,
 * unchanged, before anything else is decided. Alert states are written and read as JSON, as in the stored state.
 */
export class Simulation {
  memories: Readonly<Record<string, Memory>> = {};
  samples: Samples = {};
  #pending: readonly PendingDigest[] = [];
  readonly #setup: Setup;

  constructor(setup: Setup = {}) {
    this.#setup = setup;
  }

  /** Returns what a run would decide, without carrying it out. */
  decide(findings: readonly Finding[], now: Instant, setup: Setup = {}): Decision {
    const samples = recordSamples(this.samples, findings, now);
    return decideNotices({
      findings,
      memories: this.memories,
      samples,
      forecasts: forecastsOf(samples, findings, now),
      alerts: setup.alerts ?? this.#setup.alerts ?? settings(),
      accounts: setup.accounts ?? this.#setup.accounts ?? [accountOf(DEV)],
      limits: setup.limits ?? this.#setup.limits ?? [definition(STORAGE)],
      now,
    });
  }

  /** Carries out a run and returns the digests that were sent. */
  run(
    findings: readonly Finding[],
    now: Instant,
    setup: Setup = {},
    publication: Publication = 'accepted',
  ): readonly Digest[] {
    const again = this.#pending.map(({ digest }) => digest);
    if (again.length > 0 && publication !== 'accepted') {
      this.samples = recordSamples(this.samples, findings, now);
      return publication === 'lost' ? again : [];
    }
    this.#commit();
    const decision = this.decide(findings, now, setup);
    const alerts = setup.alerts ?? this.#setup.alerts ?? settings();
    const { digests, silent } = digestsOf(decision.due, alerts);
    this.samples = recordSamples(this.samples, findings, now);
    this.#apply([...decision.silent, ...silent]);
    if (publication === 'refused') return again;
    this.#pending = digests;
    if (publication === 'accepted') this.#commit();
    return [...again, ...digests.map(({ digest }) => digest)];
  }

  #commit(): void {
    const memories = this.#pending.flatMap((pending) => pending.memories);
    this.#pending = [];
    this.#apply(memories.map(([key, memory]) => ({ key, memory })));
  }

  #apply(changes: readonly MemoryChange[]): void {
    const next = new Map(Object.entries(this.memories));
    for (const { key, memory } of changes) {
      if (memory === undefined) next.delete(key);
      else next.set(key, memory);
    }
    this.memories = JSON.parse(JSON.stringify(Object.fromEntries(next)));
  }
}

export function noticesOf(digests: readonly Digest[]): readonly Notice[] {
  return digests.flatMap(({ notices }) => notices);
}

/** Returns a notice as one line for a snapshot. */
export function lineOf(notice: Notice): string {
  const muted = notice.mutedBy === undefined ? '' : ` (muted by ${notice.mutedBy.owner})`;
  return `${wordsOf(notice)}${muted}`;
}

function wordsOf(notice: Notice): string {
  switch (notice.kind) {
    case 'limit': {
      const { change, level, cause, used, quota, forecast, jump } = notice;
      const full = forecast === undefined ? '' : `, full in ${forecast.daysToFull} d`;
      const jumped = jump === undefined ? '' : `, jump ${jump.from.amount} to ${jump.to.amount}`;
      const standing = level === undefined ? '' : ` ${level} by ${cause}`;
      return `${change}${standing}: ${notice.id}, ${percentOf(used, quota).toFixed(1)} % of ${quota.amount}${full}${jumped}`;
    }
    case 'sight': {
      const unseen = notice.unseen.map(({ limit, failure }) => `${limit} ${failure.reason}`);
      return `${notice.change}: ${notice.id} ${unseen.join(', ')}`.trimEnd();
    }
    case 'jump': {
      const { from, to, sinceDays, usual } = notice.jump;
      return `jump: ${notice.id}, ${from.amount} to ${to.amount} in ${sinceDays} d, usually ${usual}`;
    }
    case 'discovery':
      return `${notice.change}: ${notice.id} ${notice.problem}`;
    case 'prune-role':
      return `${notice.change}: ${notice.id}`;
    case 'closed':
      return `closed, ${notice.why}: ${notice.id}`;
    case 'mute-expired':
      return `mute expired: ${notice.mute.covers}, by ${notice.mute.owner}, until ${isoTime(notice.mute.until)}`;
    case 'subscriptions':
      return `subscriptions: ${notice.problems.map(({ problem }) => problem).join(', ')}`;
    case 'state':
      return `state: ${notice.problem}`;
  }
}
