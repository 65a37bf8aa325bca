import type { AlertMessage } from '../model/alert.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { ReplacedContent } from '../model/stored-object.ts';
import type { TopicArn } from '../model/aws-ids.ts';
import type { Instant } from '../model/time.ts';
import type { TopicReading, WatchedTopic } from '../model/subscriptions.ts';
import type { WatchState } from '../model/watch-state.ts';

interface Unpublished {
  readonly published: false;
  readonly failure: ReadFailure;
}

export type Publication = { readonly published: true; readonly messageId: string } | Unpublished;

export type EventAnswer = { readonly published: true; readonly eventId: string } | Unpublished;

/** Where a document is in S3. */
export interface StoredDocument {
  readonly bucket: string;
  readonly key: string;
}

export const PUT_EVENTS = 'events:PutEvents';

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
  readonly at: Instant;
}

/** Resolves with an answer for each event, in order. */
export type SendEvents = (
  busArn: string,
  events: readonly BusEvent[],
) => Promise<readonly EventAnswer[]>;

/** One request each; a refusal of SNS is in the answer. */
export interface Publish {
  /** A body per protocol. */
  readonly alert: (message: AlertMessage) => Promise<Publication>;
  /** The bare text, without a body per protocol. */
  readonly bare: (topicArn: TopicArn, text: string) => Promise<Publication>;
  /**
   * Starts storing the document of an alert, and returns its address. No message waits for it. Absent where
   * no documents are stored.
   */
  readonly keep?: (name: string, json: string) => StoredDocument;
  /** Absent where no bus is configured. */
  readonly events?: SendEvents;
}

/** The subscriptions of each topic, in order. Rejects only for bugs. */
export type ReadSubscriptions = (
  topics: readonly WatchedTopic[],
) => Promise<readonly TopicReading[]>;

/** The stored state. An unknown answer never counts as `missing`. */
export type LoadedState =
  | { readonly kind: 'found'; readonly state: WatchState; readonly tag: string }
  | { readonly kind: 'missing' }
  /**
   * An object that is not this deployment's state: it was copied, so that it can be replaced. `restored`: the
   * newest earlier version that can be read.
   */
  | {
      readonly kind: 'set-aside';
      readonly problem: string;
      readonly restored?: WatchState;
      readonly tag: string;
    }
  /** `problem` where the failure does not explain it. */
  | { readonly kind: 'unreadable'; readonly failure: ReadFailure; readonly problem?: string };

/** After `failed` it may have been stored all the same. */
export type SavedState =
  | { readonly kind: 'saved'; readonly tag: string }
  /** Another run has saved since. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The alert memory of one deployment. `save` replaces only `replaced`. */
export interface StateStore {
  load(): Promise<LoadedState>;
  save(state: WatchState, replaced: ReplacedContent): Promise<SavedState>;
}
