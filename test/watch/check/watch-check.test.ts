import { describe, expect, it } from 'vitest';

import { readCheckAnswer } from '../../../src/cli/check-answer.ts';
import type { RunReport } from '../../../src/model/run-report.ts';
import type { WatchResult, WatchRun } from '../run-watch.ts';
import { memberAccount, runWatch, STATE_BUCKET, toolingAccount, watchOnce } from '../run-watch.ts';
import { expectDenied } from '../../sandbox/expected.ts';

const GIB = 1024 ** 3;
const DEV = '222222222222';
const full = {
  regions: { 'eu-west-1': { codeStorage: { usage: { bytes: 299 * GIB } } } },
};
const RUN: WatchRun = {
  world: { accounts: [toolingAccount(), memberAccount(DEV, 'dev', full)] },
  accounts: [{ id: DEV, name: 'dev' }],
  regions: ['eu-west-1', 'us-east-1'],
  event: { check: true },
};

function reportIn({ summary, error }: Pick<WatchResult, 'summary' | 'error'>): RunReport {
  if (error !== undefined) throw error;
  const read = readCheckAnswer(summary);
  if (!read.ok) throw new Error(read.fault);
  return read.report;
}

describe('the watch function, asked to check', () => {
  it('answers with what it measures now, and sends no alerts, stores nothing and emits no metrics', async () => {
    const ran = await runWatch(RUN);
    const report = reportIn(ran);
    expect(report).toMatchObject({ purpose: 'check', status: 'attention', history: 'known' });
    expect(report.findings.map(({ finding }) => [finding.limit, finding.state])).toEqual([
      ['lambda-code-storage', 'critical'],
      ['lambda-old-versions', 'ok'],
      ['lambda-code-storage', 'ok'],
      ['lambda-old-versions', 'ok'],
      ['s3-buckets', 'ok'],
    ]);
    expect(ran.sandbox.calls.tally()).toEqual({
      'lambda:GetAccountSettings': 2,
      // Called when there is code storage without a function.
      'lambda:ListFunctions': 1,
      's3:GetObject': 2,
      's3:ListBuckets': 1,
      's3:ListObjectsV2': 1,
      'servicequotas:GetServiceQuota': 1,
      'sts:AssumeRole': 1,
    });
    expect(ran.lines).toEqual([]);
    expect(ran.sandbox.deliveries.list()).toEqual([]);
  });

  it('measures no more than was selected, and says so in its report', async () => {
    const event = { check: true, limits: ['s3-*'] };
    const ran = await runWatch({ ...RUN, event });
    const report = reportIn(ran);
    expect(report.findings.map(({ finding }) => finding.limit)).toEqual(['s3-buckets']);
    expect(report.limits.map(({ id }) => id)).toEqual(['s3-buckets']);
    expect(report.notCovered[0]).toBe(
      'This check was asked for limits "s3-*" only: whatever else the configuration names was not measured.',
    );
    expect(ran.sandbox.calls.count({ service: 'lambda' })).toBe(0);
  });

  it('answers, and does not fail, when something could not be measured', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    const world = { accounts: [toolingAccount(), { id: DEV, name: 'dev' }] };
    const report = reportIn(await runWatch({ ...RUN, world }));
    expect(report.status).toBe('failed');
    expect(report.findings.every(({ finding }) => finding.state === 'not-measured')).toBe(true);
  });

  it('shows the history in the state, and does not change the state', async () => {
    const { sandbox } = await runWatch({ ...RUN, event: {} });
    const stored = () =>
      sandbox.organisation.findBucket(STATE_BUCKET)?.versions('limits-watchdog/state.json').length;
    const before = stored();
    await sandbox.clock.sleep(86_400_000);
    const report = reportIn(await watchOnce(sandbox, { ...RUN, requestId: 'second' }));
    expect(report.findings[0]?.samples.map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-23']);
    expect(stored()).toBe(before);
  });

  it('says that it does not know the history when the state is damaged, and does not set the state aside', async () => {
    const broken = {
      ...toolingAccount(),
      buckets: [
        {
          name: STATE_BUCKET,
          region: 'eu-west-1',
          isVersioned: true,
          objects: { 'limits-watchdog/state.json': 'no memory' },
        },
      ],
    };
    const world = { accounts: [broken, memberAccount(DEV, 'dev', full)] };
    const ran = await runWatch({ ...RUN, world });
    expect(reportIn(ran).history).toBe('not-known');
    expect(ran.sandbox.calls.count({ operation: 'PutObject' })).toBe(0);
  });
});
