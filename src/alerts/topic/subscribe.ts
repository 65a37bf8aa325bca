import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';

import type { Region, TopicArn } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { readFailure } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';

type SubscribeAnswer =
  /** The address was confirmed before. */
  | { readonly kind: 'confirmed' }
  /** A confirmation was sent to it. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export type Subscribe = (topicArn: TopicArn, email: string) => Promise<SubscribeAnswer>;

/**
 * Subscribes an address to a topic. What is subscribed already stays; what is not confirmed is sent the
 * confirmation again. Resolves whatever SNS answers.
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
