import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { IncompleteAnswer, readFailure } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import type { Region } from '../model/aws-ids.ts';
import type { BusEvent, EventAnswer, SendEvents } from './ports.ts';
import { PUT_EVENTS } from './ports.ts';
import { splitIntoParts } from './partition.ts';

/** The most attempts to send an event. The next run sends the events that failed. */
const ATTEMPTS = 3;
/**
 * The error codes after which an event is sent again.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const RETRYABLE: readonly string[] = ['InternalFailure', 'ThrottlingException'];

/** Returns a function that sends events to a bus in `region`, and resolves with an answer for each event. */
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

async function sendBatch(
  client: EventBridgeClient,
  busArn: string,
  batch: readonly BusEvent[],
): Promise<readonly EventAnswer[]> {
  const answers = new Map<BusEvent, EventAnswer>();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const unsent = batch.filter((event) => isRetryable(answers.get(event)));
    if (unsent.length === 0) break;
    const entries = await put(client, busArn, unsent);
    for (const [at, event] of unsent.entries()) answers.set(event, answerOf(entries, at));
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

/** Returns the answer for one event. A response of 200 may contain failures: only an entry with an id was accepted. */
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

/** Whether an event was not sent yet, or failed for a temporary reason. The SDK repeats only whole requests. */
function isRetryable(answer: EventAnswer | undefined): boolean {
  if (answer === undefined) return true;
  return !answer.published && RETRYABLE.includes(answer.failure.errorName);
}

/** The most events of one request. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MOST_ENTRIES = 10;
/** The size that one request must stay below, in bytes. */
export const MOST_BYTES = 256 * 1024;
const TIME_BYTES = 14;

export function eventBatches(events: readonly BusEvent[]): readonly (readonly BusEvent[])[] {
  const pieces = events.map((event) => ({ item: event, costs: [1, entryBytes(event)] }));
  return splitIntoParts(pieces, [MOST_ENTRIES, MOST_BYTES - 1]);
}

/**
 * Returns the size of an event as EventBridge counts it, in bytes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html (Calculating PutEvents event entry
 * size)
 */
export function entryBytes({ source, detailType, detail }: BusEvent): number {
  const texts = [source, detailType, detail];
  return TIME_BYTES + texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
}
