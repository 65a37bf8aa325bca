import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { IncompleteAnswer, readFailure } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { BusEvent, EventAnswer, SendEvents } from '../ports.ts';
import { eventBatches, PUT_EVENTS } from './batches.ts';

/** Of an entry that AWS calls retryable; what is left then waits for the next run. */
const ATTEMPTS = 3;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const RETRYABLE: readonly string[] = ['InternalFailure', 'ThrottlingException'];

/** Sends events to one bus, in its own Region. Resolves whatever EventBridge answers, an answer for each event. */
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

/** Sends again what AWS took the answer of 200 back for, where it says that this may help. */
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

type Answer = readonly PutEventsResultEntry[] | { readonly error: unknown };

/** The entries of the answer, or why there is none. */
async function put(
  client: EventBridgeClient,
  busArn: string,
  events: readonly BusEvent[],
): Promise<Answer> {
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
function answerOf(answer: Answer, at: number): EventAnswer {
  if ('error' in answer)
    return { published: false, failure: readFailure(answer.error, PUT_EVENTS) };
  const { EventId, ErrorCode, ErrorMessage = '' } = answer[at] ?? {};
  if (EventId !== undefined && ErrorCode === undefined) {
    return { published: true, eventId: EventId };
  }
  const error = Object.assign(new Error(ErrorMessage), { name: ErrorCode ?? 'IncompleteAnswer' });
  return { published: false, failure: readFailure(error, PUT_EVENTS) };
}

/** Nothing was sent yet, or AWS calls the failure of this entry a passing one. The SDK repeats whole requests. */
function isRetryable(answer: EventAnswer | undefined): boolean {
  if (answer === undefined) return true;
  return !answer.published && RETRYABLE.includes(answer.failure.errorName);
}
