import { describe, expect, it } from 'vitest';

import { expectDenied } from '../sandbox/expected.ts';
import type { WatchResult } from './run-watch.ts';
import { memberAccount, runWatch, STATE_BUCKET, toolingAccount } from './run-watch.ts';
import { findingRun } from './run-discovery.ts';

const GET_QUOTA = 'servicequotas:GetServiceQuota';

/** A service control policy that allows one Region, and so denies reading the quota of S3, which is in another. */
const ONE_REGION = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*', 's3:ListAllMyBuckets'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
    },
  ],
};
const WHO = { owner: 'platform', reason: 'our SCP allows eu-west-1 alone' };

async function runWith(
  buckets: number,
  settings: Readonly<Record<string, unknown>> = {},
  isRead = true,
): Promise<WatchResult> {
  if (isRead) {
    expectDenied({ action: GET_QUOTA, because: 'the organisation allows eu-west-1 alone' });
  }
  return runWatch({
    world: {
      accounts: [
        toolingAccount(),
        memberAccount('222222222222', 'dev', {
          bucketCount: buckets,
          serviceControlPolicies: [ONE_REGION],
        }),
      ],
    },
    accounts: [{ id: '222222222222', name: 'dev' }],
    regions: ['eu-west-1'],
    settings,
  });
}

const figuresOf = ({ lines }: WatchResult): Readonly<Record<string, unknown>> =>
  lines.map((line) => JSON.parse(line)).find((line) => 'LimitsNotMeasured' in line) ?? {};
function keptReport({ sandbox }: WatchResult, name: string): string {
  const key = `limits-watchdog/reports/${name}`;
  const stored = sandbox.organisation.findBucket(STATE_BUCKET)?.current(key);
  return Buffer.from(stored?.body ?? '').toString('utf8');
}

describe('a limit whose quota cannot be read', () => {
  it('is reported with its usage, and not as not measured', async () => {
    const result = await runWith(20);
    const [mail = ''] = result.mails;
    expect(mail.split('\n')[0]).toContain('LIMIT UNKNOWN: dev 20 buckets');
    expect(mail).toMatch(/S3 buckets: 20 buckets; limit unknown: .*servicequotas:GetServiceQuota/);
    expect(mail).not.toContain('NOT MEASURED');
    expect(result.alerts[0]?.notices[0]?.unseen).toEqual([
      expect.objectContaining({ limit: 's3-buckets', reason: 'denied', used: 20, unit: 'count' }),
    ]);
    expect(result.error?.name).toBe('RunIncomplete');
    expect(figuresOf(result)).toMatchObject({ LimitsNotMeasured: 1 });
    expect(figuresOf(result)).not.toHaveProperty('S3BucketsUtilization');
  });

  it('is judged by a stated quota, and every output says that it is stated', async () => {
    const result = await runWith(1_900, {
      exceptions: [{ limit: 's3-buckets', accounts: ['dev'], quota: 2_000, ...WHO }],
    });
    const [mail = ''] = result.mails;
    expect(mail.split('\n')[0]).toContain('CRITICAL: dev S3 buckets 95 % of a stated quota');
    expect(mail).toContain('stated by platform in watchdog.yml: our SCP allows eu-west-1 alone');
    expect(result.alerts[0]?.notices[0]).toMatchObject({ quota: 2_000, stated: WHO });
    expect(result.summary).toMatchObject({ status: 'attention' });
    expect(figuresOf(result)).toMatchObject({ LimitsNotMeasured: 0, S3BucketsUtilization: 95 });
    const report = JSON.parse(keptReport(result, 'latest.json'));
    expect(report.findings).toContainEqual(
      expect.objectContaining({ limit: 's3-buckets', state: 'critical', stated: WHO }),
    );
    expect(keptReport(result, 'latest.html')).toContain('95 % of a stated quota, critical');
    expect(report.notCovered).toContain(
      "S3 buckets: quota stated, as AWS's could not be read, in dev by platform: our SCP allows eu-west-1 alone",
    );
  });

  it('is ok below a stated quota, and the run is complete', async () => {
    const result = await runWith(20, {
      exceptions: [{ limit: 's3-buckets', stages: ['nonprod'], quota: 2_000, ...WHO }],
    });
    expect(result.mails).toEqual([]);
    expect(result.summary).toMatchObject({ status: 'complete' });
  });

  it('is not measured when it is left out, and the report says so', async () => {
    const result = await runWith(
      20,
      { exceptions: [{ limit: 's3-buckets', accounts: ['dev'], leaveOut: true, ...WHO }] },
      false,
    );
    expect(result.mails).toEqual([]);
    expect(result.summary).toMatchObject({ status: 'complete' });
    expect(
      result.sandbox.calls.list({ operation: 'ListBuckets', account: '222222222222' }),
    ).toEqual([]);
    expect(figuresOf(result)).toMatchObject({ LimitsNotMeasured: 0 });
    expect(JSON.parse(keptReport(result, 'latest.json')).notCovered).toContain(
      'S3 buckets: left out in dev by platform: our SCP allows eu-west-1 alone',
    );
  });
});

describe('a quota that is stated', () => {
  it('is not used when the quota of AWS can be read, which may be smaller', async () => {
    const result = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          memberAccount('222222222222', 'dev', {
            bucketCount: 98,
            quotas: { 's3/L-DC2B2D3D': 100 },
          }),
        ],
      },
      accounts: [{ id: '222222222222', name: 'dev' }],
      regions: ['eu-west-1'],
      settings: { exceptions: [{ limit: 's3-buckets', accounts: ['dev'], quota: 10_000, ...WHO }] },
    });
    expect(result.alerts[0]?.notices[0]).toMatchObject({ severity: 'critical', quota: 100 });
    expect(result.mails[0]).not.toContain('stated');
  });
});

describe('exceptions for discovered accounts', () => {
  it('match them by name and stage', async () => {
    const run = findingRun();
    const result = await runWatch({
      ...run,
      settings: {
        ...run.settings,
        exceptions: [{ limit: 's3-buckets', stages: ['nonprod'], leaveOut: true, ...WHO }],
      },
    });
    expect(
      result.sandbox.calls.list({ operation: 'ListBuckets', account: '222222222222' }),
    ).toEqual([]);
    expect(JSON.parse(keptReport(result, 'latest.json')).notCovered).toContainEqual(
      expect.stringContaining('S3 buckets: left out in dev by platform'),
    );
  });
});
