import type { MemoryChange } from './notices/decision.ts';
import { claimFor, isLive, isPublishedFor, released, withPublished } from './state/claim.ts';
import { accepted, rememberSilently } from './state/memories.ts';
import type { StateTrouble, TroubleDestination } from './state/trouble.ts';
import { troubleNotice, unsaved, withoutMemory, withTrouble } from './state/trouble.ts';
import type { SubscriptionVerdict } from './notices/subscriptions.ts';
import { judgeSubscriptions } from './notices/subscriptions.ts';
import type { Reroute } from './state/waiting-digests.ts';
import { reportOf, waitingByTopic, withoutReports, withVerdict } from './state/waiting-digests.ts';
import type { TopicReading } from '../model/subscriptions.ts';
import type { Instant } from '../model/time.ts';
import type { Claim, PendingDigest, WatchState } from '../model/watch-state.ts';
import type { Clock } from '../model/clock.ts';
import type { Replaced } from '../model/stored-object.ts';
import type { StateStore } from './ports.ts';
import type { OpenedState } from './state/open.ts';
import { openState } from './state/open.ts';
import type { PublishDigest } from './publish-attempts.ts';
import { Attempts } from './publish-attempts.ts';
import type { Kept, Told } from './outcome.ts';

/** What a run has decided to tell and to remember. Tables are whole, as they are to be kept. */
export interface Decision {
  /** Memory that changes without anybody being told. */
  readonly silent: readonly MemoryChange[];
  /** Each with what is remembered once it has been accepted. */
  readonly digests: readonly PendingDigest[];
  readonly samples: WatchState['samples'];
  readonly aliases: Pick<WatchState, 'aliases' | 'aliasesReadOn'>;
}

export interface TellPorts {
  readonly clock: Clock;
  readonly store: StateStore;
  readonly publish: PublishDigest;
}

export interface TellSettings {
  readonly deployment: string;
  /** One execution's own, as in the store. */
  readonly runId: string;
  /** A little longer than the function can run; until it is over, nobody else may send. */
  readonly leaseMs: number;
  /**
   * The time of the schedule that the run is for; absent where somebody began it by hand. Only one run
   * for each publishes, whichever engine it runs on.
   */
  readonly scheduledAt?: Instant;
  readonly troubleTo: TroubleDestination;
  /** Who subscribes to the topics. A topic without a confirmed subscription is sent nothing. */
  readonly topics: readonly TopicReading[];
  readonly reroute: Reroute;
}

/** A run that lost its claim to one that told nothing decides once more, on what that one saved. */
const ATTEMPTS = 2;

/**
 * Opens the memory, lets `decide` decide on what it is given, publishes and commits. `decide` is pure:
 * it may be asked twice.
 */
export async function tell(
  settings: TellSettings,
  ports: TellPorts,
  decide: (remembered: WatchState) => Decision,
): Promise<Told> {
  for (let attempt = 1; ; attempt += 1) {
    const opened = await openState(settings.deployment, settings.reroute, ports);
    const told = await publishAndCommit(opened, decide(opened.expected), settings, ports);
    const isOver = told.kept.kind !== 'lost' || told.publications.length > 0;
    if (isOver || attempt === ATTEMPTS) return told;
  }
}

/**
 * Claims, publishes digest by digest, and commits each one that was accepted. At least once: what was
 * published and not committed is published again by a later run, with the same notice ids.
 */
async function publishAndCommit(
  opened: OpenedState,
  decision: Decision,
  settings: TellSettings,
  ports: TellPorts,
): Promise<Told> {
  const { digests } = decision;
  switch (opened.access) {
    case 'claimed':
      return {
        ...NOTHING_SENT,
        kept: { kind: 'claimed', claim: opened.claim },
        verdict: verdictOf(settings, opened.expected, ports.clock.now()),
      };
    case 'unavailable':
      return tellWithoutMemory(digests, opened.trouble, settings, ports);
    case 'free': {
      const { stored, replaced, trouble } = opened;
      const { scheduledAt } = settings;
      const now = ports.clock.now();
      // Trouble with the memory is told all the same: what was restored may be older than the trouble.
      if (trouble === undefined && scheduledAt !== undefined) {
        if (isPublishedFor(stored, scheduledAt, now)) {
          const { pending } = stored;
          // What nobody took then is still to be told, and alone.
          return pending.length === 0
            ? {
                ...NOTHING_SENT,
                kept: { kind: 'published', scheduledAt },
                verdict: verdictOf(settings, stored, now),
              }
            : claimAndSend({ ...released(stored), savedAt: now }, replaced, settings, ports);
        }
      }
      const all =
        trouble === undefined
          ? digests
          : withTrouble(digests, troubleNotice(trouble, now), settings.troubleTo);
      const known = rememberSilently(
        { ...released(stored), samples: decision.samples, ...decision.aliases },
        decision.silent,
      );
      const state: WatchState = { ...known, savedAt: now, pending: [...known.pending, ...all] };
      return claimAndSend(state, replaced, settings, ports);
    }
  }
}

