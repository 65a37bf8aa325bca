import type { SubscriptionVerdict } from './notices/subscriptions.ts';
import type { StateTrouble } from './state/trouble.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Instant } from '../model/time.ts';
import { isoTime } from '../model/time.ts';
import type { Claim } from '../model/watch-state.ts';
import type { EventAnswer, Publication } from './ports.ts';
import { reachOf } from './notices/subscriptions.ts';
import { EVENT_GROUP_PREFIX } from './notices/watched-topics.ts';
import type { Digest } from '../model/notice.ts';
import type { TopicReading } from '../model/subscriptions.ts';

/** What became of the alert memory in a run. */
export type StateOutcome =
  | { readonly kind: 'saved' }
  /** Another run is publishing; this one sent nothing. */
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** Another run for the same scheduled time has published; this one sent nothing. */
  | { readonly kind: 'published'; readonly scheduledAt: Instant }
  /** Another run saved first, or took over: this one sent nothing more. */
  | { readonly kind: 'lost' }
  /** It could not be read or claimed; what is urgent was sent without it. */
  | { readonly kind: 'unavailable'; readonly trouble: StateTrouble }
  /** The last save failed: what was sent since the one before may be sent once more. */
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export interface AlertOutcome {
  readonly publications: readonly (Publication | EventAnswer)[];
  /** Digests of which every message was accepted, and those that are left to the next run. */
  readonly accepted: number;
  readonly waiting: number;
  /** Of those that wait: digests for a topic without a confirmed subscription. */
  readonly withheld: number;
  /** Of those that were accepted: digests for a topic whose subscriptions could not be read. */
  readonly unconfirmed: number;
  readonly state: StateOutcome;
  readonly verdict: SubscriptionVerdict;
}

/** Whether a run that sent this has failed. To be second to another run is no failure. */
export function hasFailed({ publications, waiting, state }: AlertOutcome): boolean {
  switch (state.kind) {
    case 'saved':
      return waiting > 0;
    case 'claimed':
    case 'published':
      return false;
    case 'lost':
      return publications.length > 0 || waiting > 0;
    case 'unavailable':
    case 'failed':
      return true;
  }
}

/** Whether it has failed only for new topics that an earlier run has reported: no alarm is to go off again. */
export function waitsForConfirmation({ state, waiting, withheld, verdict }: AlertOutcome): boolean {
  return state.kind === 'saved' && waiting === withheld && verdict.status === 'waiting';
}

/**
 * Whether the run is a heartbeat: all alerts were sent to topics that are known to have a confirmed
 * subscription, and the state was saved. A run that left that to another run is none: the other run is a
 * heartbeat of its own, unless it was killed or failed.
 */
export function hasReachedAll(outcome: AlertOutcome): boolean {
  const isEnd = outcome.state.kind === 'saved' || outcome.state.kind === 'published';
  return isEnd && !hasFailed(outcome) && outcome.unconfirmed === 0;
}

/** One line for the log. */
export function inOneLine({ accepted, waiting, publications, state }: AlertOutcome): string {
  const sent = `${accepted} digests accepted, ${waiting} left to the next run`;
  switch (state.kind) {
    case 'saved':
      return `${sent}; alert memory saved`;
    case 'claimed':
      return `nothing sent: run ${state.claim.runId} may publish until ${isoTime(state.claim.until)}; this run's samples are not kept`;
    case 'published':
      return `nothing sent: another run for the scheduled time ${isoTime(state.scheduledAt)} has published; this run's samples are not kept`;
    case 'lost':
      return publications.length === 0 && waiting === 0
        ? "nothing sent: another run saved first; this run's samples are not kept"
        : `${sent}; another run has taken over`;
    case 'unavailable':
      return `${sent}; sent without alert memory: ${state.trouble.problem}`;
    case 'failed':
      return `${sent}; alert memory not saved (${state.failure.operation}: ${state.failure.errorName}), so some of it may be sent once more`;
  }
}

/** One digest may be several messages or events. It counts as accepted only when all of them are. */
export type PublishDigest = (digest: Digest) => Promise<readonly (Publication | EventAnswer)[]>;

/** Publishes one digest after another; one that cannot be published delays no other. */
export class Attempts {
  readonly #publish: PublishDigest;
  readonly #topics: readonly TopicReading[];
  readonly #publications: (Publication | EventAnswer)[] = [];
  readonly #bugs: unknown[] = [];
  #accepted = 0;
  #withheld = 0;
  #unconfirmed = 0;

  constructor(publish: PublishDigest, topics: readonly TopicReading[]) {
    this.#publish = publish;
    this.#topics = topics;
  }

  /**
   * Whether all messages of the digest were accepted; no message at all counts as not accepted. SNS accepts
   * a message without a subscriber, so a topic without a confirmed subscription is sent nothing.
   */
  async make(digest: Digest): Promise<boolean> {
    // A bus has no subscriptions, and no one has to receive its events.
    const isBus = digest.group.startsWith(EVENT_GROUP_PREFIX);
    const reach = isBus ? 'confirmed' : reachOf(this.#topics, digest.topicArn);
    if (reach === 'none') {
      this.#withheld += 1;
      return false;
    }
    let answers: readonly (Publication | EventAnswer)[] = [];
    try {
      answers = await this.#publish(digest);
    } catch (bug) {
      this.#bugs.push(bug);
    }
    this.#publications.push(...answers);
    const isAccepted = answers.length > 0 && answers.every(({ published }) => published);
    if (isAccepted) this.#accepted += 1;
    if (isAccepted && reach === 'unknown') this.#unconfirmed += 1;
    return isAccepted;
  }

  /** @throws what publishing threw, now that the others have been published. */
  outcome(digests: number, state: StateOutcome, verdict: SubscriptionVerdict): AlertOutcome {
    if (this.#bugs.length > 0) throw this.#bugs[0];
    return {
      publications: this.#publications,
      accepted: this.#accepted,
      waiting: digests - this.#accepted,
      withheld: this.#withheld,
      unconfirmed: this.#unconfirmed,
      state,
      verdict,
    };
  }
}
