import type { PublishCommandInput, Subscription as Listed } from '@aws-sdk/client-sns';
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';

import type { AlertMessage } from '../../model/alert.ts';
import type { Region, TopicArn } from '../../model/aws-ids.ts';
import type { Publication, Publish, ReadSubscriptions } from '../ports.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { readFailure } from '../../aws/failures.ts';
import { listAll, required } from '../../aws/pages.ts';
import type { Subscription, TopicReading, WatchedTopic } from '../../model/subscriptions.ts';
import { sideBySide } from '../../aws/side-by-side.ts';
import type { ReadFailure } from '../../model/failure.ts';

export function alertPublisher(connection: Connection, region: Region): Publish {
  const sns = makeClient(SNSClient, connection, { region });
  return {
    alert: (message) =>
      publication(sns, {
        TopicArn: message.topicArn,
        Subject: message.subject,
        MessageStructure: 'json',
        Message: messageBodies(message),
        MessageAttributes: Object.fromEntries(
          Object.entries(message.attributes).map(([name, values]) => [
            name,
            { DataType: 'String.Array', StringValue: JSON.stringify(values) },
          ]),
        ),
      }),
    bare: (topicArn, text) => publication(sns, { TopicArn: topicArn, Message: text }),
  };
}

async function publication(sns: SNSClient, input: PublishCommandInput): Promise<Publication> {
  try {
    const { MessageId } = await sns.send(new PublishCommand(input));
    return { published: true, messageId: required(MessageId, 'MessageId') };
  } catch (error) {
    return { published: false, failure: readFailure(error, 'sns:Publish') };
  }
}

/**
 * Returns the `Message` of a publish with `MessageStructure=json`: texts for e-mail and SMS, and the JSON for all
 * other protocols.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
 */
export function messageBodies({ text, sms, json }: AlertMessage): string {
  return JSON.stringify({ default: json, email: text, sms });
}

/** The number of topics that are read in parallel. SNS answers 30 of these requests a second. */
const TOPICS_AT_A_TIME = 8;

export const LIST_SUBSCRIPTIONS = 'sns:ListSubscriptionsByTopic';

/**
 * Returns a function that lists all subscriptions of topics. A failed read does not affect the other topics.
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export function subscriptionReader(connection: Connection, region: Region): ReadSubscriptions {
  const sns = makeClient(SNSClient, connection, { region });
  return (topics) => sideBySide(topics, TOPICS_AT_A_TIME, (topic) => readTopic(sns, topic));
}

async function readTopic(sns: SNSClient, topic: WatchedTopic): Promise<TopicReading> {
  const { topicArn: TopicArn } = topic;
  try {
    const subscriptions = await listAll(
      LIST_SUBSCRIPTIONS,
      (NextToken) => {
        const input = { TopicArn, ...(NextToken !== undefined && { NextToken }) };
        return sns.send(new ListSubscriptionsByTopicCommand(input));
      },
      (page) => page.NextToken,
      (page) => required(page.Subscriptions, 'Subscriptions').flatMap(subscription),
    );
    return { topic, reading: { kind: 'listed', subscriptions } };
  } catch (error) {
    return { topic, reading: { kind: 'failed', failure: readFailure(error, LIST_SUBSCRIPTIONS) } };
  }
}

/** Returns a subscription that is confirmed (it has an ARN) or pending (`PendingConfirmation`); none if it has ended. */
function subscription({ SubscriptionArn, Protocol, Endpoint }: Listed): readonly Subscription[] {
  const about = { protocol: Protocol ?? '', endpoint: Endpoint ?? '' };
  if (SubscriptionArn?.startsWith('arn:')) return [{ ...about, status: 'confirmed' }];
  return SubscriptionArn === 'PendingConfirmation' ? [{ ...about, status: 'pending' }] : [];
}

type SubscribeAnswer =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export type Subscribe = (topicArn: TopicArn, email: string) => Promise<SubscribeAnswer>;

/**
 * Returns a function that subscribes an address to a topic. A confirmed subscription is unchanged; for an
 * unconfirmed one, SNS sends the confirmation again.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
export function emailSubscriber(connection: Connection, region: Region): Subscribe {
  const sns = makeClient(SNSClient, connection, { region });
  return async (topicArn, email) => {
    try {
      const input = { TopicArn: topicArn, Protocol: 'email', Endpoint: email };
      const { SubscriptionArn } = await sns.send(new SubscribeCommand(input));
      const arn = required(SubscriptionArn, 'SubscriptionArn');
      return { kind: arn.startsWith('arn:') ? 'confirmed' : 'pending' };
    } catch (error) {
      return { kind: 'failed', failure: readFailure(error, 'sns:Subscribe') };
    }
  };
}
