import type { Configuration } from '../model/configuration.ts';
import type { ActionCalls, LimitCalls, TrailCost } from './model.ts';
import { batchesOf } from '../watch/distributed/batches.ts';
import { targetsOf } from '../accounts/targets.ts';
import type { Price } from './prices.ts';

/** Planning, measuring nothing yet, and reading results: seconds of each invocation beside its calls. */
const SECONDS_A_STAGE = 2;
/** PlanTargets, MeasureBatches, JudgeAndPublish and the end. */
const TRANSITIONS_A_RUN = 4;
/** The start of its execution and its one state. */
const TRANSITIONS_A_BATCH = 2;
/** Manifest and one file of what became of the batches. */
const MAP_FILES = 2;

/**
 * What one run takes of Lambda (seconds of all invocations together), S3 and Step Functions for its engine.
 * @param secondsOf how long one invocation measures so many targets, beside its own beginning and end
 */
export function engineShare(
  { engine, accounts }: Pick<Configuration, 'engine' | 'accounts'>,
  limits: readonly Pick<LimitCalls, 'scope'>[],
  secondsBesideCalls: number,
  secondsOf: (targets: number) => number,
) {
  const scopes = new Set(limits.map(({ scope }) => scope));
  const targets = (of: Configuration['accounts']): number =>
    of.reduce((sum, account) => sum + targetsOf(account, scopes).length, 0);
  if (engine === 'one-lambda') {
    const seconds = secondsBesideCalls + secondsOf(targets(accounts));
    return { invocations: 1, seconds, s3Writes: 0, s3Reads: 0, transitions: 0 };
  }
  const batches = batchesOf('', accounts, limits);
  const measuring = batches.reduce(
    (sum, batch) => sum + SECONDS_A_STAGE + secondsOf(targets(batch.accounts)),
    0,
  );
  return {
    invocations: batches.length + 2,
    seconds: SECONDS_A_STAGE + measuring + secondsBesideCalls,
    // Targets are written once and read by the stage itself, the map and the stage that judges.
    s3Writes: 1 + batches.length + MAP_FILES,
    s3Reads: 3 + batches.length,
    transitions: TRANSITIONS_A_RUN + TRANSITIONS_A_BATCH * batches.length,
  };
}

/**
 * Events of the data plane, which are recorded only where a trail asks for them.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 * https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html
 * https://serverlessland.com/patterns/cloudtrail-eventbridge-lambda-typescript-cdk
 */
const DATA_EVENTS: readonly string[] = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  'sns:Publish',
  'events:PutEvents',
  'cloudwatch:GetMetricData',
];
/** In the account of the role and in that of the caller. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const RECORDED_TWICE = 'sts:AssumeRole';

/** Both of us-east-1. */
const FURTHER_TRAIL: Price = {
  usd: 2 / 100_000,
  unit: 'management events',
  page: 'https://aws.amazon.com/cloudtrail/pricing/',
  basis: 'quoted',
};
/** For the first 500 million a month. */
const GUARDDUTY: Price = {
  usd: 4 / 1_000_000,
  unit: 'management events',
  page: 'https://www.factualminds.com/blog/amazon-guardduty-pricing-data-sources-multi-account/',
  listedOn: '2026-06-13',
  basis: 'quoted',
};

/** @param calls of one run, where all is well. */
export function trailCost(calls: readonly ActionCalls[], runsAMonth: number): TrailCost {
  const aRun = calls.reduce((sum, { action, perRun }) => {
    if (DATA_EVENTS.includes(action)) return sum;
    return sum + perRun * (action === RECORDED_TWICE ? 2 : 1);
  }, 0);
  const events = aRun * runsAMonth;
  return {
    events,
    furtherTrailUsd: events * FURTHER_TRAIL.usd,
    guardDutyUsd: events * GUARDDUTY.usd,
  };
}

const INVOCATIONS_A_DAY = 24;
/** Reads the report and what is remembered; of a new report it also asks Service Quotas, which is free. */
const SECONDS_AN_INVOCATION = 2;
/** GiB of the increase function, as `serverless.yml` makes it. */
const MEMORY_GIB = 0.5;

/**
 * What the increase function takes in a month; nothing where watchdog.yml has no increases.
 * @param runs watch runs a month, each of which leaves a report
 */
export function increaseShare(
  { increases }: Pick<Configuration, 'increases'>,
  days: number,
  runs: number,
) {
  if (increases === undefined) {
    return { alarms: 0, invocations: 0, gibSeconds: 0, s3Reads: 0, s3Writes: 0 };
  }
  const invocations = INVOCATIONS_A_DAY * days;
  return {
    alarms: 1,
    invocations,
    gibSeconds: invocations * SECONDS_AN_INVOCATION * MEMORY_GIB,
    // And the watch run reads what was requested.
    s3Reads: 2 * invocations + runs,
    // The claim and the end. Requests, each with two more, are too few to count.
    s3Writes: 2 * runs,
  };
}
