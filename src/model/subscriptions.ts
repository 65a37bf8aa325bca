import type { TopicArn } from './aws-ids.ts';
import type { ReadFailure } from './failure.ts';
import type { Instant } from './time.ts';

/** The purposes of a topic. Reports about subscriptions go to the first of these topics that has a subscriber. */
export const TOPIC_ROLES = ['health', 'alerts', 'route', 'chat'] as const;

export type TopicRole = (typeof TOPIC_ROLES)[number];

/** A topic of the configuration that the watchdog publishes to. */
export interface WatchedTopic {
  readonly role: TopicRole;
  /** The group that messages to the topic carry: `alerts`, `health`, `chat`, or the name of the route. */
  readonly name: string;
  readonly topicArn: TopicArn;
  /** The e-mail addresses that the configuration lists for the topic. */
  readonly emails: readonly string[];
}

/** A subscription of a topic. Subscriptions that are deleted but still listed by SNS are left out. */
export interface Subscription {
  /** The protocol as SNS names it, such as `email`, `sqs` or `lambda`. */
  readonly protocol: string;
  readonly endpoint: string;
  readonly status: 'confirmed' | 'pending';
}

/** The subscriptions of one topic, or the failure to read them, which is never an empty list. */
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
  'addresses', // a subscription is confirmed, but some listed addresses have not confirmed theirs
] as const;

type TopicProblemCode = (typeof TOPIC_PROBLEMS)[number];

export interface TopicProblem extends Pick<WatchedTopic, 'role' | 'name'> {
  readonly topicArn: string;
  readonly problem: TopicProblemCode;
  /** The number of notices that wait for a confirmed subscription. */
  readonly waiting: number;
  /** Listed addresses that have not confirmed the subscription request that they were sent. */
  readonly pending: readonly string[];
  /** Listed addresses without a subscription. */
  readonly missing: readonly string[];
  /** Why SNS did not list the subscriptions. Present only for `not-read` and `absent`. */
  readonly failure?: ReadFailure;
}

/** What the state stores about one topic. */
export interface TopicMemory {
  readonly firstSeenAt: Instant;
  /** The last problem that was reported. */
  readonly reported?: {
    readonly at: Instant;
    readonly problem: TopicProblemCode;
    /** Whether a notice waited for the topic. */
    readonly waiting: boolean;
    /** Whether the report was sent. */
    readonly sent: boolean;
  };
}
