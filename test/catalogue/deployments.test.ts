import { describe, expect, it } from 'vitest';

import { readCheckAnswer } from '../../src/cli/check-answer.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { Limit } from '../../src/limits/limit.ts';
import { askWatch } from '../doctor/run-doctor.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { simulatedLimit } from '../sandbox/simulated-limits.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { memberAccount, runWatch, toolingAccount } from '../watch/run-watch.ts';
import { DEV } from './measured-limit.ts';

const DEPLOYMENTS = catalogue.filter(({ definition }) => definition.set === 'deployments');
const OF_IAM = ['iam-roles', 'iam-policies', 'iam-instance-profiles'];

/** Returns an account with a usage of 10 out of 100 for each of these limits, and 0 for the others. */
function accountUsing(limits: readonly Limit[], switches: Readonly<Record<string, string>>) {
  const parts = limits.map(({ definition }) => simulatedLimit(definition.id).accountWith(10, 100));
  const metricsIn = (region: string) =>
    parts.flatMap(({ regions }) => regions?.[region]?.usageMetrics ?? []);
  const content: Partial<AccountWorld> = {
    quotas: Object.assign({}, ...parts.map(({ quotas }) => quotas)),
    regions: {
      'eu-west-1': { usageMetrics: metricsIn('eu-west-1') },
      'us-east-1': { usageMetrics: metricsIn('us-east-1') },
    },
  };
  return memberAccount(DEV, 'dev', content, switches);
}

async function checkOf(sets: readonly string[], account: AccountWorld) {
  const { summary, sandbox, error } = await runWatch({
    world: { accounts: [toolingAccount(), account] },
    accounts: [{ id: DEV, name: 'dev' }],
    regions: ['eu-west-1'],
    event: { check: true },
    settings: { watch: [{ limits: sets }] },
  });
  if (error !== undefined) throw error;
  const read = readCheckAnswer(summary);
  if (!read.ok) throw new Error(read.fault);
  const ids = read.report.findings.map(({ finding }) => String(finding.limit));
  return { sandbox, ids, findings: read.report.findings.map(({ finding }) => finding) };
}

describe('the set deployments', () => {
  it('is turned on by one line: one request for each quota, and one for all usage of a target', async () => {
    const account = accountUsing(DEPLOYMENTS, { WatchDeployments: 'true' });
    const { findings, sandbox } = await checkOf(['deployments'], account);
    const measured = findings.filter(({ limit }) =>
      DEPLOYMENTS.some(({ definition }) => definition.id === limit),
    );
    expect(measured).toHaveLength(DEPLOYMENTS.length);
    for (const one of measured) {
      expect(one).toMatchObject({ state: 'ok', used: { amount: 10 }, quota: { amount: 100 } });
    }
    const tally = sandbox.calls.tally({ account: DEV });
    expect(tally['monitoring:GetMetricData']).toBe(2);
    // One of them reads the quota of S3 buckets.
    expect(tally['servicequotas:GetServiceQuota']).toBe(DEPLOYMENTS.length + 1);
  });

  it('counts no limit twice that the set iam measures without delay', async () => {
    const both = { WatchDeployments: 'true', WatchIam: 'true' };
    const { ids } = await checkOf(['deployments', 'iam'], accountUsing(DEPLOYMENTS, both));
    expect(ids).toEqual(expect.arrayContaining([...OF_IAM, 'iam-oidc-providers']));
    expect(ids.filter((id) => id.startsWith('deployments-iam-'))).toEqual([]);
    const one = await checkOf(['deployments', 'iam-roles'], accountUsing(DEPLOYMENTS, both));
    expect(one.ids).toContain('deployments-iam-policies');
    expect(one.ids).not.toContain('deployments-iam-roles');
  });

  it('has no data for limits that are not used, which is neither 0 nor not measured', async () => {
    const account = accountUsing([], { WatchDeployments: 'true' });
    const { findings } = await checkOf(['deployments'], account);
    const states = findings
      .filter(({ limit }) => DEPLOYMENTS.some(({ definition }) => definition.id === limit))
      .map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['no-data']));
  });

  it('is tried by the doctor in the chosen accounts, and the doctor names the missing parameter', async () => {
    const settings = { watch: [{ limits: ['sns-topics', 'iam-oidc-providers'] }] };
    const ask = async (switches: Readonly<Record<string, string>>) => {
      const accounts = [memberAccount(DEV, 'dev', {}, switches)];
      const { report, sandbox } = await askWatch({ accounts, settings });
      const asked = sandbox.calls.list({ account: DEV }).flatMap(({ access }) => access);
      return { lines: report.lines, on: asked.map(({ resource }) => resource).join() };
    };
    const storage = { ReadStorageMode: 'true' };
    const granted = await ask({ ...storage, WatchDeployments: 'true' });
    expect(granted.lines.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(granted.on).toContain('sns/L-61103206');
    expect(granted.on).not.toContain('kms/');
    const because = 'the set is not switched on in this account';
    for (const action of [
      'cloudwatch:GetMetricData',
      'servicequotas:GetServiceQuota',
      'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota',
    ])
      expectDenied({ action, because });
    const missing = await ask(storage);
    const problems = missing.lines.filter(({ state }) => state === 'problem');
    expect(problems.map(({ subject }) => subject.replace(/ .*/, ''))).toContain(
      'cloudwatch:GetMetricData',
    );
    expect(JSON.stringify(problems)).toContain('WatchDeployments');
  });
});