const NOTHING_SENT = { publications: [], accepted: 0, waiting: 0, withheld: 0, unconfirmed: 0 };

/** Where nothing is sent: what is wrong with the topics, all the same. */
function verdictOf(
  { topics }: TellSettings,
  remembered: WatchState,
  now: Instant,
): SubscriptionVerdict {
  return judgeSubscriptions(topics, new Map(), remembered.topics, now);
}

/** Losing this is harmless: the run that was first has samples of the same hours. */
async function saveOnly(
  state: WatchState,
  verdict: SubscriptionVerdict,
  replaced: Replaced,
  store: StateStore,
): Promise<Told> {
  const saved = await store.save(state, replaced);
  return {
    ...NOTHING_SENT,
    kept: saved.kind === 'failed' ? saved : { kind: saved.kind },
    verdict,
  };
}

/** Claims the right to publish what waits, and publishes it; nothing waits: saves alone. */
async function claimAndSend(
  known: WatchState,
  replaced: Replaced,
  settings: TellSettings,
  ports: TellPorts,
): Promise<Told> {
  const now = ports.clock.now();
  const { group } = settings.troubleTo;
  const { state: unclaimed, verdict } = withVerdict(known, settings.topics, group, now);
  if (unclaimed.pending.length === 0) {
    const state = withPublished(unclaimed, settings.scheduledAt, now);
    return saveOnly(state, verdict, replaced, ports.store);
  }
  const claim = claimFor(settings.runId, ports.clock.now(), settings.leaseMs);
  const claimed = { ...unclaimed, claim };
  const won = await ports.store.save(claimed, replaced);
  switch (won.kind) {
    case 'lost':
      return { ...NOTHING_SENT, kept: won, verdict };
    case 'failed':
      return tellWithoutMemory(unclaimed.pending, unsaved(won.failure), settings, ports);
    case 'saved':
      return send(claimed, verdict, won.tag, settings, ports);
  }
}

/** Publishes all that waits, and saves after each digest that was accepted and after the last. */
async function send(
  claimed: WatchState & { readonly claim: Claim },
  verdict: SubscriptionVerdict,
  claimTag: string,
  { scheduledAt, topics }: TellSettings,
  { clock, store, publish }: TellPorts,
): Promise<Told> {
  const { claim } = claimed;
  const attempts = new Attempts(publish, topics);
  let state: WatchState = claimed;
  let tag = claimTag;
  let kept: Kept = { kind: 'saved' };
  const last = claimed.pending.at(-1);
  for (const pending of claimed.pending) {
    // Whoever took over an expired claim publishes what waits.
    if (!isLive(claim, clock.now())) {
      kept = { kind: 'lost' };
      break;
    }
    const isAccepted = await attempts.make(pending.digest);
    if (isAccepted) state = accepted(state, pending);
    if (!isAccepted && pending !== last) continue;
    // Only the end of the run is marked: of one that is killed before, the other goes on.
    const known =
      pending === last ? withPublished(released(state), scheduledAt, clock.now()) : state;
    const commit = { ...known, savedAt: clock.now() };
    const saved = await store.save(commit, { tag });
    // A commit that failed is made up for by the next one, which says the same and more.
    kept = saved.kind === 'failed' ? saved : { kind: saved.kind };
    if (saved.kind === 'lost') break;
    if (saved.kind === 'saved') tag = saved.tag;
  }
  return attempts.told(claimed.pending.length, kept, verdict);
}

/**
 * Neither silence nor a repetition of everything: what is urgent goes out, and goes out again in
 * every run until the memory is back.
 */
async function tellWithoutMemory(
  digests: readonly PendingDigest[],
  trouble: StateTrouble,
  { troubleTo, topics }: TellSettings,
  { clock, publish }: TellPorts,
): Promise<Told> {
  const now = clock.now();
  const told = withTrouble(withoutReports(digests), troubleNotice(trouble, now), troubleTo);
  const verdict = judgeSubscriptions(topics, waitingByTopic(told), undefined, now);
  const all = [...told, ...reportOf(verdict, troubleTo.group, now)];
  const attempts = new Attempts(publish, topics);
  for (const digest of withoutMemory(all)) await attempts.make(digest);
  return attempts.told(all.length, { kind: 'unavailable', trouble }, verdict);
}
