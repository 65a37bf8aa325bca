import { expect, it } from 'vitest';

import { HOUR_MS } from '../../src/model/time.ts';
import { virtualClock } from '../sandbox/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld, RegionWorld } from '../sandbox/world.ts';
import { memberAccount, START, toolingAccount, watchOnce } from '../watch/run-watch.ts';
import { ALL_SETS } from './measured-limit.ts';

const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'] as const;
const ACCOUNTS = Array.from({ length: 10 }, (_, at) => `2222222222${String(10 + at)}`);
const FUNCTIONS = 6;

/**
 * A Region with six functions with 13 versions and one alias each, a second event bus, and a NAT gateway in a
 * subnet.
 */
const REGION: RegionWorld = {
  functions: Array.from({ length: FUNCTIONS }, (_, at) => ({
    name: `service-${at}`,
    versions: '1-13',
    publishedTo: '2026-11-01T00:00:00Z',
    aliases: [{ name: 'live', version: '13' }],
  })),
  eventBuses: ['orders'],
  network: {
    subnets: [{ id: 'subnet-1', zone: 'zone-1' }],
    natGateways: [{ id: 'nat-1', subnet: 'subnet-1' }],
  },
};

const account = (id: string): AccountWorld =>
  memberAccount(
    id,
    `account-${id}`,
    { regions: Object.fromEntries(REGIONS.map((region) => [region, REGION])) },
    ALL_SETS,
  );

/** The expected requests to each account and Region, by operation. */
const IN_REGION = {
  'acm:ListCertificates': 1,
  'apigateway:GetDomainNames': 1,
  'apigateway:GetRestApis': 1,
  'ec2:DescribeAddresses': 1,
  'ec2:DescribeNatGateways': 1,
  'ec2:DescribeNetworkInterfaces': 1,
  'ec2:DescribeSecurityGroups': 1,
  'ec2:DescribeSubnets': 1,
  'events:ListEventBuses': 1,
  'events:ListRules': 2,
  'lambda:GetAccountSettings': 1,
  'lambda:ListAliases': FUNCTIONS,
  // 84 versions, including `$LATEST`, in pages of 50.
  'lambda:ListFunctions': 2,
  'logs:DescribeResourcePolicies': 1,
  'monitoring:GetMetricData': 1,
  // Limits whose usage answer has no quota: ACM 2, API Gateway 5, EC2 4, EventBridge 1, Logs 1, deployments 8.
  'servicequotas:GetServiceQuota': 21,
};

/** The expected requests to each account in its one Region for account-wide limits, by operation. */
const IN_ACCOUNT = {
  'cloudfront:ListDistributions': 1,
  'iam:GetAccountSummary': 1,
  'monitoring:GetMetricData': 1,
  'route53:GetAccountLimit': 1,
  's3:ListBuckets': 1,
  // CloudFront distributions, OpenID Connect providers, S3 buckets.
  'servicequotas:GetServiceQuota': 3,
};

/** Runs once over all accounts and returns the number of requests in them, by operation. */
async function callsOfRun(sandbox: Sandbox): Promise<Readonly<Record<string, number>>> {
  const before = sandbox.calls.list().length;
  const { error } = await watchOnce(sandbox, {
    accounts: ACCOUNTS.map((id) => ({ id, name: `account-${id}` })),
    regions: REGIONS,
    settings: { watch: [{ limits: ['all'] }] },
  });
  expect(error).toBeUndefined();
  const counted: Record<string, number> = {};
  for (const { account: of, service, operation } of sandbox.calls.list().slice(before)) {
    const name = `${service}:${operation}`;
    if (ACCOUNTS.includes(of)) counted[name] = (counted[name] ?? 0) + 1;
  }
  return counted;
}

it('10 accounts × 4 Regions with every limit cost the calls of each limit, and no others', async () => {
  const expected: Record<string, number> = {};
  const add = (calls: Readonly<Record<string, number>>, times: number) => {
    for (const [name, one] of Object.entries(calls)) {
      expected[name] = (expected[name] ?? 0) + one * times;
    }
  };
  add(IN_REGION, ACCOUNTS.length * REGIONS.length);
  add(IN_ACCOUNT, ACCOUNTS.length);
  const world = { accounts: [toolingAccount(), ...ACCOUNTS.map(account)] };
  const sandbox = createSandbox(world, { clock: virtualClock(START) });
  expect(await callsOfRun(sandbox)).toEqual(expected);

  // Six hours later quotas and aliases are remembered, and so are limits measured by a metric.
  await sandbox.clock.sleep(6 * HOUR_MS);
  const {
    'servicequotas:GetServiceQuota': _quotas,
    'lambda:ListAliases': _aliases,
    ...others
  } = expected;
  expect(await callsOfRun(sandbox)).toEqual(others);
});
