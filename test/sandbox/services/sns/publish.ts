import type { RequestContext } from '../../service.ts';
import type { TopicState } from '../../state/topic-state.ts';
import { ServiceFailure } from '../../wire/failure.ts';
import { keyRefusal } from '../kms-keys.ts';
import { deliver } from './deliver.ts';
import type { Message } from './message.ts';

/** The KMS actions that a publisher needs on the topic's key. Basis: SNS Developer Guide, "Key management". */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/**
 * Checks that the caller may use the topic's key.
 *
 * @throws ServiceFailure with an error code of Publish (API reference)
 */
export function checkKey({ keyArn }: TopicState, context: RequestContext): void {
  if (keyArn === undefined) return;
  const refusal = keyRefusal(keyArn, 'sns', KEY_ACTIONS, context);
  if (refusal === undefined) return;
  throw new ServiceFailure(`KMS${refusal}`, 'The key of the topic could not be used', 400);
}

/** Delivers a message to every confirmed subscription whose filter policy matches; returns the message's id. */
export function publish(
  topicArn: string,
  topic: TopicState,
  message: Message,
  context: RequestContext,
  index: number,
): string {
  const messageId = context.requestId.replace(/^.{8}/, `0000000${index}`);
  for (const subscription of topic.subscriptions(context.now)) {
    if (subscription.status !== 'confirmed') continue;
    const delivery = deliver(message, subscription, { topicArn, messageId, time: context.now });
    if (delivery !== undefined) context.deliveries.add(delivery);
  }
  return messageId;
}
