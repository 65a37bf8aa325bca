import type { Configuration } from '../model/configuration.ts';
import type { ActionCalls, LimitCalls, CloudTrailCost } from './model.ts';
import { batchesOf } from '../watch/distributed/batches.ts';
import { targetsOf } from '../accounts/targets.ts';
import type { Price } from './prices.ts';

/** Seconds of each Lambda invocation in addition to the calls that measure limits. */
const SECONDS_BESIDE_MEASURING = 2;
/** State transitions of a run: PlanTargets, MeasureBatches, JudgeAndPublish and the end. */
const TRANSITIONS_A_RUN = 4;
/** State transitions of a batch: the start of its execution and its one state. */
const TRANSITIONS_A_BATCH = 2;
/** Files that the Distributed Map writes: the manifest and one file with the results of the batches. */
const MAP_FILES = 2;

/**
 * The Lambda seconds (of all invocations together), S3 requests and Step Functions transitions of a run's engine.
 * @param secondsOf the seconds in which one invocation measures this number of targets
 */
export function engineUsage(
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
    (sum, batch) => sum + SECONDS_BESIDE_MEASURING + secondsOf(targets(batch.accounts)),
    0,
  );
  return {
    invocations: batches.length + 2,
    seconds: SECONDS_BESIDE_MEASURING + measuring + secondsBesideCalls,
    // The targets are written once, and read by PlanTargets, MeasureBatches and JudgeAndPublish.
    s3Writes: 1 + batches.length + MAP_FILES,
    s3Reads: 3 + batches.length,
    transitions: TRANSITIONS_A_RUN + TRANSITIONS_A_BATCH * batches.length,
  };
}

/**
 * Actions whose events are data events, which CloudTrail records only for a trail that selects them.
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
/** Recorded in the account of the role and in the account of the caller. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const RECORDED_TWICE = 'sts:AssumeRole';

/** The price in us-east-1. */
const FURTHER_TRAIL: Price = {
  usd: 2 / 100_000,
  unit: 'management events',
  page: 'https://aws.amazon.com/cloudtrail/pricing/',
  basis: 'quoted',
};
/** The price in us-east-1 for the first 500 million events of a month. */
const GUARDDUTY: Price = {
  usd: 4 / 1_000_000,
  unit: 'management events',
  page: 'https://www.factualminds.com/blog/amazon-guardduty-pricing-data-sources-multi-account/',
  listedOn: '2026-06-13',
  basis: 'quoted',
};

/** The CloudTrail costs of a month. @param calls the calls of one run without errors */
export function cloudTrailCost(calls: readonly ActionCalls[], runsAMonth: number): CloudTrailCost {
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
/** Seconds in which an invocation reads the report and its state, and for a new report calls Service Quotas. */
const SECONDS_AN_INVOCATION = 2;
/** The memory of the increase function in GiB, as in `serverless.yml`. */
const MEMORY_GIB = 0.5;

/**
 * The alarms, Lambda time and S3 requests of the increase function in a month; 0 without increases in watchdog.yml.
 * @param runs the number of watch runs in the month, each of which writes a report
 */
export function increaseUsage(
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
    // Each watch run also reads which increases were requested.
    s3Reads: 2 * invocations + runs,
    // For each report, the function writes a claim and a result. Writes for requested increases are negligible.
    s3Writes: 2 * runs,
  };
}
