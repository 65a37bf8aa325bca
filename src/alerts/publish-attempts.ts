import type { SubscriptionVerdict } from './notices/subscriptions.ts';
import { reachOf } from './notices/subscriptions.ts';
import { EVENT_GROUP_PREFIX } from './notices/watched-topics.ts';
import type { Digest } from '../model/notice.ts';
import type { TopicReading } from '../model/subscriptions.ts';
import type { EventAnswer, Publication } from './ports.ts';
import type { AlertOutcome, StateOutcome } from './outcome.ts';

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
