import { inParts } from '../partition.ts';
import type { BusEvent } from '../ports.ts';

export const PUT_EVENTS = 'events:PutEvents';
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MOST_ENTRIES = 10;
/** Of all entries of one request together, less than that. */
export const MOST_BYTES = 256 * 1024;
const TIME_BYTES = 14;

/**
 * The events in their order, as requests can contain them. One that is too large by itself has a request
 * of its own, which AWS refuses.
 */
export function eventBatches(events: readonly BusEvent[]): readonly (readonly BusEvent[])[] {
  const pieces = events.map((event) => ({ item: event, costs: [1, entryBytes(event)] }));
  return inParts(pieces, [MOST_ENTRIES, MOST_BYTES - 1]);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html (Calculating PutEvents event entry size) */
export function entryBytes({ source, detailType, detail }: BusEvent): number {
  const texts = [source, detailType, detail];
  return TIME_BYTES + texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
}
