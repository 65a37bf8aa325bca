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

/** What happened to the stored state in a run. */
export type StateOutcome =
  | { readonly kind: 'saved' }
  /** Another run is publishing; this run sent nothing. */
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** Another run for the same scheduled time has published; this run sent nothing. */
  | { readonly kind: 'published'; readonly scheduledAt: Instant }
  /** Another run saved the state first or took over the claim; this run sent nothing more. */
  | { readonly kind: 'lost' }
  /** The state could not be read or claimed; urgent alerts were sent without it. */
  | { readonly kind: 'unavailable'; readonly trouble: StateTrouble }
  /** The last save failed: alerts may be sent twice. */
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export interface AlertOutcome {
  readonly publications: readonly (Publication | EventAnswer)[];
  /** The number of digests whose messages were all accepted. */
  readonly accepted: number;
  /** The number of digests left to the next run. */
  readonly waiting: number;
  /** The number of digests left to the next run because their topic has no confirmed subscription. */
  readonly withheld: number;
  /** The number of accepted digests whose topic could not be checked for subscriptions. */
  readonly unconfirmed: number;
  readonly state: StateOutcome;
  readonly verdict: SubscriptionVerdict;
}

/** Whether the run has failed. A run that sends nothing because another run publishes has not failed. */
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

/** Whether all unsent digests wait for subscribers of new topics that an earlier run reported. No alarm goes off. */
export function waitsForConfirmation({ state, waiting, withheld, verdict }: AlertOutcome): boolean {
  return state.kind === 'saved' && waiting === withheld && verdict.status === 'waiting';
}

/** Whether the run is a heartbeat: it saved the state and subscribed topics took all alerts, or another run published. */
export function hasReachedAll(outcome: AlertOutcome): boolean {
  const isEnd = outcome.state.kind === 'saved' || outcome.state.kind === 'published';
  return isEnd && !hasFailed(outcome) && outcome.unconfirmed === 0;
}

export function outcomeText({ accepted, waiting, publications, state }: AlertOutcome): string {
  const sent = `${accepted} digests accepted, ${waiting} left to the next run`;
  switch (state.kind) {
    case 'saved':
      return `${sent}; state saved`;
    case 'claimed':
      return `nothing sent: run ${state.claim.runId} may publish until ${isoTime(state.claim.until)}; this run's samples are not kept`;
    case 'published':
      return `nothing sent: another run for the scheduled time ${isoTime(state.scheduledAt)} has published; this run's samples are not kept`;
    case 'lost':
      return publications.length === 0 && waiting === 0
        ? "nothing sent: another run saved first; this run's samples are not kept"
        : `${sent}; another run has taken over`;
    case 'unavailable':
      return `${sent}; sent without the stored state: ${state.trouble.problem}`;
    case 'failed':
      return `${sent}; state not saved (${state.failure.operation}: ${state.failure.errorName}), so some alerts may be sent again`;
  }
}

export type PublishDigest = (digest: Digest) => Promise<readonly (Publication | EventAnswer)[]>;

/** Publishes digests one after another and counts the results. A failed digest does not delay the others. */
export class DigestPublisher {
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
   * Publishes a digest. Returns whether all its messages were accepted. A digest is not published to a topic without
   * subscribers, since SNS would accept and discard the messages.
   */
  async publish(digest: Digest): Promise<boolean> {
    // An event bus has no subscriptions.
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

  /** @throws the first bug of a publish, after all digests were tried. */
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
