import { describe, expect, it } from 'vitest';

import type { AccountWorld } from '../sandbox/world.ts';
import type { MachineAlert } from './run-watch.ts';
import { memberAccount, runWatch, toolingAccount } from './run-watch.ts';
import { expectDenied } from '../sandbox/expected.ts';

const GIB = 1024 ** 3;
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'];

function ids(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => String(200_000_000_000 + at));
}

function usage(bytes: number): AccountWorld['regions'] {
  return { 'eu-west-1': { codeStorage: { usage: { bytes } } } };
}

function inShort({
  account,
  region,
  change,
  severity,
  limit,
  unseen = [],
}: MachineAlert['notices'][number]): string {
  const where = `${account?.name} ${region} ${change}`;
  if (limit !== undefined) return `${where} ${severity} ${limit}`;
  const why = unseen.map((one) => `${one.limit} ${one.operation} ${one.reason}`);
  return `${where}: ${why.join(', ')}`;
}

describe('a watch run', () => {
  it('makes only the minimum of calls: one session per account, one read per target, one message', async () => {
    const accounts = ids(10).map((id, at) => ({ id, name: `team-${at}` }));
    const { sandbox, error } = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          ...accounts.map(({ id, name }, at) =>
            memberAccount(id, name, at === 0 ? { regions: usage(299 * GIB) ?? {} } : {}),
          ),
        ],
      },
      accounts,
      regions: REGIONS,
    });
    expect(error).toBeUndefined();
    expect(sandbox.calls.tally()).toEqual({
      'lambda:GetAccountSettings': 40,
      // Called when there is code storage without a function: layers, or an inconsistent count.
      'lambda:ListFunctions': 1,
      // Three objects of the deployment, and one object of earlier readings for each account.
      's3:GetObject': 3 + 10,
      's3:ListBuckets': 10,
      // The list of recently finished prunes, for the report.
      's3:ListObjectsV2': 1,
      // The state is written twice (claimed and released), the alert's document once, and the report five times:
      // under its time, as the latest, as JSON, as metrics, and in the list. Each account's readings are written
      // too.
      's3:PutObject': 2 + 1 + 5 + 10,
      'servicequotas:GetServiceQuota': 10,
      'sns:ListSubscriptionsByTopic': 2,
      'sns:Publish': 1,
      'sts:AssumeRole': 10,
    });
    expect(sandbox.calls.count({ status: 429 })).toBe(0);
  });

  it('sends nothing and succeeds when everything was measured and nothing is near its limit', async () => {
    const { sandbox, summary } = await runWatch({
      world: { accounts: [toolingAccount(), memberAccount('222222222222', 'dev')] },
      accounts: [{ id: '222222222222', name: 'dev' }],
      regions: ['eu-west-1'],
    });
    expect(summary).toMatchObject({ status: 'complete', published: 0 });
    expect(sandbox.calls.count({ service: 'sns', operation: 'Publish' })).toBe(0);
  });

  it('names a full account with its numbers, in the mail and in the JSON message', async () => {
    const { summary, mails, alerts } = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          memberAccount('222222222222', 'dev', { regions: usage(279.5 * GIB) ?? {} }),
        ],
      },
      accounts: [{ id: '222222222222', name: 'dev' }],
      regions: ['eu-west-1'],
    });
    expect(summary).toMatchObject({ status: 'attention', published: 1 });
    expect(alerts[0]?.notices).toMatchObject([
      {
        kind: 'limit',
        change: 'raised',
        severity: 'critical',
        limit: 'lambda-code-storage',
        account: { name: 'dev' },
        region: 'eu-west-1',
        used: 279.5 * GIB,
        quota: 300 * GIB,
      },
    ]);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('Used: 279.5 GiB of 300 GiB (93 %)\nFree: 20.5 GiB');
  });

  it('names each account that it could not measure, never as 0, and fails after alerting', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    const { error, alerts } = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          memberAccount('222222222222', 'dev', { regions: usage(290 * GIB) ?? {} }),
          { id: '333333333333', name: 'no-role' },
          memberAccount('444444444444', 'throttled'),
          memberAccount('555555555555', 'no-limit'),
          memberAccount('666666666666', 'closed-region'),
        ],
      },
      accounts: [
        { id: '222222222222', name: 'dev' },
        { id: '333333333333', name: 'no-role' },
        { id: '444444444444', name: 'throttled' },
        { id: '555555555555', name: 'no-limit' },
        { id: '666666666666', name: 'closed-region', regions: ['eu-west-1', 'af-south-1'] },
      ],
      regions: ['eu-west-1'],
      faults: [
        {
          match: { service: 'lambda', account: '444444444444' },
          times: 'always',
          effect: { kind: 'throttle' },
        },
        {
          match: { operation: 'GetAccountSettings', account: '555555555555' },
          times: 'always',
          effect: {
            kind: 'answer',
            body: '{"AccountUsage":{"TotalCodeSize":1024,"FunctionCount":0}}',
          },
        },
      ],
    });
    expect(error?.name).toBe('RunIncomplete');
    const told = alerts[0]?.notices.map(inShort);
    expect(told?.toSorted()).toMatchInlineSnapshot(`
      [
        "closed-region af-south-1 blind: lambda-code-storage lambda:GetAccountSettings not-enabled, lambda-old-versions lambda:ListFunctions not-enabled",
        "dev eu-west-1 raised critical lambda-code-storage",
        "no-limit eu-west-1 blind: lambda-code-storage lambda:GetAccountSettings malformed",
        "no-role eu-west-1 blind: lambda-code-storage sts:AssumeRole denied, lambda-old-versions sts:AssumeRole denied",
        "no-role global blind: s3-buckets sts:AssumeRole denied",
        "throttled eu-west-1 blind: lambda-code-storage lambda:GetAccountSettings throttled, lambda-old-versions lambda:ListFunctions throttled",
      ]
    `);
  });

  it('leaves a default Region that is not enabled out of the alert, and stays complete', async () => {
    const { summary } = await runWatch({
      world: { accounts: [toolingAccount(), memberAccount('222222222222', 'dev')] },
      accounts: [{ id: '222222222222', name: 'dev' }],
      regions: ['eu-west-1', 'af-south-1'],
    });
    expect(summary).toMatchObject({ status: 'complete', published: 0 });
  });

  it('still publishes when the time for reading is up, and names what was not measured', async () => {
    const functions = [{ name: 'orders', versions: '1-500', codeSize: 10 }];
    const { error, alerts, summary } = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          memberAccount('222222222222', 'slow', { regions: { 'eu-west-1': { functions } } }),
          memberAccount('333333333333', 'quick', { regions: usage(290 * GIB) ?? {} }),
        ],
      },
      accounts: [
        { id: '222222222222', name: 'slow' },
        { id: '333333333333', name: 'quick' },
      ],
      regions: ['eu-west-1'],
      remainingMs: 60_000,
      faults: [
        {
          match: { operation: 'ListFunctions' },
          times: 'always',
          effect: { kind: 'delay', ms: 9_000 },
        },
      ],
    });
    expect(summary).toBeUndefined();
    expect(error?.name).toBe('RunIncomplete');
    expect(alerts[0]?.notices.map(inShort)).toEqual([
      'quick eu-west-1 raised critical lambda-code-storage',
      'slow eu-west-1 blind: lambda-old-versions lambda:ListFunctions out-of-time',
    ]);
  });

  it('makes only the minimum of calls with functions, aliases and several pages', async () => {
    const accounts = ids(10).map((id, at) => ({ id, name: `team-${at}` }));
    const old = { publishedFrom: '2025-01-01T00:00:00Z', publishedTo: '2026-01-01T00:00:00Z' };
    const functions = [
      { name: 'many', versions: '1-230', codeSize: 10, ...old },
      {
        name: 'aliased',
        versions: '1-70',
        codeSize: 10,
        ...old,
        aliases: Array.from({ length: 60 }, (_, at) => ({
          name: `a${at}`,
          version: String(at + 1),
        })),
      },
      { name: 'fresh', versions: '1-3', codeSize: 10 },
    ];
    const { sandbox, error } = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          ...accounts.map(({ id, name }, at) =>
            memberAccount(id, name, {
              bucketCount: at === 0 ? 10_050 : 0,
              quotas: { 's3/L-DC2B2D3D': at < 3 ? null : 20_000 },
              regions: at < 5 ? { 'eu-west-1': { functions }, 'us-west-2': { functions } } : {},
            }),
          ),
        ],
      },
      accounts,
      regions: REGIONS,
    });
    // The first account has more buckets than AWS's default quota, which is reported in one message.
    expect(error).toBeUndefined();
    const busyTargets = 5 * 2;
    const listed = 230 + 70 + 3 + 3;
    expect(sandbox.calls.tally()).toEqual({
      'lambda:GetAccountSettings': 40,
      'lambda:ListAliases': busyTargets * (1 + 2),
      'lambda:ListFunctions': busyTargets * Math.ceil(listed / 50),
      's3:GetObject': 3 + 10,
      's3:ListBuckets': 9 + 2,
      // The list of recently finished prunes, for the report.
      's3:ListObjectsV2': 1,
      // The state is written twice (claimed and released), the alert's document once, and the report five times:
      // under its time, as the latest, as JSON, as metrics, and in the list.
      's3:PutObject': 2 + 1 + 5 + 10,
      'servicequotas:GetAWSDefaultServiceQuota': 3,
      'servicequotas:GetServiceQuota': 10,
      'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota': 1,
      'sns:ListSubscriptionsByTopic': 2,
      'sns:Publish': 1,
      'sts:AssumeRole': 10,
    });
    expect(sandbox.calls.count({ status: 429 })).toBe(0);
  });
});
