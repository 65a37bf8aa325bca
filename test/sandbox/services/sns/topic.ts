import { NO_POLICY, parsePolicy } from '../../iam/policy.ts';
import type { Need, RequestContext } from '../../service.ts';
import type { TopicState } from '../../state/topic-state.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/**
 * Checks that an ARN is of a topic in the request's Region.
 *
 * @throws ServiceFailure for any other ARN
 */
export function checkTopicArn(arn: string, { region, organisation }: RequestContext): void {
  const parts = arn.split(':');
  if (parts.length < 6) {
    throw invalid(
      `Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not ${parts.length}`,
    );
  }
  const [prefix, partition, service, topicRegion] = parts;
  const isHere =
    prefix === 'arn' &&
    partition === organisation.partition &&
    service === 'sns' &&
    topicRegion === region &&
    parts.length === 6;
  if (!isHere) throw invalid('Invalid parameter: TopicArn');
}

/**
 * Returns the topic.
 *
 * @throws ServiceFailure when it does not exist
 */
export function topicOf(arn: string, context: RequestContext): TopicState {
  const topic = findTopic(arn, context);
  if (topic === undefined) throw new ServiceFailure('NotFound', 'Topic does not exist', 404);
  return topic;
}

/**
 * Returns the permission of an action on a topic; the topic is always the resource. Basis: Service Authorization
 * Reference, Amazon SNS.
 */
export function topicNeed(action: string, arn: string, context: RequestContext): Need {
  const policy = findTopic(arn, context)?.policy;
  const isSameAccount = arn.split(':')[4] === context.account.id;
  return {
    action,
    resource: arn,
    ...(policy === undefined && isSameAccount
      ? {}
      : {
          resourcePolicy: {
            kind: 'resource-based policy',
            policy: policy === undefined ? NO_POLICY : parsePolicy(policy, 'resource'),
            isSameAccount,
          },
        }),
  };
}

export function invalid(message: string): ServiceFailure {
  return new ServiceFailure('InvalidParameter', message, 400);
}

export function findTopic(arn: string, { organisation }: RequestContext): TopicState | undefined {
  const [, , , region = '', accountId = '', name = ''] = arn.split(':');
  return organisation.accounts.get(accountId)?.topic(region, name);
}
