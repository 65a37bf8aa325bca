import type { TopicArn } from './aws-ids.ts';
import type { ReadFailure } from './failure.ts';
import type { Instant } from './time.ts';

/** What a topic is for. Reports about subscriptions go to the first of these that has a subscriber. */
export const TOPIC_ROLES = ['health', 'alerts', 'route', 'chat'] as const;

export type TopicRole = (typeof TOPIC_ROLES)[number];

/** A topic of the configuration that the watchdog publishes to. */
export interface WatchedTopic {
  readonly role: TopicRole;
  /** Of the group that its messages carry: `alerts`, `health`, `chat`, or the route's name. */
  readonly name: string;
  readonly topicArn: TopicArn;
  /** Addresses that the configuration lists for it. */
  readonly emails: readonly string[];
}

/** A subscription of a topic. A deleted one that SNS still lists is left out. */
export interface Subscription {
  /** As SNS names it: `email`, `sqs`, `lambda`. */
  readonly protocol: string;
  readonly endpoint: string;
  readonly status: 'confirmed' | 'pending';
}

/** The subscriptions of one topic. What could not be read is never an empty list. */
export type SubscriptionReading =
  | { readonly kind: 'listed'; readonly subscriptions: readonly Subscription[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export interface TopicReading {
  readonly topic: WatchedTopic;
  readonly reading: SubscriptionReading;
}

export const TOPIC_PROBLEMS = [
  'absent', // the topic does not exist
  'no-subscriber', // no confirmed subscription after the topic's first 24 hours
  'waiting-for-confirmation', // no confirmed subscription in the first 24 hours
  'not-read', // SNS did not list the subscriptions
  'addresses', // a subscription is confirmed, but not those of all listed addresses
] as const;

type TopicProblemCode = (typeof TOPIC_PROBLEMS)[number];

export interface TopicProblem extends Pick<WatchedTopic, 'role' | 'name'> {
  readonly topicArn: string;
  readonly problem: TopicProblemCode;
  /** Notices that wait for a confirmed subscription. */
  readonly waiting: number;
  /** Listed addresses that have been sent a confirmation and have not confirmed it. */
  readonly pending: readonly string[];
  /** Listed addresses without a subscription. */
  readonly missing: readonly string[];
  /** Why SNS did not list the subscriptions; of `not-read` and `absent` alone. */
  readonly failure?: ReadFailure;
}

export interface TopicMemory {
  readonly firstSeenAt: Instant;
  /** The last problem that was reported. */
  readonly reported?: {
    readonly at: Instant;
    readonly problem: TopicProblemCode;
    /** A notice waited for the topic. */
    readonly waiting: boolean;
    /** The report was sent. */
    readonly sent: boolean;
  };
}
