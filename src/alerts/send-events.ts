import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { IncompleteAnswer, readFailure } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import type { Region } from '../model/aws-ids.ts';
import type { BusEvent, EventAnswer, SendEvents } from './ports.ts';
import { inParts } from './partition.ts';

/** Attempts of an entry; the next run sends what failed. */
const ATTEMPTS = 3;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const RETRYABLE: readonly string[] = ['InternalFailure', 'ThrottlingException'];

/** Sends events to one bus in its own Region. Resolves with an answer for each event. */
export function eventSender(connection: Connection, region: Region): SendEvents {
  const client = makeClient(EventBridgeClient, connection, { region });
  return async (busArn, events) => {
    const answers: EventAnswer[] = [];
    for (const batch of eventBatches(events)) {
      answers.push(...(await sendBatch(client, busArn, batch)));
    }
    return answers;
  };
}

/** Repeats the entries whose failure AWS calls retryable. */
async function sendBatch(
  client: EventBridgeClient,
  busArn: string,
  batch: readonly BusEvent[],
): Promise<readonly EventAnswer[]> {
  const answers = new Map<BusEvent, EventAnswer>();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const left = batch.filter((event) => isRetryable(answers.get(event)));
    if (left.length === 0) break;
    const entries = await put(client, busArn, left);
    for (const [at, event] of left.entries()) answers.set(event, answerOf(entries, at));
  }
  return batch.flatMap((event) => answers.get(event) ?? []);
}

async function put(
  client: EventBridgeClient,
  busArn: string,
  events: readonly BusEvent[],
): Promise<readonly PutEventsResultEntry[] | { readonly error: unknown }> {
  try {
    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: events.map(({ source, detailType, detail, at }) => ({
          EventBusName: busArn,
          Source: source,
          DetailType: detailType,
          Detail: detail,
          Time: new Date(at),
        })),
      }),
    );
    const entries = required(Entries, 'Entries');
    if (entries.length !== events.length) throw new IncompleteAnswer('an answer for each event');
    return entries;
  } catch (error) {
    return { error };
  }
}

/** An answer of 200 may contain failures: only an entry with an id was accepted. */
function answerOf(answer: Awaited<ReturnType<typeof put>>, at: number): EventAnswer {
  if ('error' in answer)
    return { published: false, failure: readFailure(answer.error, PUT_EVENTS) };
  const { EventId, ErrorCode, ErrorMessage = '' } = answer[at] ?? {};
  if (EventId !== undefined && ErrorCode === undefined) {
    return { published: true, eventId: EventId };
  }
  const error = Object.assign(new Error(ErrorMessage), { name: ErrorCode ?? 'IncompleteAnswer' });
  return { published: false, failure: readFailure(error, PUT_EVENTS) };
}

/** Not sent yet, or failed for a passing reason. The SDK repeats whole requests. */
function isRetryable(answer: EventAnswer | undefined): boolean {
  if (answer === undefined) return true;
  return !answer.published && RETRYABLE.includes(answer.failure.errorName);
}

export const PUT_EVENTS = 'events:PutEvents';
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MOST_ENTRIES = 10;
/** Exclusive limit of the bytes of one request. */
export const MOST_BYTES = 256 * 1024;
const TIME_BYTES = 14;

/** The events in order, as requests. One that is too large has a request of its own, which AWS refuses. */
export function eventBatches(events: readonly BusEvent[]): readonly (readonly BusEvent[])[] {
  const pieces = events.map((event) => ({ item: event, costs: [1, entryBytes(event)] }));
  return inParts(pieces, [MOST_ENTRIES, MOST_BYTES - 1]);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html (Calculating PutEvents event entry size) */
export function entryBytes({ source, detailType, detail }: BusEvent): number {
  const texts = [source, detailType, detail];
  return TIME_BYTES + texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
}
