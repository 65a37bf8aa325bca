import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PipesClient } from '@aws-sdk/client-pipes';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { Instant } from '../../../model/time.ts';
import type { ClientClass, Connection } from '../../../aws/clients.ts';
import { makeClient } from '../../../aws/clients.ts';
import { Pacer } from '../../../aws/pacing.ts';
import type { Home } from '../function-reference.ts';

/**
 * Requests a second that planning allows itself in one account and Region, one bucket a name.
 * - Lambda's control plane has 15 for everybody together; GetPolicy and the list of durable executions
 *   have 15 each of their own, GetFunction 100:
 *   https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * - LookupEvents has 2: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 *   At nearly as many, one that is faster on its way than the one before is one too many.
 * - GetMetricData may read 90,000 points a second in ranges this long, and 500 versions are 45,500:
 *   https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 * - Step Functions has a bucket for each of its calls: ListStateMachines 5 a second, DescribeStateMachine
 *   20, ListExecutions 2 in the smaller Regions, ListStateMachineVersions 1 and
 *   DescribeStateMachineForExecution 1: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 * - EventBridge has 50 for all calls but PutEvents, which everybody's deployments share:
 *   https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 * - CloudFormation publishes no rates, and everybody's deployments share them: 5 a second, and half as
 *   many after each throttle.
 * - The others have more, or are not documented.
 */
export const PLAN_RATES = {
  lambda: 8,
  policies: 12,
  durable: 12,
  code: 50,
  trail: 1.5,
  metrics: 10,
  metricData: 1.5,
  scaling: 5,
  distributions: 2,
  schedules: 20,
  machines: 10,
  machineLists: 2.5,
  machineVersions: 0.9,
  executionLists: 1.5,
  executions: 0.9,
  pipes: 5,
  rules: 20,
  deployments: 5,
  stacks: 5,
} as const;

export type PlanBucket = keyof typeof PLAN_RATES;

/**
 * Requests that may follow each other without a pause, where AWS lets more through at once than in a
 * second: half of what its buckets hold, so that others get the rest.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const AT_ONCE: Partial<Record<PlanBucket, number>> = {
  machines: 100,
  machineLists: 50,
  machineVersions: 50,
  executionLists: 50,
  executions: 100,
};

/** What the reads of one account and Region share: one client, and one pace, for each bucket. */
export interface PruneReads extends Home {
  /** By which ages and windows are judged, the same for the whole plan. */
  readonly startedAt: Instant;
  readonly lambda: LambdaClient;
  readonly policies: LambdaClient;
  readonly durable: LambdaClient;
  /** For GetFunction. */
  readonly code: LambdaClient;
  readonly trail: CloudTrailClient;
  readonly metrics: CloudWatchClient;
  /** For GetMetricData. */
  readonly metricData: CloudWatchClient;
  readonly scaling: ApplicationAutoScalingClient;
  readonly distributions: CloudFrontClient;
  readonly schedules: SchedulerClient;
  /** For the definitions of state machines and their versions. */
  readonly machines: SFNClient;
  readonly machineLists: SFNClient;
  readonly machineVersions: SFNClient;
  readonly executionLists: SFNClient;
  /** For the definitions of executions. */
  readonly executions: SFNClient;
  readonly pipes: PipesClient;
  /** For event buses, rules and their targets. */
  readonly rules: EventBridgeClient;
  readonly deployments: CodeDeployClient;
  readonly stacks: CloudFormationClient;
}

export interface PruneReadsSettings extends Home {
  readonly startedAt: Instant;
  readonly credentials: Provider<AwsCredentialIdentity>;
}

/** Made once for an account and Region: a second set would not know of the first one's pace. */
export function pruneReads(connection: Connection, settings: PruneReadsSettings): PruneReads {
  const { account, region, startedAt, credentials } = settings;
  const client = <Client>(Class: ClientClass<Client>, bucket: PlanBucket): Client => {
    const { clock, signal } = connection;
    const pacer = new Pacer(clock, PLAN_RATES[bucket], signal, AT_ONCE[bucket]);
    return makeClient(Class, connection, { region, credentials, pacer });
  };
  return {
    account,
    region,
    startedAt,
    lambda: client(LambdaClient, 'lambda'),
    policies: client(LambdaClient, 'policies'),
    durable: client(LambdaClient, 'durable'),
    code: client(LambdaClient, 'code'),
    trail: client(CloudTrailClient, 'trail'),
    metrics: client(CloudWatchClient, 'metrics'),
    metricData: client(CloudWatchClient, 'metricData'),
    scaling: client(ApplicationAutoScalingClient, 'scaling'),
    distributions: client(CloudFrontClient, 'distributions'),
    schedules: client(SchedulerClient, 'schedules'),
    machines: client(SFNClient, 'machines'),
    machineLists: client(SFNClient, 'machineLists'),
    machineVersions: client(SFNClient, 'machineVersions'),
    executionLists: client(SFNClient, 'executionLists'),
    executions: client(SFNClient, 'executions'),
    pipes: client(PipesClient, 'pipes'),
    rules: client(EventBridgeClient, 'rules'),
    deployments: client(CodeDeployClient, 'deployments'),
    stacks: client(CloudFormationClient, 'stacks'),
  };
}

/** The part of an account and Region that an answer about functions is read by. */
export type LambdaReads = Home & Pick<PruneReads, 'lambda'>;
