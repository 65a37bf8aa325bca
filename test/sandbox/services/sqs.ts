import * as sdk from '@aws-sdk/client-sqs';
import type {
  DeleteMessageRequest,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';

import type { RequestContext, ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import type { QueueState } from '../state/delivery-state.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { keyRefusal } from './kms-keys.ts';

/** Default visibility timeout in seconds. Basis: SQS API reference, ReceiveMessage. */
const DEFAULT_HIDDEN_SECONDS = 30;
/** How many messages a request without MaxNumberOfMessages receives. */
const DEFAULT_MESSAGES = 1;

/** Amazon SQS: standard queues of the caller's own account. Receiving never waits. */
export const sqs: ServiceDefinition = {
  signingName: 'sqs',
  sdk,
  protocol: 'awsJson1_0',
  targetPrefix: 'AmazonSQS',
  isQueryCompatible: true,
  spellings: {
    ...jsonSpellings(403),
    throttled: { code: 'RequestThrottled', status: 403, message: 'Rate exceeded' },
  },
  operations: {
    GetQueueUrl: operation<GetQueueUrlRequest, GetQueueUrlResult>({
      needs: ({ QueueName }, context) => [
        { action: 'sqs:GetQueueUrl', resource: arnOf(QueueName, context) },
      ],
      handle({ QueueName }, context) {
        const { organisation, region, account } = context;
        queueOf(QueueName, context);
        const suffix = organisation.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
        return { QueueUrl: `https://sqs.${region}.${suffix}/${account.id}/${QueueName}` };
      },
    }),

    SendMessage: operation<SendMessageRequest, SendMessageResult>({
      needs: ({ QueueUrl }, context) => [need('sqs:SendMessage', QueueUrl, context)],
      handle({ QueueUrl, MessageBody }, context) {
        const queue = queueOf(nameIn(QueueUrl), context);
        // A producer needs both: "kms:GenerateDataKey and kms:Decrypt"; the second verifies the data key.
        checkKey(queue, ['kms:GenerateDataKey', 'kms:Decrypt'], context);
        const id = context.requestId;
        queue.messages.push({ id, body: MessageBody, hiddenUntil: 0 });
        return { MessageId: id, MD5OfMessageBody: md5(MessageBody) };
      },
    }),

    ReceiveMessage: operation<ReceiveMessageRequest, ReceiveMessageResult>({
      needs: ({ QueueUrl }, context) => [need('sqs:ReceiveMessage', QueueUrl, context)],
      handle(input, context) {
        const { QueueUrl, MaxNumberOfMessages: most = DEFAULT_MESSAGES } = input;
        const { VisibilityTimeout: seconds = DEFAULT_HIDDEN_SECONDS } = input;
        const queue = queueOf(nameIn(QueueUrl), context);
        checkKey(queue, ['kms:Decrypt'], context);
        const seen = queue.messages
          .filter(({ hiddenUntil }) => hiddenUntil <= context.now)
          .slice(0, most);
        for (const message of seen) message.hiddenUntil = context.now + seconds * 1000;
        return seen.length === 0
          ? {}
          : {
              Messages: seen.map(({ id, body }) => ({
                MessageId: id,
                ReceiptHandle: id,
                Body: body,
                MD5OfBody: md5(body),
              })),
            };
      },
    }),

    DeleteMessage: operation<DeleteMessageRequest, object>({
      needs: ({ QueueUrl }, context) => [need('sqs:DeleteMessage', QueueUrl, context)],
      handle({ QueueUrl, ReceiptHandle }, context) {
        const queue = queueOf(nameIn(QueueUrl), context);
        queue.messages = queue.messages.filter(({ id }) => id !== ReceiptHandle);
        return {};
      },
    }),
  },
};

/** Checks that the caller may use the queue's key. Basis: SQS API reference, SendMessage, "Errors". */
function checkKey(queue: QueueState, actions: readonly string[], context: RequestContext): void {
  const { keyArn } = queue.world;
  if (keyArn === undefined) return;
  const refusal = keyRefusal(keyArn, 'sqs', actions, context);
  if (refusal !== undefined)
    throw new ServiceFailure(`Kms${refusal}`, 'The key was not usable', 400);
}

function queueOf(name: string, { account, region }: RequestContext): QueueState {
  const queue = account.queues(region).find(({ world }) => world.name === name);
  if (queue !== undefined) return queue;
  throw new ServiceFailure('QueueDoesNotExist', 'The specified queue does not exist.', 400);
}

function need(action: string, url: string | undefined, context: RequestContext) {
  return { action, resource: arnOf(nameIn(url), context) };
}

function nameIn(url: string | undefined): string {
  return url?.split('/').at(-1) ?? '';
}

function arnOf(name: string, { organisation, region, account }: RequestContext): string {
  return `arn:${organisation.partition}:sqs:${region}:${account.id}:${name}`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
