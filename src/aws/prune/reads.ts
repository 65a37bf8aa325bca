import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PipesClient } from '@aws-sdk/client-pipes';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { Instant } from '../../model/time.ts';
import type { ClientClass, Connection } from '../clients.ts';
import { makeClient } from '../clients.ts';
import { Pacer } from '../pacing.ts';
import type { Home } from './function-reference.ts';

/**
 * Requests a second that planning allows itself in one account and Region, one bucket a name.
 * Of Lambda's control plane AWS gives 15 to everybody together; GetPolicy and the list of durable
 * executions have 15 each of their own, GetFunction 100:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * LookupEvents has 2: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 * The others refill at 5 or more, behind a burst of at least as many, or are not documented.
 */
export const PLAN_RATES = {
  lambda: 8,
  policies: 12,
  durable: 12,
  code: 50,
  trail: 2,
  metrics: 10,
  scaling: 5,
  distributions: 5,
  schedules: 10,
  machines: 5,
  pipes: 5,
  deployments: 5,
  stacks: 5,
} as const;

export type PlanBucket = keyof typeof PLAN_RATES;

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
  readonly scaling: ApplicationAutoScalingClient;
  readonly distributions: CloudFrontClient;
  readonly schedules: SchedulerClient;
  readonly machines: SFNClient;
  readonly pipes: PipesClient;
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
    const pacer = new Pacer(connection.clock, PLAN_RATES[bucket], connection.signal);
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
    scaling: client(ApplicationAutoScalingClient, 'scaling'),
    distributions: client(CloudFrontClient, 'distributions'),
    schedules: client(SchedulerClient, 'schedules'),
    machines: client(SFNClient, 'machines'),
    pipes: client(PipesClient, 'pipes'),
    deployments: client(CodeDeployClient, 'deployments'),
    stacks: client(CloudFormationClient, 'stacks'),
  };
}

/** The part of an account and Region that an answer about functions is read by. */
export type LambdaReads = Home & Pick<PruneReads, 'lambda'>;
