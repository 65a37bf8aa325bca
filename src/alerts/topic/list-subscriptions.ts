import type { Subscription as Listed } from '@aws-sdk/client-sns';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';

import type { Region } from '../../model/aws-ids.ts';
import type { Subscription, TopicReading, WatchedTopic } from '../../model/subscriptions.ts';
import type { ReadSubscriptions } from '../ports.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { readFailure } from '../../aws/failures.ts';
import { listAll, required } from '../../aws/pages.ts';
import { sideBySide } from '../../aws/side-by-side.ts';

/** SNS answers 30 of these requests a second. */
const TOPICS_AT_A_TIME = 8;

export const LIST_SUBSCRIPTIONS = 'sns:ListSubscriptionsByTopic';

/**
 * Lists the subscriptions of topics, all pages of each. A topic that cannot be read hides no other.
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

/** Only an ARN is a confirmed subscription; besides `PendingConfirmation`, whatever else is there has ended. */
function subscription({ SubscriptionArn, Protocol, Endpoint }: Listed): readonly Subscription[] {
  const about = { protocol: Protocol ?? '', endpoint: Endpoint ?? '' };
  if (SubscriptionArn?.startsWith('arn:')) return [{ ...about, status: 'confirmed' }];
  return SubscriptionArn === 'PendingConfirmation' ? [{ ...about, status: 'pending' }] : [];
}
