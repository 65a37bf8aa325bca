import * as sdk from '@aws-sdk/client-cloudformation';
import type {
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  DescribeStacksInput,
  DescribeStacksOutput,
  GetTemplateInput,
  GetTemplateOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
  ListStacksInput,
  ListStacksOutput,
  ResourceStatus,
  StackStatus,
} from '@aws-sdk/client-cloudformation';
import type { ServiceDefinition } from '../service.ts';
import type { Stack } from './cloudformation/stacks.ts';
import { operation } from '../service.ts';
import { NotSimulated } from '../wire/failure.ts';
import { querySpellings } from '../wire/spellings.ts';
import { stackArn, stackNamed, stacksOf, validationError } from './cloudformation/stacks.ts';
import { latestFirst, takeTokenPage } from './token-page.ts';

/** AWS publishes no page sizes; 100 is the most that DescribeStackResources returns. */
const PAGE = 100;

/**
 * The reads of AWS CloudFormation. AWS publishes no rates: ten a second, shared by all reads, is a cautious
 * assumption.
 */
export const cloudformation: ServiceDefinition = {
  signingName: 'cloudformation',
  sdk,
  protocol: 'awsQuery',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  spellings: querySpellings,
  rate: { name: 'cloudformation reads', perSecond: 10, burst: 10 },
  operations: {
    /** Lists stacks deleted in the last 90 days too, unless the filter excludes them. */
    ListStacks: operation<ListStacksInput, ListStacksOutput>({
      needs: () => [{ action: 'cloudformation:ListStacks', resource: '*' }],
      handle({ NextToken, ...query }, context) {
        const { StackStatusFilter: statuses } = query;
        const stacks = stacksOf(context).filter(
          ({ status }) => statuses === undefined || statuses.some((one) => one === status),
        );
        const { items, next } = pageOf(stacks, NextToken, query);
        return {
          StackSummaries: items.map((stack) => ({
            ...timesOf(stack),
            StackId: stack.id,
            StackName: stack.name,
            StackStatus: stack.status as StackStatus,
            CreationTime: stack.createdAt,
            ...(stack.parentId === undefined ? {} : { ParentId: stack.parentId }),
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    /** Returns one stack by name or id, or all stacks that are not deleted. */
    DescribeStacks: operation<DescribeStacksInput, DescribeStacksOutput>({
      needs: ({ StackName }, context) => [
        {
          action: 'cloudformation:DescribeStacks',
          resource: StackName === undefined ? '*' : stackArn(StackName, context),
        },
      ],
      handle({ NextToken, StackName }, context) {
        const stacks =
          StackName === undefined
            ? stacksOf(context).filter(({ deletedAt }) => deletedAt === undefined)
            : [stackNamed(StackName, context)];
        const { items, next } = pageOf(stacks, NextToken, { StackName });
        return {
          Stacks: items.map((stack) => ({
            ...timesOf(stack),
            StackId: stack.id,
            StackName: stack.name,
            StackStatus: stack.status as StackStatus,
            CreationTime: stack.createdAt,
            Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
              ParameterKey,
              ParameterValue,
            })),
            Outputs: Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({
              OutputKey,
              OutputValue,
            })),
            Tags: [],
            DisableRollback: false,
            ...(stack.parentId === undefined ? {} : { ParentId: stack.parentId }),
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    ListStackResources: operation<ListStackResourcesInput, ListStackResourcesOutput>({
      needs: ({ StackName }, context) => [
        { action: 'cloudformation:ListStackResources', resource: stackArn(StackName, context) },
      ],
      handle({ NextToken, StackName }, context) {
        const stack = stackNamed(StackName, context);
        const { items, next } = takeTokenPage(stack.resources, ({ logicalId }) => logicalId, {
          token: NextToken,
          size: PAGE,
          query: { StackName },
          invalid: () => validationError('NextToken is not valid'),
        });
        return {
          StackResourceSummaries: items.map((resource) => ({
            LogicalResourceId: resource.logicalId,
            PhysicalResourceId: resource.physicalId,
            ResourceType: resource.type,
            ResourceStatus: resource.status as ResourceStatus,
            LastUpdatedTimestamp: stack.updatedAt ?? stack.createdAt,
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    /** Returns the first 100 resources, without a sign that there are more. */
    DescribeStackResources: operation<DescribeStackResourcesInput, DescribeStackResourcesOutput>({
      validate({ StackName, PhysicalResourceId }) {
        if (PhysicalResourceId !== undefined) {
          throw new NotSimulated('DescribeStackResources by physical id');
        }
        if (StackName === undefined) {
          throw validationError('Either StackName or PhysicalResourceId must be specified');
        }
      },
      needs: ({ StackName = '' }, context) => [
        {
          action: 'cloudformation:DescribeStackResources',
          resource: stackArn(StackName, context),
        },
      ],
      handle({ StackName = '', LogicalResourceId }, context) {
        const stack = stackNamed(StackName, context);
        const resources = stack.resources
          .filter(({ logicalId }) => [undefined, logicalId].includes(LogicalResourceId))
          .slice(0, PAGE);
        return {
          StackResources: resources.map((resource) => ({
            StackId: stack.id,
            StackName: stack.name,
            LogicalResourceId: resource.logicalId,
            PhysicalResourceId: resource.physicalId,
            ResourceType: resource.type,
            ResourceStatus: resource.status as ResourceStatus,
            Timestamp: stack.updatedAt ?? stack.createdAt,
          })),
        };
      },
    }),

    /** Returns the template as it was deployed: intrinsic functions are not resolved. */
    GetTemplate: operation<GetTemplateInput, GetTemplateOutput>({
      validate({ StackName, ChangeSetName }) {
        if (ChangeSetName !== undefined) throw new NotSimulated('templates of change sets');
        if (StackName === undefined) {
          throw validationError('Either StackName or ChangeSetName must be specified');
        }
      },
      needs: ({ StackName = '' }, context) => [
        { action: 'cloudformation:GetTemplate', resource: stackArn(StackName, context) },
      ],
      handle: ({ StackName = '' }, context) => ({
        TemplateBody: stackNamed(StackName, context).template,
        StagesAvailable: ['Original', 'Processed'],
      }),
    }),
  },
};

function pageOf(stacks: readonly Stack[], token: string | undefined, query: object) {
  return takeTokenPage(stacks, ({ createdAt, id }) => latestFirst(createdAt.getTime(), id), {
    token,
    size: PAGE,
    query,
    invalid: () => validationError('NextToken is not valid'),
  });
}

function timesOf({ updatedAt, deletedAt }: Stack) {
  return {
    ...(updatedAt === undefined ? {} : { LastUpdatedTime: updatedAt }),
    ...(deletedAt === undefined ? {} : { DeletionTime: deletedAt }),
  };
}
