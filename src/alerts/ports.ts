import type { AlertMessage } from '../model/alert.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { ReplacedContent } from '../model/stored-object.ts';
import type { TopicArn } from '../model/aws-ids.ts';
import type { Instant } from '../model/time.ts';
import type { TopicReading, WatchedTopic } from '../model/subscriptions.ts';
import type { WatchState } from '../model/watch-state.ts';

interface PublishFailure {
  readonly published: false;
  readonly failure: ReadFailure;
}

export type Publication = { readonly published: true; readonly messageId: string } | PublishFailure;

export type EventAnswer = { readonly published: true; readonly eventId: string } | PublishFailure;

/** The S3 address of a stored document. */
export interface StoredDocument {
  readonly bucket: string;
  readonly key: string;
}

export const PUT_EVENTS = 'events:PutEvents';

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  /** The detail of the event, as JSON. */
  readonly detail: string;
  readonly at: Instant;
}

/** Sends events to an event bus. Resolves with one answer for each event, in order. */
export type SendEvents = (
  busArn: string,
  events: readonly BusEvent[],
) => Promise<readonly EventAnswer[]>;

/** Publishes messages, each with one request. A refusal by SNS is returned, not thrown. */
export interface Publish {
  /** Publishes a message with one body for each protocol. */
  readonly alert: (message: AlertMessage) => Promise<Publication>;
  /** Publishes a text as it is, the same for all protocols. */
  readonly bare: (topicArn: TopicArn, text: string) => Promise<Publication>;
  /** Starts storing the document of an alert and returns its address at once; absent if documents are not stored. */
  readonly keep?: (name: string, json: string) => StoredDocument;
  /** Sends events; absent when no event bus is configured. */
  readonly events?: SendEvents;
}

/** Reads the subscriptions of each topic, in order. A failed read is part of the result; only bugs reject. */
export type ReadSubscriptions = (
  topics: readonly WatchedTopic[],
) => Promise<readonly TopicReading[]>;

/** The result of reading the state. `missing` means that S3 answered that the object does not exist. */
export type LoadedState =
  | { readonly kind: 'found'; readonly state: WatchState; readonly tag: string }
  | { readonly kind: 'missing' }
  /** The object is no state of this deployment, and was copied. `restored`: its newest earlier version that can be read. */
  | {
      readonly kind: 'set-aside';
      readonly problem: string;
      readonly restored?: WatchState;
      readonly tag: string;
    }
  /** `problem` says what is wrong with the stored object; absent when S3 did not return the object. */
  | { readonly kind: 'unreadable'; readonly failure: ReadFailure; readonly problem?: string };

/** The result of saving the state. After `failed` it may have been stored all the same. */
export type SavedState =
  | { readonly kind: 'saved'; readonly tag: string }
  /** Another run has saved the state in between. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The stored state of one deployment. `save` resolves with `lost` if the stored object is no longer `replaced`. */
export interface StateStore {
  load(): Promise<LoadedState>;
  save(state: WatchState, replaced: ReplacedContent): Promise<SavedState>;
}
