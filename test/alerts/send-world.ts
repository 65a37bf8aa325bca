import { emptyState, encodeState, parseState } from '../../src/alerts/state/format.ts';
import type { AlertDecision, SendPorts, SendSettings } from '../../src/alerts/send.ts';
import { sendAlerts } from '../../src/alerts/send.ts';
import type { AlertOutcome } from '../../src/alerts/outcome.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../src/model/failure.ts';
import { limitId } from '../../src/model/limit.ts';
import type { Digest, LimitNotice } from '../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../src/model/notice.ts';
import type { TopicReading } from '../../src/model/subscriptions.ts';
import type { Instant } from '../../src/model/time.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../src/model/time.ts';
import { count } from '../../src/model/units.ts';
import type { LimitMemory, PendingDigest, WatchState } from '../../src/model/watch-state.ts';
import type { LoadedState, Publication, SavedState } from '../../src/alerts/ports.ts';

/**
 * A state store and a topic that several runs share, in which every call can be interrupted. The simulated decision
 * is minimal: a bad subject is raised, and a subject that is no longer bad is resolved.
 */

export const LEASE_MS = 15 * MINUTE_MS;
export const DEPLOYMENT = 'demo';
const TROUBLE_TO = { group: 'a', topicArn: 'topic-a' };

export type Call = 'load' | 'save' | 'publish';
/** Called before and after every call of a run; an error that it throws interrupts the run. */
export type Interrupt = (call: Call, moment: 'before' | 'after') => Promise<void> | void;
/**
 * What the store or the topic does with one call. `answer lost`: it carries the call out, but the caller gets an
 * error.
 */
export type Fate = 'works' | 'refuses' | 'answer lost';

export class World {
  now: Instant = instant(Date.UTC(2026, 10, 1));
  /** The bad subjects, each with its level. */
  facts: Readonly<Record<string, 'warn' | 'critical'>> = {};
  /** The ids of notices in the order in which SNS accepted them. */
  readonly delivered: string[] = [];
  readonly calls: Call[] = [];
  /**
   * The number of saves that replace an earlier save of the same run whose answer was lost; each costs further
   * requests.
   */
  overruled = 0;
  /** What the next load returns instead of the stored state. */
  found: LoadedState | undefined;
  fate: (call: Call) => Fate = () => 'works';
  #stored: { readonly text: string; readonly tag: string } | undefined;
  /** The subscriptions of the topics, as they were read. */
  topics: readonly TopicReading[] = [];
  #saves = 0;
  #runs = 0;

  /** Runs once on the current facts; by hand, unless `scheduledAt` is given. */
  run(interrupt: Interrupt = () => undefined, scheduledAt?: Instant): Promise<AlertOutcome> {
    const settings = { ...this.settings(), ...(scheduledAt !== undefined && { scheduledAt }) };
    const { facts } = this;
    return sendAlerts(settings, this.ports(settings, interrupt), (state) =>
      decide(state, facts, this.now),
    );
  }

  /** Returns the settings of the next run. */
  settings(): SendSettings {
    return {
      deployment: DEPLOYMENT,
      runId: `run-${(this.#runs += 1)}`,
      leaseMs: LEASE_MS,
      troubleTo: TROUBLE_TO,
      topics: this.topics,
      reroute: (waiting) => waiting,
    };
  }

  /** Moves the clock far enough for every lease to end. */
  later(): void {
    this.now = instant(this.now + 6 * HOUR_MS);
  }

