import { forecastsOf } from '../../src/decide/forecast.ts';
import { digestsOf } from '../../src/decide/notices-digest.ts';
import type { MemoryChange } from '../../src/decide/notices-told.ts';
import { decideNotices } from '../../src/decide/notices.ts';
import type { Samples } from '../../src/decide/samples.ts';
import { recordSamples } from '../../src/decide/samples.ts';
import type { AccountConfiguration, AlertSettings } from '../../src/model/configuration.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import type { Digest, Notice } from '../../src/model/notice.ts';
import type { Instant } from '../../src/model/time.ts';
import { isoTime } from '../../src/model/time.ts';
import { percentOf } from '../../src/model/units.ts';
import type { Memory } from '../../src/model/watch-state.ts';
import { accountOf, definition, DEV, settings, STORAGE } from './world.ts';

/** `refused`: SNS took nothing. `lost`: it took the message, and nothing was committed. */
export type Publication = 'accepted' | 'refused' | 'lost';

export interface Setup {
  readonly alerts?: AlertSettings;
  readonly accounts?: readonly AccountConfiguration[];
  readonly limits?: readonly LimitDefinition[];
}

/**
 * Runs one after the other, as the watch flow does it: what is silent is kept at once, what is told
 * once its digest was accepted. Each run's memories go through JSON, as through the state.
 */
export class Simulation {
  memories: Readonly<Record<string, Memory>> = {};
  samples: Samples = {};
  readonly #setup: Setup;

  constructor(setup: Setup = {}) {
    this.#setup = setup;
  }

  /** The digests that left the house. */
  run(
    findings: readonly Finding[],
    now: Instant,
    { alerts, accounts, limits }: Setup = {},
    publication: Publication = 'accepted',
  ): readonly Digest[] {
    this.samples = recordSamples(this.samples, findings, now);
    const settled = alerts ?? this.#setup.alerts ?? settings();
    const decision = decideNotices({
      findings,
      memories: this.memories,
      samples: this.samples,
      forecasts: forecastsOf(this.samples, findings, now),
      alerts: settled,
      accounts: accounts ?? this.#setup.accounts ?? [accountOf(DEV)],
      limits: limits ?? this.#setup.limits ?? [definition(STORAGE)],
      now,
    });
    const { digests, silent } = digestsOf(decision.told, settled);
    this.#apply([...decision.silent, ...silent]);
    if (publication === 'accepted') {
      this.#apply(
        digests.flatMap(({ memories }) => memories.map(([key, memory]) => ({ key, memory }))),
      );
    }
    return publication === 'refused' ? [] : digests.map(({ digest }) => digest);
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

/** One line for a reviewer. */
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
    case 'closed':
      return `closed, ${notice.why}: ${notice.id}`;
    case 'mute-expired':
      return `mute expired: ${notice.mute.covers}, by ${notice.mute.owner}, until ${isoTime(notice.mute.until)}`;
    case 'state':
      return `state: ${notice.problem}`;
  }
}
