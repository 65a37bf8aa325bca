import { createHash } from 'node:crypto';

import type { SubscriptionWorld, TopicWorld } from '../world.ts';

/**
 * After this time SNS deletes an unconfirmed subscription. Basis: AWS news of 2023-05-10, "automatic deletion of
 * unconfirmed subscriptions".
 */
const CONFIRMATION_MS = 48 * 3_600_000;

export type SubscriptionStatus = NonNullable<SubscriptionWorld['status']>;

interface Subscription {
  readonly world: SubscriptionWorld;
  status: SubscriptionStatus;
  /** When the subscription was created, in epoch milliseconds. */
  readonly since: number;
}

/** The current state of one topic; a test can confirm and end its subscriptions. */
export class TopicState {
  readonly name: string;
  readonly policy: TopicWorld['policy'];
  readonly keyArn: string | undefined;
  /** The addresses to which a confirmation request was sent, one entry for each request. */
  readonly confirmationsSent: string[] = [];
  #subscriptions: Subscription[];

  constructor({ name, policy, keyArn, subscriptions = [] }: TopicWorld, startedAt: number) {
    this.name = name;
    this.policy = policy;
    this.keyArn = keyArn;
    this.#subscriptions = subscriptions.map((world) => ({
      world,
      status: world.status ?? 'confirmed',
      since: startedAt,
    }));
  }

  /** Returns the subscriptions that SNS has not deleted at `now`. */
  subscriptions(now: number): readonly (SubscriptionWorld & { status: SubscriptionStatus })[] {
    this.#subscriptions = this.#subscriptions.filter(
      ({ status, since }) => status !== 'pending' || now - since < CONFIRMATION_MS,
    );
    return this.#subscriptions.map(({ world, status }) => ({ ...world, status }));
  }

  /**
   * Subscribes an endpoint and returns the subscription's status. A subscription that exists is unchanged; if it is
   * pending, its confirmation request is sent again.
   */
  subscribe(world: SubscriptionWorld, now: number): SubscriptionStatus {
    this.subscriptions(now);
    const known = this.#find(world.protocol, world.endpoint);
    if (known?.status === 'confirmed') return known.status;
    if (known === undefined) {
      this.#subscriptions.push({ world, status: 'pending', since: now });
    }
    this.confirmationsSent.push(world.endpoint);
    return 'pending';
  }

  /**
   * Confirms a subscription, as a person does with the link in the request.
   *
   * @throws RangeError when no subscription of this endpoint is pending
   */
  confirm(endpoint: string, now: number): void {
    this.subscriptions(now);
    const known = this.#subscriptions.find(({ world }) => world.endpoint === endpoint);
    if (known?.status !== 'pending') throw new RangeError(`${endpoint} is not pending`);
    known.status = 'confirmed';
  }

  /** Ends a subscription, as a person does with the unsubscribe link. */
  unsubscribe(endpoint: string): void {
    this.#subscriptions = this.#subscriptions.filter(({ world }) => world.endpoint !== endpoint);
  }

  #find(protocol: string, endpoint: string): Subscription | undefined {
    return this.#subscriptions.find(
      ({ world, status }) =>
        status !== 'deleted' && world.protocol === protocol && world.endpoint === endpoint,
    );
  }
}

/** Returns a subscription's ARN: the topic's ARN and a UUID. Basis: SNS API reference, Subscription. */
export function subscriptionArn(topicArn: string, { protocol, endpoint }: SubscriptionWorld) {
  const hash = createHash('sha256').update(`${protocol} ${endpoint}`).digest('hex');
  const parts = [hash.slice(0, 8), hash.slice(8, 12), '4000', '8000', hash.slice(12, 24)];
  return `${topicArn}:${parts.join('-')}`;
}
