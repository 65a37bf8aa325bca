import * as sdk from '@aws-sdk/client-application-auto-scaling';
import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { ScalableTargetWorld } from '../world/callers.ts';
import { uniqueId } from '../iam/role.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Items of a page. Basis: Application Auto Scaling API reference, DescribeScalableTargets. */
const PAGE = 50;
const PROVISIONED_CONCURRENCY = 'lambda:function:ProvisionedConcurrency';

/** Application Auto Scaling. IAM checks its reads on `*` only; the rate is not published. */
export const applicationAutoScaling: ServiceDefinition = {
  signingName: 'application-autoscaling',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'AnyScaleFrontendService',
  spellings: {
    ...jsonSpellings(400),
    serverError: { code: 'InternalServiceException', status: 500, message: 'Internal error.' },
  },
  rate: { name: 'application-autoscaling', perSecond: 10, burst: 10 },
  operations: {
    DescribeScalableTargets: operation<
      DescribeScalableTargetsRequest,
      DescribeScalableTargetsResponse
    >({
      validate({ MaxResults, ResourceIds, ScalableDimension }) {
        if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > PAGE)) {
          throw new ServiceFailure('ValidationException', 'MaxResults must be between 1 and 50.');
        }
        if (ScalableDimension !== undefined && ResourceIds === undefined) {
          throw new ServiceFailure(
            'ValidationException',
            'If you specify a scalable dimension, you must also specify a resource ID.',
          );
        }
      },
      needs: () => [{ action: 'application-autoscaling:DescribeScalableTargets', resource: '*' }],
      handle({ NextToken, MaxResults = PAGE, ...query }, context) {
        const { ServiceNamespace, ResourceIds, ScalableDimension } = query;
        const targets = (context.account.region(context.region).scalableTargets ?? [])
          .filter(({ namespace = 'lambda' }) => namespace === ServiceNamespace)
          .map((target) => targetOf(target, context))
          .filter(
            ({ ResourceId, ScalableDimension: dimension }) =>
              (ResourceIds === undefined || ResourceIds.includes(ResourceId)) &&
              [undefined, dimension].includes(ScalableDimension),
          );
        const { items, next } = takeTokenPage(targets, ({ ResourceId }) => ResourceId, {
          token: NextToken,
          size: MaxResults,
          query,
          invalid: () => new ServiceFailure('InvalidNextTokenException', 'Invalid next token.'),
        });
        return {
          ScalableTargets: [...items],
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),
  },
};

function targetOf(
  target: ScalableTargetWorld,
  { organisation, account, region, now }: RequestContext,
): ScalableTarget & { readonly ResourceId: string } {
  const { resourceId, namespace = 'lambda', dimension, least = 1, most = 10 } = target;
  const { partition } = organisation;
  const id = uniqueId(`${namespace}/${resourceId}`).toLowerCase();
  return {
    ServiceNamespace: namespace,
    ResourceId: resourceId,
    ScalableDimension: (dimension ??
      PROVISIONED_CONCURRENCY) as ScalableTarget['ScalableDimension'],
    MinCapacity: least,
    MaxCapacity: most,
    RoleARN: `arn:${partition}:iam::${account.id}:role/aws-service-role/${namespace}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling`,
    CreationTime: new Date(now - 86_400_000),
    SuspendedState: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
    },
    ScalableTargetARN: `arn:${partition}:application-autoscaling:${region}:${account.id}:scalable-target/${id}`,
  };
}
