import * as sdk from '@aws-sdk/client-sns';
import type {
  ListTopicsInput,
  ListTopicsResponse,
  PublishBatchInput,
  PublishBatchResponse,
  PublishInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import type { ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import { NotSimulated, ServiceFailure } from '../wire/failure.ts';
import { querySpellings } from '../wire/spellings.ts';
import { checkMessage, sizeOf } from './sns/message.ts';
import { checkKey, publish } from './sns/publish.ts';
import { ListSubscriptionsByTopic, Subscribe } from './sns/subscriptions.ts';
import { checkTopicArn, invalid, topicNeed, topicOf } from './sns/topic.ts';
import { takeTokenPage } from './token-page.ts';

/** 256 KiB for a message with its attributes, and for a whole batch. Basis: SNS API reference, Publish. */
const MESSAGE_BYTES = 262_144;
/** Items of a page. Basis: SNS API reference, ListTopics. */
const TOPICS_A_PAGE = 100;

/** Amazon SNS: standard topics and their subscriptions. A test can read deliveries at once. */
export const sns: ServiceDefinition = {
  signingName: 'sns',
  sdk,
  protocol: 'awsQuery',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  spellings: {
    ...querySpellings,
    denied: { code: 'AuthorizationError', status: 403 },
    throttled: { code: 'Throttled', status: 429, message: 'Rate exceeded' },
    invalid: { code: 'InvalidParameter', status: 400 },
    serverError: { code: 'InternalError', status: 500, message: 'Internal Error' },
  },
  operations: {
    ListTopics: operation<ListTopicsInput, ListTopicsResponse>({
      // "This action is throttled at 30 transactions per second (TPS)."
      rate: { name: 'sns ListTopics', perSecond: 30, burst: 30 },
      needs: () => [{ action: 'sns:ListTopics', resource: '*' }],
      handle({ NextToken }, { organisation, account, region }) {
        const { items, next } = takeTokenPage(
          account.region(region).topics ?? [],
          ({ name }) => name,
          {
            token: NextToken,
            size: TOPICS_A_PAGE,
            query: {},
            invalid: () => invalid('Invalid parameter: NextToken'),
          },
        );
        return {
          Topics: items.map(({ name }) => ({
            TopicArn: `arn:${organisation.partition}:sns:${region}:${account.id}:${name}`,
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    Publish: operation<PublishInput, PublishResponse>({
      validate(input, context) {
        if (input.PhoneNumber !== undefined) throw new NotSimulated('sns:Publish to a phone');
        checkTopicArn(arnOf(input), context);
        checkMessage(input);
        if (sizeOf(input) > MESSAGE_BYTES) {
          throw invalid('Invalid parameter: Message too long');
        }
      },
      needs: (input, context) => [topicNeed('sns:Publish', arnOf(input), context)],
      handle: (input, context) => {
        const topicArn = arnOf(input);
        const topic = topicOf(topicArn, context);
        checkKey(topic, context);
        return { MessageId: publish(topicArn, topic, input, context, 0) };
      },
    }),

    PublishBatch: operation<PublishBatchInput, PublishBatchResponse>({
      validate({ TopicArn, PublishBatchRequestEntries: entries }, context) {
        checkTopicArn(TopicArn, context);
        if (entries.length === 0) {
          throw new ServiceFailure(
            'EmptyBatchRequest',
            "The batch request doesn't contain any entries.",
          );
        }
        if (entries.length > 10) {
          throw new ServiceFailure(
            'TooManyEntriesInBatchRequest',
            'The batch request contains more entries than permissible.',
          );
        }
        if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
          throw new ServiceFailure(
            'BatchEntryIdsNotDistinct',
            'Two or more batch entries in the request have the same Id.',
          );
        }
        for (const { Id = '' } of entries) {
          if (/^[\w-]{1,80}$/.test(Id)) continue;
          throw new ServiceFailure(
            'InvalidBatchEntryId',
            "The Id of a batch entry in a batch request doesn't abide by the specification.",
          );
        }
        if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MESSAGE_BYTES) {
          throw new ServiceFailure(
            'BatchRequestTooLong',
            'The length of all the messages put together is more than the limit.',
          );
        }
      },
      needs: ({ TopicArn }, context) => [topicNeed('sns:Publish', TopicArn, context)],
      handle({ TopicArn, PublishBatchRequestEntries: entries }, context) {
        const topic = topicOf(TopicArn, context);
        checkKey(topic, context);
        const response: Required<PublishBatchResponse> = { Successful: [], Failed: [] };
        for (const [index, entry] of entries.entries()) {
          try {
            checkMessage(entry);
            const MessageId = publish(TopicArn, topic, entry, context, index);
            response.Successful?.push({ Id: entry.Id, MessageId });
          } catch (error) {
            if (!(error instanceof ServiceFailure)) throw error;
            response.Failed?.push({
              Id: entry.Id,
              Code: error.code,
              Message: error.message,
              SenderFault: true,
            });
          }
        }
        return response;
      },
    }),

    ListSubscriptionsByTopic,
    Subscribe,
  },
};

function arnOf(input: Pick<PublishInput, 'TopicArn' | 'TargetArn'>): string {
  const { TopicArn, TargetArn } = input;
  if (TopicArn !== undefined && TargetArn !== undefined) {
    throw invalid('Invalid parameter: Only one of TopicArn, TargetArn or PhoneNumber');
  }
  const arn = TopicArn ?? TargetArn;
  if (arn === undefined)
    throw invalid(
      'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
    );
  return arn;
}