  /**
   * Returns the stored state.
   *
   * @throws Error when it is invalid
   */
  state(): WatchState {
    if (this.#stored === undefined) return emptyState(DEPLOYMENT, this.now);
    const parsed = parseState(this.#stored.text, DEPLOYMENT);
    if (parsed.kind === 'not-understood') throw new Error(parsed.problem);
    return parsed.state;
  }

  times(id: string): number {
    return this.delivered.filter((one) => one === id).length;
  }

  ports({ runId }: SendSettings, interrupt: Interrupt = () => undefined): SendPorts {
    const call = async <Answer>(name: Call, act: (fate: Fate) => Answer): Promise<Answer> => {
      await interrupt(name, 'before');
      this.calls.push(name);
      const answer = act(this.fate(name));
      await interrupt(name, 'after');
      return answer;
    };
    return {
      clock: { now: () => this.now, sleep: () => Promise.resolve() },
      store: {
        load: () => call('load', (fate) => this.#load(fate)),
        save: (state, replaced) =>
          call('save', (fate) => this.#save(encodeState(state, runId), replaced, fate)),
      },
      publish: (digest) => call('publish', (fate) => this.#publish(digest, fate)),
    };
  }

  #load(fate: Fate): LoadedState {
    if (fate !== 'works') return { kind: 'unreadable', failure: failure('s3:GetObject') };
    if (this.found !== undefined) return this.found;
    if (this.#stored === undefined) return { kind: 'missing' };
    return { kind: 'found', state: this.state(), tag: this.#stored.tag };
  }

  #save(text: string, replaced: { readonly tag: string } | 'nothing', fate: Fate): SavedState {
    if (fate === 'refuses') return { kind: 'failed', failure: failure('s3:PutObject') };
    const expected = replaced === 'nothing' ? undefined : replaced.tag;
    this.found = undefined;
    if (this.#stored?.tag !== expected) {
      if (!this.#isBySameRun(text)) return { kind: 'lost' };
      this.overruled += 1;
    }
    const tag = `tag-${(this.#saves += 1)}`;
    this.#stored = { text, tag };
    if (fate === 'answer lost') return { kind: 'failed', failure: failure('s3:PutObject') };
    return { kind: 'saved', tag };
  }

  /** Whether the stored state was written by the run that now saves `text`; the answer to its earlier save was lost. */
  #isBySameRun(text: string): boolean {
    const mine = parseState(text, DEPLOYMENT);
    const theirs = parseState(this.#stored?.text ?? '', DEPLOYMENT);
    return mine.kind === 'state' && theirs.kind === 'state' && mine.savedBy === theirs.savedBy;
  }

  #publish({ notices }: Digest, fate: Fate): readonly Publication[] {
    if (fate !== 'refuses') this.delivered.push(...notices.map(({ id }) => id));
    return fate === 'works'
      ? [{ published: true, messageId: `m${this.delivered.length}` }]
      : [{ published: false, failure: failure('sns:Publish') }];
  }
}

export function failure(operation: string): ReadFailure {
  return {
    reason: 'unavailable',
    operation,
    errorName: 'ServiceUnavailable',
    message: 'try later',
    attempts: 3,
  };
}

/** Returns the digests of a decision, one for each group; `a/1` belongs to group `a`. */
export function decide(state: WatchState, facts: World['facts'], now: Instant): AlertDecision {
  const changes = [...new Set([...Object.keys(facts), ...Object.keys(state.memories)])].flatMap(
    (key): readonly (readonly [LimitNotice, LimitMemory])[] => {
      const known = state.memories[key];
      const before = known?.kind === 'limit' ? known : undefined;
      const bad = facts[key];
      if ((bad === undefined) === (before?.open === undefined)) return [];
      const sequence = (before?.sequence ?? 0) + 1;
      return [[noticeAbout(key, sequence, bad, now), memoryOf(key, sequence, bad, now)]];
    },
  );
  const groups = grouped(changes);
  return {
    silent: [],
    digests: [...groups].map(([group, told]): PendingDigest => ({
      digest: { group, topicArn: `topic-${group}`, notices: told.map(([notice]) => notice) },
      memories: told.map(([, memory]) => [subjectKey(memory.place), memory]),
    })),
    samples: { day: [{ day: new Date(now).toISOString().slice(0, 10), used: now }] },
    aliases: { aliases: state.aliases, aliasesReadOn: state.aliasesReadOn },
  };
}

const ACCOUNT = { id: accountId('111111111111'), name: 'orders', stage: 'prod' as const };

export function noticeAbout(
  key: string,
  sequence: number,
  level: 'warn' | 'critical' | undefined,
  now: Instant,
): LimitNotice {
  return {
    kind: 'limit',
    id: noticeId(subjectKey(key), sequence),
    at: now,
    change: level === undefined ? 'recovered' : 'raised',
    target: { scope: 'account', account: ACCOUNT },
    limit: limitId('s3-buckets'),
    ...(level !== undefined && { level, cause: 'threshold' as const }),
    used: { unit: 'count', amount: count(9) },
    quota: { unit: 'count', amount: count(10) },
    since: now,
  };
}

function memoryOf(
  key: string,
  sequence: number,
  level: 'warn' | 'critical' | undefined,
  now: Instant,
): LimitMemory {
  const open = { cause: 'threshold' as const, since: now, toldAt: now, muted: false };
  return {
    kind: 'limit',
    account: ACCOUNT,
    place: key,
    limit: 's3-buckets',
    ...(level !== undefined && { open: { level, ...open } }),
    sequence,
  };
}

function grouped<Change extends readonly [LimitNotice, LimitMemory]>(changes: readonly Change[]) {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = change[1].place.split('/')[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), change]);
  }
  return groups;
}
