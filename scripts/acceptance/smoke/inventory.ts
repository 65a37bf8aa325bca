import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, ListAccountAliasesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { Connection } from '../../../src/aws/clients.ts';
import { makeClient } from '../../../src/aws/clients.ts';
import { withOperation } from '../../../src/aws/failures.ts';
import { pages } from '../../../src/aws/pages.ts';
import type { Region } from '../../../src/model/aws-ids.ts';
import { iamRegion } from '../prove/own-clients.ts';

/** The prefix of the names of everything that the deployment creates. */
export const DEPLOYMENT = 'limits-watchdog-smoke';
/** The prefix of the names of functions that are created to be pruned, the same as for `npm run prove`. */
const MADE = 'limits-watchdog-prove-';
const LOG_GROUPS = `/aws/lambda/${DEPLOYMENT}-`;

/** A resource in the account, such as `bucket limits-watchdog-smoke-state-…`. */
export interface AccountResource {
  readonly kind: 'stack' | 'function' | 'bucket' | 'topic' | 'queue' | 'log group' | 'role';
  /** The name; for a log group its full path. */
  readonly name: string;
}

export interface Inventory {
  readonly own: readonly AccountResource[];
  /** Stacks and functions that this command did not create. */
  readonly foreign: readonly AccountResource[];
}

type List = (token: string | undefined) => Promise<{
  readonly names: readonly (string | undefined)[] | undefined;
  readonly next: string | undefined;
}>;

/** One entry for each kind of resource that a whole or half-made deployment can leave. */
function listings(
  connection: Connection,
  region: Region,
): readonly (readonly [AccountResource['kind'], operation: string, List])[] {
  const stacks = makeClient(CloudFormationClient, connection, { region });
  const lambda = makeClient(LambdaClient, connection, { region });
  const s3 = makeClient(S3Client, connection, { region });
  const sns = makeClient(SNSClient, connection, { region });
  const sqs = makeClient(SQSClient, connection, { region });
  const logs = makeClient(CloudWatchLogsClient, connection, { region });
  const iam = makeClient(IAMClient, connection, { region: iamRegion(region) });
  return [
    [
      'stack',
      'cloudformation:DescribeStacks',
      async (NextToken) => {
        const page = await stacks.send(new DescribeStacksCommand({ NextToken }));
        return { names: page.Stacks?.map(({ StackName }) => StackName), next: page.NextToken };
      },
    ],
    [
      'function',
      'lambda:ListFunctions',
      async (Marker) => {
        const page = await lambda.send(new ListFunctionsCommand({ Marker }));
        const names = page.Functions?.map(({ FunctionName }) => FunctionName);
        return { names, next: page.NextMarker };
      },
    ],
    [
      'bucket',
      's3:ListAllMyBuckets',
      async (ContinuationToken) => {
        const page = await s3.send(new ListBucketsCommand({ ContinuationToken, MaxBuckets: 1000 }));
        return { names: page.Buckets?.map(({ Name }) => Name), next: page.ContinuationToken };
      },
    ],
    [
      'topic',
      'sns:ListTopics',
      async (NextToken) => {
        const page = await sns.send(new ListTopicsCommand({ NextToken }));
        const names = page.Topics?.map(({ TopicArn }) => TopicArn?.split(':').at(-1));
        return { names, next: page.NextToken };
      },
    ],
    [
      'queue',
      'sqs:ListQueues',
      async (NextToken) => {
        const QueueNamePrefix = DEPLOYMENT;
        const page = await sqs.send(
          new ListQueuesCommand({ NextToken, QueueNamePrefix, MaxResults: 1000 }),
        );
        const names = page.QueueUrls?.map((url) => url.split('/').at(-1)) ?? [];
        return { names, next: page.NextToken };
      },
    ],
    [
      'log group',
      'logs:DescribeLogGroups',
      async (nextToken) => {
        const logGroupNamePrefix = LOG_GROUPS;
        const page = await logs.send(
          new DescribeLogGroupsCommand({ nextToken, logGroupNamePrefix }),
        );
        return {
          names: page.logGroups?.map(({ logGroupName }) => logGroupName),
          next: page.nextToken,
        };
      },
    ],
    [
      'role',
      'iam:ListRoles',
      async (Marker) => {
        const page = await iam.send(new ListRolesCommand({ Marker }));
        return { names: page.Roles?.map(({ RoleName }) => RoleName), next: page.Marker };
      },
    ],
  ];
}

/** Lists the resources of the account. @throws AwsCallError when a list cannot be read */
export async function takeInventory(connection: Connection, region: Region): Promise<Inventory> {
  const own: AccountResource[] = [];
  const foreign: AccountResource[] = [];
  for (const [kind, operation, list] of listings(connection, region)) {
    await withOperation(operation, async () => {
      for await (const { names = [] } of pages(list, ({ next }) => next)) {
        for (const name of names.filter((one) => one !== undefined)) {
          const isOwn = name === DEPLOYMENT || name.startsWith(`${DEPLOYMENT}-`);
          if (isOwn || name.startsWith(LOG_GROUPS)) own.push({ kind, name });
          else if (['stack', 'function'].includes(kind) && !name.startsWith(MADE))
            foreign.push({ kind, name });
        }
      }
    });
  }
  return { own, foreign };
}

/** Returns the account's IAM aliases. @throws AwsCallError when they cannot be read */
export async function accountAliases(
  connection: Connection,
  region: Region,
): Promise<readonly string[]> {
  const iam = makeClient(IAMClient, connection, { region: iamRegion(region) });
  return withOperation('iam:ListAccountAliases', async () => {
    const { AccountAliases = [] } = await iam.send(new ListAccountAliasesCommand({}));
    return AccountAliases;
  });
}

export function resourceText({ kind, name }: AccountResource): string {
  return `${kind} ${name}`;
}
