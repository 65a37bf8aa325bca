import type { MemoryChange } from './notices/decision.ts';
import { claimFor, isLive, isPublishedFor, withoutClaim, withPublished } from './state/claim.ts';
import { rememberSilently, withDigestAccepted } from './state/memories.ts';
import type { StateTrouble, TroubleDestination } from './state/trouble.ts';
import { troubleNotice, unsavedTrouble, urgentDigests, withTrouble } from './state/trouble.ts';
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
import { DigestPublisher } from './outcome.ts';
import type { AlertOutcome, PublishDigest, StateOutcome } from './outcome.ts';

/** What a run decided to send and to remember. `samples` and `aliases` replace those of the state. */
export interface AlertDecision {
  /** Memory changes without a message. */
  readonly silent: readonly MemoryChange[];
  /** The digests to send, each with the memories to store once it is accepted. */
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
  /** How long no other run may send, in milliseconds; longer than the timeout of the function. */
  readonly leaseMs: number;
  /** The scheduled time of the run; absent for on-demand runs. Only one run publishes for a scheduled time. */
  readonly scheduledAt?: Instant;
  readonly troubleTo: TroubleDestination;
  readonly topics: readonly TopicReading[];
  readonly reroute: Reroute;
}

/** If another run saves first, before anything was sent, the run decides again on the new state. */
const ATTEMPTS = 2;

/** Reads the state, calls the pure function `decide` (twice if another run saved in between), publishes and saves. */
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

/** Claims the state, publishes the digests and saves each accepted one. An unsaved one is sent again with the same ids. */
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
      return unsentOutcome({ kind: 'claimed', claim }, verdictOf(settings, expected, now));
    }
    case 'unavailable':
      return sendWithoutMemory(digests, opened.trouble, settings, ports);
    case 'free': {
      const { stored, replaced, trouble } = opened;
      const { scheduledAt } = settings;
      // A restored state may be older than the last run, so everything is sent.
      const isSecond =
        trouble === undefined &&
        scheduledAt !== undefined &&
        isPublishedFor(stored, scheduledAt, now);
      if (isSecond && stored.pending.length === 0) {
        return unsentOutcome({ kind: 'published', scheduledAt }, verdictOf(settings, stored, now));
      }
      // The other run has decided: this run sends only the digests that were not accepted.
      if (isSecond) {
        return claimAndSend({ ...withoutClaim(stored), savedAt: now }, replaced, settings, ports);
      }
      const all =
        trouble === undefined
          ? digests
          : withTrouble(digests, troubleNotice(trouble, now), settings.troubleTo);
      const known = rememberSilently({ ...withoutClaim(stored), samples, ...aliases }, silent);
      const state: WatchState = { ...known, savedAt: now, pending: [...known.pending, ...all] };
      return claimAndSend(state, replaced, settings, ports);
    }
  }
}

function unsentOutcome(state: StateOutcome, verdict: SubscriptionVerdict): AlertOutcome {
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

/** Claims the state and publishes the pending digests; without any, only saves the state. */
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
    // If another run saved first, nothing is lost: it has samples of the same hours.
    const saved = await store.save(withPublished(state, settings.scheduledAt, now), replaced);
    return unsentOutcome(outcomeOf(saved), verdict);
  }
  const claimed = { ...state, claim: claimFor(settings.runId, clock.now(), settings.leaseMs) };
  const won = await store.save(claimed, replaced);
  switch (won.kind) {
    case 'lost':
      return unsentOutcome(won, verdict);
    case 'failed':
      return sendWithoutMemory(state.pending, unsavedTrouble(won.failure), settings, ports);
    case 'saved':
      return send(claimed, verdict, won.tag, settings, ports);
  }
}

function outcomeOf(saved: SavedState): StateOutcome {
  return saved.kind === 'failed' ? saved : { kind: saved.kind };
}

/** Publishes the pending digests. Saves the state after each accepted digest and after the last digest. */
async function send(
  claimed: WatchState & { readonly claim: Claim },
  verdict: SubscriptionVerdict,
  claimTag: string,
  { scheduledAt, topics }: SendSettings,
  { clock, store, publish }: SendPorts,
): Promise<AlertOutcome> {
  const { claim } = claimed;
  const publisher = new DigestPublisher(publish, topics);
  let state: WatchState = claimed;
  let tag = claimTag;
  let outcome: StateOutcome = { kind: 'saved' };
  const last = claimed.pending.at(-1);
  for (const pending of claimed.pending) {
    // The claim has expired: another run may have taken over, and publishes the rest.
    if (!isLive(claim, clock.now())) {
      outcome = { kind: 'lost' };
      break;
    }
    const isAccepted = await publisher.publish(pending.digest);
    if (isAccepted) state = withDigestAccepted(state, pending);
    if (!isAccepted && pending !== last) continue;
    // The scheduled time is recorded at the end: if this run is killed, another run for that time publishes.
    const known =
      pending === last ? withPublished(withoutClaim(state), scheduledAt, clock.now()) : state;
    const saved = await store.save({ ...known, savedAt: clock.now() }, { tag });
    // After a failed save, the next save includes its changes.
    outcome = outcomeOf(saved);
    if (saved.kind === 'lost') break;
    if (saved.kind === 'saved') tag = saved.tag;
  }
  return publisher.outcome(claimed.pending.length, outcome, verdict);
}

/** Sends the urgent notices without a state. Every run sends them again until the state can be used. */
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
  const publisher = new DigestPublisher(publish, topics);
  for (const digest of urgentDigests(all)) await publisher.publish(digest);
  return publisher.outcome(all.length, { kind: 'unavailable', trouble }, verdict);
}
