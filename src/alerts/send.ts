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
import type { ReplacedContent } from '../model/stored-object.ts';
import type { SavedState, StateStore } from './ports.ts';
import type { OpenedState } from './state/open.ts';
import { openState } from './state/open.ts';
import { Attempts } from './outcome.ts';
import type { AlertOutcome, PublishDigest, StateOutcome } from './outcome.ts';

/** What a run sends and remembers; all tables are complete. */
export interface AlertDecision {
  /** Memory changes without a message. */
  readonly silent: readonly MemoryChange[];
  /** Each with the memory after it has been accepted. */
  readonly digests: readonly PendingDigest[];
  readonly samples: WatchState['samples'];
  readonly aliases: Pick<WatchState, 'aliases' | 'aliasesReadOn'>;
}

export interface SendPorts {
  readonly clock: Clock;
  readonly store: StateStore;
  readonly publish: PublishDigest;
}

export interface SendSettings {
  readonly deployment: string;
  readonly runId: string;
  /** Longer than the timeout of the function; until then no other run may send. */
  readonly leaseMs: number;
  /** The scheduled time of the run, for which only one run publishes; absent for on-demand runs. */
  readonly scheduledAt?: Instant;
  readonly troubleTo: TroubleDestination;
  readonly topics: readonly TopicReading[];
  readonly reroute: Reroute;
}

/** A run that lost its claim before sending decides again, on what the other run saved. */
const ATTEMPTS = 2;

/** Opens the memory, calls the pure `decide`, perhaps twice, publishes and commits. */
export async function sendAlerts(
  settings: SendSettings,
  ports: SendPorts,
  decide: (remembered: WatchState) => AlertDecision,
): Promise<AlertOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const opened = await openState(settings.deployment, settings.reroute, ports);
    const outcome = await publishAndCommit(opened, decide(opened.expected), settings, ports);
    const isEnd = outcome.state.kind !== 'lost' || outcome.publications.length > 0;
    if (isEnd || attempt === ATTEMPTS) return outcome;
  }
}

/**
 * Claims, publishes, and commits each accepted digest. A digest that was published and not committed is
 * published again by a later run, with the same notice ids.
 */
async function publishAndCommit(
  opened: OpenedState,
  { digests, silent, samples, aliases }: AlertDecision,
  settings: SendSettings,
  ports: SendPorts,
): Promise<AlertOutcome> {
  const now = ports.clock.now();
  switch (opened.access) {
    case 'claimed': {
      const { claim, expected } = opened;
      return nothingSent({ kind: 'claimed', claim }, verdictOf(settings, expected, now));
    }
    case 'unavailable':
      return sendWithoutMemory(digests, opened.trouble, settings, ports);
    case 'free': {
      const { stored, replaced, trouble } = opened;
      const { scheduledAt } = settings;
      // With trouble everything is sent: the restored memory may be older.
      const isSecond =
        trouble === undefined &&
        scheduledAt !== undefined &&
        isPublishedFor(stored, scheduledAt, now);
      if (isSecond && stored.pending.length === 0) {
        return nothingSent({ kind: 'published', scheduledAt }, verdictOf(settings, stored, now));
      }
      // Only digests that were not accepted are sent.
      if (isSecond) {
        return claimAndSend({ ...released(stored), savedAt: now }, replaced, settings, ports);
      }
      const all =
        trouble === undefined
          ? digests
          : withTrouble(digests, troubleNotice(trouble, now), settings.troubleTo);
      const known = rememberSilently({ ...released(stored), samples, ...aliases }, silent);
      const state: WatchState = { ...known, savedAt: now, pending: [...known.pending, ...all] };
      return claimAndSend(state, replaced, settings, ports);
    }
  }
}

function nothingSent(state: StateOutcome, verdict: SubscriptionVerdict): AlertOutcome {
  const counts = { accepted: 0, waiting: 0, withheld: 0, unconfirmed: 0 };
  return { publications: [], ...counts, state, verdict };
}

function verdictOf(
  { topics }: SendSettings,
  remembered: WatchState,
  now: Instant,
): SubscriptionVerdict {
  return judgeSubscriptions(topics, new Map(), remembered.topics, now);
}

/** Claims the state and publishes what waits; saves only, where nothing waits. */
async function claimAndSend(
  known: WatchState,
  replaced: ReplacedContent,
  settings: SendSettings,
  ports: SendPorts,
): Promise<AlertOutcome> {
  const { clock, store } = ports;
  const now = clock.now();
  const { state, verdict } = withVerdict(known, settings.topics, settings.troubleTo.group, now);
  if (state.pending.length === 0) {
    // Losing this is harmless: the other run has samples of the same hours.
    const saved = await store.save(withPublished(state, settings.scheduledAt, now), replaced);
    return nothingSent(outcomeOf(saved), verdict);
  }
  const claimed = { ...state, claim: claimFor(settings.runId, clock.now(), settings.leaseMs) };
  const won = await store.save(claimed, replaced);
  switch (won.kind) {
    case 'lost':
      return nothingSent(won, verdict);
    case 'failed':
      return sendWithoutMemory(state.pending, unsaved(won.failure), settings, ports);
    case 'saved':
      return send(claimed, verdict, won.tag, settings, ports);
  }
}

function outcomeOf(saved: SavedState): StateOutcome {
  return saved.kind === 'failed' ? saved : { kind: saved.kind };
}

/** Publishes what waits; saves after each accepted digest and after the last. */
async function send(
  claimed: WatchState & { readonly claim: Claim },
  verdict: SubscriptionVerdict,
  claimTag: string,
  { scheduledAt, topics }: SendSettings,
  { clock, store, publish }: SendPorts,
): Promise<AlertOutcome> {
  const { claim } = claimed;
  const attempts = new Attempts(publish, topics);
  let state: WatchState = claimed;
  let tag = claimTag;
  let outcome: StateOutcome = { kind: 'saved' };
  const last = claimed.pending.at(-1);
  for (const pending of claimed.pending) {
    // A run that took over an expired claim publishes the rest.
    if (!isLive(claim, clock.now())) {
      outcome = { kind: 'lost' };
      break;
    }
    const isAccepted = await attempts.make(pending.digest);
    if (isAccepted) state = accepted(state, pending);
    if (!isAccepted && pending !== last) continue;
    // Recorded only at the end: if this run is killed, the other run publishes.
    const known =
      pending === last ? withPublished(released(state), scheduledAt, clock.now()) : state;
    const saved = await store.save({ ...known, savedAt: clock.now() }, { tag });
    // The next commit contains this one.
    outcome = outcomeOf(saved);
    if (saved.kind === 'lost') break;
    if (saved.kind === 'saved') tag = saved.tag;
  }
  return attempts.outcome(claimed.pending.length, outcome, verdict);
}

/** Sends urgent notices, in every run until the memory is back. */
async function sendWithoutMemory(
  digests: readonly PendingDigest[],
  trouble: StateTrouble,
  { troubleTo, topics }: SendSettings,
  { clock, publish }: SendPorts,
): Promise<AlertOutcome> {
  const now = clock.now();
  const known = withTrouble(withoutReports(digests), troubleNotice(trouble, now), troubleTo);
  const verdict = judgeSubscriptions(topics, waitingByTopic(known), undefined, now);
  const all = [...known, ...reportOf(verdict, troubleTo.group, now)];
  const attempts = new Attempts(publish, topics);
  for (const digest of withoutMemory(all)) await attempts.make(digest);
  return attempts.outcome(all.length, { kind: 'unavailable', trouble }, verdict);
}
