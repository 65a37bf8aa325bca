import type { AlertMessage } from '../model/alert.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Replaced } from '../model/stored-object.ts';
import type { TopicArn } from '../model/aws-ids.ts';
import type { Instant } from '../model/time.ts';
import type { TopicReading, WatchedTopic } from '../model/subscriptions.ts';
import type { WatchState } from '../model/watch-state.ts';

interface Unpublished {
  readonly published: false;
  readonly failure: ReadFailure;
}

/** What became of one message. */
export type Publication = { readonly published: true; readonly messageId: string } | Unpublished;

/** What became of one event. */
export type EventAnswer = { readonly published: true; readonly eventId: string } | Unpublished;

/** Where a document is in S3. */
export interface StoredDocument {
  readonly bucket: string;
  readonly key: string;
}

/** One event of one notice. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
  readonly at: Instant;
}

/** Resolves whatever EventBridge answers: an answer for each event, in their order. */
export type SendEvents = (
  busArn: string,
  events: readonly BusEvent[],
) => Promise<readonly EventAnswer[]>;

/** One request each. Resolves whatever SNS answers. */
export interface Publish {
  /** A body per protocol. */
  readonly alert: (message: AlertMessage) => Promise<Publication>;
  /** The text as it is, for receivers that accept nothing else. */
  readonly bare: (topicArn: TopicArn, text: string) => Promise<Publication>;
  /**
   * Begins to store the whole document of an alert, and returns where. No message waits for it; a refusal
   * of S3 is logged. Absent where no documents are stored.
   */
  readonly keep?: (name: string, json: string) => StoredDocument;
  /** Absent where no bus is configured. */
  readonly events?: SendEvents;
}

/** The subscriptions of each topic, in their order. Rejects only for bugs: a failed read is a reading. */
export type ReadSubscriptions = (
  topics: readonly WatchedTopic[],
) => Promise<readonly TopicReading[]>;

/** What is stored. What could not be determined never counts as `missing`. */
export type LoadedState =
  | { readonly kind: 'found'; readonly state: WatchState; readonly tag: string }
  | { readonly kind: 'missing' }
  /**
   * What is stored is not this deployment's state. It was copied elsewhere, so that it can be replaced.
   * `restored` is the newest earlier version that can be read; `problem` says all this to a person.
   */
  | {
      readonly kind: 'set-aside';
      readonly problem: string;
      readonly restored?: WatchState;
      readonly tag: string;
    }
  /** `problem`, where the failure alone does not say what is wrong. */
  | { readonly kind: 'unreadable'; readonly failure: ReadFailure; readonly problem?: string };

/** What became of a save. After `failed` it may have been stored all the same, or may still be. */
export type SavedState =
  | { readonly kind: 'saved'; readonly tag: string }
  /** Another run has saved since. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The alert memory of one deployment, as one run uses it. A save replaces only what it says it replaces. */
export interface StateStore {
  load(): Promise<LoadedState>;
  save(state: WatchState, replaced: Replaced): Promise<SavedState>;
}
