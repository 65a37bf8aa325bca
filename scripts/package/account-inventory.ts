import { CloudFormationClient, StackStatus } from '@aws-sdk/client-cloudformation';
import {
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';

import type { Connection } from '../../src/aws/clients.ts';
import { makeClient } from '../../src/aws/clients.ts';
import { AwsCallError, withOperation } from '../../src/aws/failures.ts';
import { pages, required } from '../../src/aws/pages.ts';
import type { Region } from '../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../src/model/failure.ts';
import { parseTemplate, templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { ownResources } from '../cloudformation/plain-parameters.ts';

/** The result of a listing, or why it could not be read. */
export type Listing<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'not-read'; readonly failure: ReadFailure };

interface DeployedStack {
  readonly status: string;
  /** The physical ids of the stack's resources, such as the ARNs of its topics. */
  readonly resources: ReadonlySet<string>;
  /** The topics of this service; a larger stack may have others. */
  readonly topics: readonly DeployedTopic[];
  /** The template with which the stack was last deployed. */
  readonly template: Members;
}

interface DeployedTopic {
  readonly arn: string;
  /** Whether the deployed template keeps the topic when a later template no longer has it (DeletionPolicy). */
  readonly isRetained: boolean;
}

/** The existing resources in the account and Region of a deployment. */
export interface AccountInventory {
  /** The stack; undefined when no stack has that name. */
  readonly stack: Listing<DeployedStack | undefined>;
  /** The ARNs of topics. */
  readonly topics: Listing<ReadonlySet<string>>;
  /** The Region of each bucket by its name. */
  readonly buckets: Listing<ReadonlyMap<string, string>>;
  /** The names of log groups. */
  readonly logGroups: Listing<ReadonlySet<string>>;
}

/**
 * The status of resources that do not belong to the stack: those that were not created, were deleted, or exist
 * after a deletion that kept them or failed. AWS does not document whether the last are listed.
 * https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck
 */
const NOT_IN_STACK: readonly string[] = [
  'CREATE_FAILED',
  'DELETE_COMPLETE',
  'DELETE_FAILED',
  'DELETE_SKIPPED',
];
const BUCKETS_A_PAGE = 1000;

/** Reads existing resources with which a deployment may collide. `bucket` is the state bucket's name. */
export async function readInventory(
  connection: Connection,
  {
    deployment,
    stackName,
    bucket,
    region,
  }: Readonly<Record<'deployment' | 'stackName' | 'bucket', string>> & {
    readonly region: Region;
  },
): Promise<AccountInventory> {
  const stacks = makeClient(CloudFormationClient, connection, { region });
  const sns = makeClient(SNSClient, connection, { region });
  const s3 = makeClient(S3Client, connection, { region });
  const logs = makeClient(CloudWatchLogsClient, connection, { region });
  const [stack, topics, buckets, logGroups] = await Promise.all([
    deployedStack(stacks, stackName),
    listing('sns:ListTopics', async () => {
      const found = pages(
        (NextToken) => sns.send(new ListTopicsCommand({ NextToken })),
        ({ NextToken }) => NextToken,
      );
      const arns = new Set<string>();
      for await (const page of found) {
        for (const { TopicArn } of page.Topics ?? []) arns.add(required(TopicArn, 'TopicArn'));
      }
      return arns;
    }),
    listing('s3:ListAllMyBuckets', async () => {
      const found = pages(
        (ContinuationToken) =>
          s3.send(
            new ListBucketsCommand({
              Prefix: bucket,
              MaxBuckets: BUCKETS_A_PAGE,
              ContinuationToken,
            }),
          ),
        ({ ContinuationToken }) => ContinuationToken,
      );
      const regions = new Map<string, string>();
      for await (const page of found) {
        for (const { Name, BucketRegion = region } of page.Buckets ?? []) {
          regions.set(required(Name, 'Name'), BucketRegion);
        }
      }
      return regions;
    }),
    listing('logs:DescribeLogGroups', async () => {
      const found = pages(
        (nextToken) =>
          logs.send(
            new DescribeLogGroupsCommand({
              logGroupNamePrefix: `/aws/lambda/${deployment}-`,
              nextToken,
            }),
          ),
        ({ nextToken }) => nextToken,
      );
      const names = new Set<string>();
      for await (const page of found) {
        for (const { logGroupName } of page.logGroups ?? []) {
          names.add(required(logGroupName, 'logGroupName'));
        }
      }
      return names;
    }),
  ]);
  return { stack, topics, buckets, logGroups };
}

/** Finds the stack in a list: the error of DescribeStacks for a missing stack has many meanings. */
async function deployedStack(
  stacks: CloudFormationClient,
  name: string,
): Promise<AccountInventory['stack']> {
  const status = await listing('cloudformation:ListStacks', async () => {
    const found = pages(
      (NextToken) =>
        stacks.send(
          new ListStacksCommand({
            NextToken,
            StackStatusFilter: Object.values(StackStatus).filter(
              (one) => one !== 'DELETE_COMPLETE',
            ),
          }),
        ),
      ({ NextToken }) => NextToken,
    );
    for await (const { StackSummaries = [] } of found) {
      const stack = StackSummaries.find(({ StackName }) => StackName === name);
      if (stack !== undefined) return required(stack.StackStatus, 'StackStatus');
    }
    return undefined;
  });
  if (status.kind === 'not-read') return status;
  const { value } = status;
  if (value === undefined) return { kind: 'read', value };
  return listing('cloudformation:ListStackResources', async () => {
    const found = pages(
      (NextToken) => stacks.send(new ListStackResourcesCommand({ StackName: name, NextToken })),
      ({ NextToken }) => NextToken,
    );
    const resources = new Set<string>();
    const template = await templateIn(stacks, name);
    const retained = retainedIn(template);
    const own = ownResources(template);
    const topics: DeployedTopic[] = [];
    for await (const page of found) {
      for (const resource of required(page.StackResourceSummaries, 'StackResourceSummaries')) {
        const { PhysicalResourceId: id, LogicalResourceId, ResourceStatus = '' } = resource;
        if (id === undefined || NOT_IN_STACK.includes(ResourceStatus)) continue;
        resources.add(id);
        if (resource.ResourceType !== 'AWS::SNS::Topic') continue;
        const logicalId = required(LogicalResourceId, 'LogicalResourceId');
        if (own?.has(logicalId) === false) continue;
        topics.push({ arn: id, isRetained: retained.has(logicalId) });
      }
    }
    return { status: value, resources, topics, template };
  });
}

async function templateIn(stacks: CloudFormationClient, name: string): Promise<Members> {
  const { TemplateBody } = await withOperation('cloudformation:GetTemplate', () =>
    stacks.send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' })),
  );
  return parseTemplate(required(TemplateBody, 'TemplateBody'));
}

/** Returns the logical ids of resources that CloudFormation keeps when a template no longer has them. */
function retainedIn(template: Members): ReadonlySet<string> {
  const { resources } = templateOf(template);
  const kept = Object.entries(resources).filter(([, { DeletionPolicy: policy }]) =>
    ['Retain', 'RetainExceptOnCreate'].includes(String(policy)),
  );
  return new Set(kept.map(([id]) => id));
}

async function listing<Value>(
  operation: string,
  read: () => Promise<Value>,
): Promise<Listing<Value>> {
  try {
    return { kind: 'read', value: await withOperation(operation, read) };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { kind: 'not-read', failure: error.failure };
  }
}
