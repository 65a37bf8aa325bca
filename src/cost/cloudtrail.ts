import type { ActionCalls, TrailCost } from './model.ts';
import type { Price } from './prices.ts';

/**
 * Events of the data plane, which are recorded only where somebody asks for them.
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
