import type { BusEvent } from '../ports.ts';

export const PUT_EVENTS = 'events:PutEvents';
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MOST_ENTRIES = 10;
/** Of all entries of one request together, less than that. */
export const MOST_BYTES = 256 * 1024;

/**
 * The events in their order, as requests may hold them. One that is too large by itself has a request of its
 * own, which AWS refuses.
 */
export function eventBatches(events: readonly BusEvent[]): readonly (readonly BusEvent[])[] {
  const batches: BusEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const last = batches.at(-1);
    const size = entryBytes(event);
    if (last === undefined || last.length === MOST_ENTRIES || bytes + size >= MOST_BYTES) {
      batches.push([event]);
      bytes = size;
    } else {
      last.push(event);
      bytes += size;
    }
  }
  return batches;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html (Calculating PutEvents event entry size) */
export function entryBytes({ source, detailType, detail }: BusEvent): number {
  return TIME_BYTES + [source, detailType, detail].reduce((sum, text) => sum + utf8Bytes(text), 0);
}

const TIME_BYTES = 14;

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
