import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  SubscribeInput,
  SubscribeResponse,
  Subscription,
} from '@aws-sdk/client-sns';

import type { Operation } from '../../service.ts';
import { operation } from '../../service.ts';
import type { SubscriptionStatus } from '../../state/topic-state.ts';
import { subscriptionArn } from '../../state/topic-state.ts';
import { NotSimulated } from '../../wire/failure.ts';
import { takeTokenPage } from '../token-page.ts';
import { checkTopicArn, invalid, topicNeed, topicOf } from './topic.ts';

/** Items of a page. Basis: SNS API reference, ListSubscriptionsByTopic. */
const PAGE = 100;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const ListSubscriptionsByTopic: Operation = operation<
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse
>({
  validate: ({ TopicArn }, context) => checkTopicArn(TopicArn, context),
  needs: ({ TopicArn }, context) => [topicNeed('sns:ListSubscriptionsByTopic', TopicArn, context)],
  handle({ TopicArn, NextToken }, context) {
    const subscriptions = topicOf(TopicArn, context).subscriptions(context.now);
    const { items, next } = takeTokenPage(
      subscriptions.map((one): Subscription => ({
        SubscriptionArn: shownArn(one.status, subscriptionArn(TopicArn, one)),
        Owner: TopicArn.split(':')[4],
        Protocol: one.protocol,
        Endpoint: one.endpoint,
        TopicArn,
      })),
      ({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`,
      {
        token: NextToken,
        size: PAGE,
        query: { TopicArn },
        invalid: () => invalid('Invalid parameter: NextToken'),
      },
    );
    return { Subscriptions: [...items], ...(next !== undefined && { NextToken: next }) };
  },
});

export const Subscribe: Operation = operation<SubscribeInput, SubscribeResponse>({
  validate({ TopicArn, Protocol, Endpoint, Attributes }, context) {
    checkTopicArn(TopicArn, context);
    if (Protocol !== 'email') throw new NotSimulated(`sns:Subscribe by ${Protocol}`);
    if (Attributes !== undefined) throw new NotSimulated('sns:Subscribe with attributes');
    if (!EMAIL.test(Endpoint ?? '')) throw invalid('Invalid parameter: Email address');
  },
  needs: ({ TopicArn }, context) => [topicNeed('sns:Subscribe', TopicArn, context)],
  handle({ TopicArn, Endpoint = '', ReturnSubscriptionArn = false }, context) {
    const subscription = { protocol: 'email', endpoint: Endpoint } as const;
    const status = topicOf(TopicArn, context).subscribe(subscription, context.now);
    const arn = subscriptionArn(TopicArn, subscription);
    const isShown = ReturnSubscriptionArn || status === 'confirmed';
    return { SubscriptionArn: isShown ? arn : 'pending confirmation' };
  },
});

function shownArn(status: SubscriptionStatus, arn: string): string {
  switch (status) {
    case 'confirmed':
      return arn;
    case 'pending':
      return 'PendingConfirmation';
    case 'deleted':
      return 'Deleted';
  }
}
