import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

import { catchFailure, withOperation } from '../../aws/failures.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { required } from '../../aws/pages.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { QueueTrial } from '../model.ts';

export const SEND_MESSAGE = 'sqs:SendMessage';
/** The number of receive requests, since one request returns only some of the messages. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html */
const RECEIVES = 10;
const MOST_MESSAGES = 10;
const WAIT_SECONDS = 2;
/** How long other consumers cannot receive a message that was received here. */
const HIDDEN_SECONDS = 20;

/**
 * Sends a message to a queue and deletes it again; other messages stay in the queue. The promise never rejects for
 * an AWS error.
 * @param lasting the connection for the deletion, which stays usable when the person aborts the command
 */
export async function tryQueue(
  name: string,
  region: Region,
  connection: Connection,
  lasting: Connection,
): Promise<QueueTrial> {
  const sqs = makeClient(SQSClient, connection, { region });
  return catchFailure<QueueTrial>(
    async () => {
      const url = await withOperation('sqs:GetQueueUrl', async () => {
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
        return required(QueueUrl, 'QueueUrl');
      });
      const id = await withOperation(SEND_MESSAGE, async () => {
        const MessageBody = 'A test by the doctor of limits-watchdog, which deletes it again.';
        const { MessageId } = await sqs.send(
          new SendMessageCommand({ QueueUrl: url, MessageBody }),
        );
        return required(MessageId, 'MessageId');
      });
      return await deleteMessage(makeClient(SQSClient, lasting, { region }), url, id);
    },
    (failure) => ({ kind: 'failed', failure }),
  );
}

async function deleteMessage(sqs: SQSClient, QueueUrl: string, id: string): Promise<QueueTrial> {
  return catchFailure<QueueTrial>(
    async () => {
      for (let receive = 0; receive < RECEIVES; receive += 1) {
        const { Messages = [] } = await withOperation('sqs:ReceiveMessage', () =>
          sqs.send(
            new ReceiveMessageCommand({
              QueueUrl,
              MaxNumberOfMessages: MOST_MESSAGES,
              WaitTimeSeconds: WAIT_SECONDS,
              VisibilityTimeout: HIDDEN_SECONDS,
            }),
          ),
        );
        const own = Messages.find(({ MessageId }) => MessageId === id);
        if (own === undefined) continue;
        const { ReceiptHandle } = own;
        await withOperation('sqs:DeleteMessage', () =>
          sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
        );
        return { kind: 'taken-back' };
      }
      return { kind: 'left' };
    },
    (failure) => ({ kind: 'left', failure }),
  );
}
