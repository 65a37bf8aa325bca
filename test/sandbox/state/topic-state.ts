import { createHash } from 'node:crypto';

import type { SubscriptionWorld, TopicWorld } from '../world.ts';

/** SNS removes what is not confirmed by then. Basis: AWS news of 2023-05-10, "automatic deletion of unconfirmed subscriptions". */
const CONFIRMATION_MS = 48 * 3_600_000;

export type SubscriptionStatus = NonNullable<SubscriptionWorld['status']>;

interface Subscription {
  readonly world: SubscriptionWorld;
  status: SubscriptionStatus;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** One topic while the sandbox runs; a test may confirm and end its subscriptions. */
export class TopicState {
  readonly name: string;
  readonly policy: TopicWorld['policy'];
  readonly keyArn: string | undefined;
  /** Addresses to which a confirmation was sent, each as often as it was. */
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

  /** Those that SNS still knows at `now`. */
  subscriptions(now: number): readonly (SubscriptionWorld & { status: SubscriptionStatus })[] {
    this.#subscriptions = this.#subscriptions.filter(
      ({ status, since }) => status !== 'pending' || now - since < CONFIRMATION_MS,
    );
    return this.#subscriptions.map(({ world, status }) => ({ ...world, status }));
  }

  /**
   * @returns the status of the subscription, which is made where there is none. One that is there is
   * left as it is; where it is pending, the confirmation is sent once more.
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

  /** Somebody follows the link. @throws RangeError where nothing is to be confirmed. */
  confirm(endpoint: string, now: number): void {
    this.subscriptions(now);
    const known = this.#subscriptions.find(({ world }) => world.endpoint === endpoint);
    if (known?.status !== 'pending') throw new RangeError(`${endpoint} is not pending`);
    known.status = 'confirmed';
  }

  /** Somebody follows the link to unsubscribe. */
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

/** Basis: SNS API reference, Subscription: the topic's ARN and a UUID. */
export function subscriptionArn(topicArn: string, { protocol, endpoint }: SubscriptionWorld) {
  const hash = createHash('sha256').update(`${protocol} ${endpoint}`).digest('hex');
  const parts = [hash.slice(0, 8), hash.slice(8, 12), '4000', '8000', hash.slice(12, 24)];
  return `${topicArn}:${parts.join('-')}`;
}
