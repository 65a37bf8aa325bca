import type { Context } from 'aws-lambda';

import type { WebhookUrl } from '../../alerts/webhook/address.ts';
import type { PostToWebhook } from '../../alerts/webhook/post.ts';
import { PostRefused, webhookPoster } from '../../alerts/webhook/post.ts';
import type { WebhookOutput } from '../../alerts/webhook/output.ts';
import type { Instant } from '../../model/time.ts';
import { instant, SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import { member, textIn } from '../../aws/members.ts';
import { Logger } from '@aws-lambda-powertools/logger';
import { webhookReader } from '../../alerts/webhook/address.ts';
import { TrafficMeter } from '../../aws/clients.ts';
import { region } from '../../model/aws-ids.ts';
import { processWorld } from '../world.ts';

const RESERVE_MS = 2 * SECOND_MS;
/**
 * Thrown when messages could not be posted. The error's name begins with the receiver: `SlackNotTold`. Lambda
 * invokes the function twice again, then sends the event to its failure destination.
 */
class MessagesNotPosted extends Error {
  override readonly name: string;

  constructor(receiver: string, message: string) {
    super(message);
    this.name = `${receiver}NotTold`;
  }
}

export interface WebhookEnvironment {
  readonly clock: Clock;
  readonly readWebhook: () => Promise<WebhookUrl>;
  readonly post: PostToWebhook;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

export interface WebhookSummary {
  readonly posted: number;
  /** Messages that this process had posted before. */
  readonly repeated: number;
}

interface Delivery {
  readonly messageId: string;
  readonly subject: string;
  readonly message: string;
}

const CAPACITY = 1_000;

/**
 * Counts the posted payloads of each message, so that a repeated delivery is not posted twice and a failed one
 * continues where it stopped. It covers the last messages of this process only.
 */
class PostedMessages {
  readonly #payloads = new Map<string, number>();

  payloadsOf(messageId: string): number {
    return this.#payloads.get(messageId) ?? 0;
  }

  record(messageId: string, payloads: number): void {
    this.#payloads.delete(messageId);
    this.#payloads.set(messageId, payloads);
    const [oldest] = this.#payloads.keys();
    if (this.#payloads.size > CAPACITY && oldest !== undefined) this.#payloads.delete(oldest);
  }
}

/**
 * Returns the handler that posts SNS messages to a webhook. It ignores message attributes.
 * @throws MessagesNotPosted after all messages were tried
 * @throws WebhookUnreadable when the webhook's URL cannot be read
 */
export function webhookHandler(
  output: WebhookOutput,
  environment: WebhookEnvironment,
): (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<WebhookSummary> {
  // There is one instance for all invocations of this process.
  const done = new PostedMessages();
  const { id, receiver } = output;
  const { clock, logger } = environment;
  return async (event, context) => {
    const deadline = instant(clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS);
    const records = recordsOf(event, receiver);
    const webhook = await environment.readWebhook();
    const failed: string[] = [];
    let posted = 0;
    for (const [index, record] of records.entries()) {
      const name = messageIdOf(record) || `record ${index}`;
      try {
        if (await deliver(output, environment, done, webhook, deliveryOf(record), deadline))
          posted += 1;
        else logger.info('posted before', { messageId: name });
      } catch (error) {
        if (!(error instanceof PostRefused || error instanceof NotADelivery)) throw error;
        logger.error('not posted', { messageId: name, reason: error.message });
        failed.push(`${name}: ${error.message}`);
      }
    }
    if (failed.length > 0) {
      throw new MessagesNotPosted(
        receiver,
        `${failed.length} of ${records.length} messages are not in ${receiver}: ${failed.join('; ')}`,
      );
    }
    logger.info(id, { posted, repeated: records.length - posted });
    return { posted, repeated: records.length - posted };
  };
}

/** Posts the payloads of a message. @returns false when this process had posted all of them before. */
async function deliver(
  { render, pauseMs }: WebhookOutput,
  { clock, post }: WebhookEnvironment,
  done: PostedMessages,
  webhook: WebhookUrl,
  { messageId, subject, message }: Delivery,
  deadline: Instant,
): Promise<boolean> {
  const payloads = render(message, subject);
  const already = done.payloadsOf(messageId);
  if (already >= payloads.length) return false;
  for (const [index, payload] of payloads.entries()) {
    if (index < already) continue;
    if (index > already) await clock.sleep(pauseMs);
    await post(webhook, JSON.stringify(payload), deadline);
    done.record(messageId, index + 1);
  }
  return true;
}

class NotADelivery extends Error {
  override readonly name = 'NotADelivery';
}

function recordsOf(event: unknown, receiver: string): readonly unknown[] {
  const records = member(event, 'Records');
  if (!Array.isArray(records)) throw new MessagesNotPosted(receiver, 'the event is not one of SNS');
  return records;
}

/** Reads a record of an SNS event. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function deliveryOf(record: unknown): Delivery {
  const messageId = messageIdOf(record);
  const sns = member(record, 'Sns');
  const message = textIn(sns, 'Message');
  if (messageId === '' || message === undefined) {
    throw new NotADelivery('the record is not one of SNS');
  }
  return { messageId, message, subject: textIn(sns, 'Subject') ?? '(no subject)' };
}

function messageIdOf(record: unknown): string {
  return textIn(member(record, 'Sns'), 'MessageId') ?? '';
}

/**
 * Returns the Lambda handler of a webhook output.
 * @param parameterVariable the environment variable with the name of the SSM parameter for the webhook's URL
 * @throws Error when an environment variable is not set
 */
export function webhookFunction(
  output: WebhookOutput,
  parameterVariable: string,
): ReturnType<typeof webhookHandler> {
  const world = processWorld();
  return webhookHandler(output, {
    clock: world.clock,
    logger: new Logger({ serviceName: `limits-watchdog-${output.id}` }),
    post: webhookPoster(output, world.clock),
    readWebhook: webhookReader(
      { ...world, traffic: new TrafficMeter() },
      region(requiredVariable('AWS_REGION')),
      output,
      requiredVariable(parameterVariable),
    ),
  });
}

function requiredVariable(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set`);
  return value;
}
