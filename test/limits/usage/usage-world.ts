import type { ServiceQuota } from '@aws-sdk/client-service-quotas';

import { readCheckAnswer } from '../../../src/cli/check-answer.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { FaultRule } from '../../sandbox/faults.ts';
import type { SimulatedQuota } from '../../sandbox/simulated-limits.ts';
import type { AccountWorld, World } from '../../sandbox/world.ts';
import type { UsageMetricWorld } from '../../sandbox/world/limits.ts';
import type { WatchResult } from '../../watch/run-watch.ts';
import { memberAccount, runWatch, toolingAccount } from '../../watch/run-watch.ts';

// Imported before a test, because a virtual clock advances while a module loads.
await import('../../../src/aws/sets/cloudwatch.ts');

const DEV = '222222222222';
/** The usage metric's dimensions of CloudFormation stacks. Runs begin at 2026-11-22T06:00:00Z. */
export const STACKS = {
  Class: 'None',
  Resource: 'Stack',
  Service: 'CloudFormation',
  Type: 'Resource',
};

/** An entry of `quotas` in watchdog.yml, with the answer of Service Quotas about it. */
export interface QuotaCase {
  readonly entry?: Readonly<Record<string, unknown>>;
  readonly answer?: Partial<SimulatedQuota>;
  readonly info?: ServiceQuota['UsageMetric'];
}

const INFO = {
  MetricNamespace: 'AWS/Usage',
  MetricName: 'ResourceCount',
  MetricDimensions: STACKS,
  MetricStatisticRecommendation: 'Maximum',
};

/** Returns the quota `cloudformation/L-0485CB21` as AWS answers it, with the changes of a case. */
export function quotaOf({ answer, info }: QuotaCase): SimulatedQuota {
  return {
    ServiceName: 'AWS CloudFormation',
    QuotaName: 'Stack count',
    defaultValue: 2_000,
    Unit: 'None',
    Adjustable: true,
    isGlobal: false,
    UsageMetric: { ...INFO, ...info },
    ...answer,
  };
}

export const ENTRY = { service: 'cloudformation', code: 'L-0485CB21' };

/** Returns a member account with these usage metrics in eu-west-1. */
export function accountWith(
  usageMetrics: readonly UsageMetricWorld[],
  content: Partial<AccountWorld> = {},
): AccountWorld {
  const regions = { 'eu-west-1': { usageMetrics } };
  return memberAccount(DEV, 'dev', { regions, ...content }, { WatchQuotas: 'true' });
}

export interface UsageRun {
  readonly account: AccountWorld;
  readonly quotas: readonly Readonly<Record<string, unknown>>[];
  readonly event?: object;
  readonly faults?: readonly FaultRule[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

export function worldOf(account: AccountWorld): World {
  return { accounts: [toolingAccount(), account] };
}

export function settingsOf({
  quotas,
  settings,
  event = {},
  faults = [],
}: Omit<UsageRun, 'account'>) {
  return {
    accounts: [{ id: DEV, name: 'dev' }],
    regions: ['eu-west-1'],
    event,
    faults,
    settings: { quotas, ...settings },
  };
}

export function runOver(run: UsageRun): Promise<WatchResult> {
  return runWatch({ ...settingsOf(run), world: worldOf(run.account) });
}

/**
 * Returns the findings of a check of the quotas, in their order.
 *
 * @throws Error when the run fails
 */
export async function checkedQuotas(run: UsageRun): Promise<readonly Finding[]> {
  const { summary, error } = await runOver({ ...run, event: { check: true } });
  if (error !== undefined) throw error;
  return findingsIn(summary);
}

export function findingsIn(summary: WatchResult['summary']): readonly Finding[] {
  const read = readCheckAnswer(summary);
  if (!read.ok) throw new Error(read.fault);
  const codes = /-l-[0-9a-f]{8}$/;
  return read.report.findings
    .map(({ finding }) => finding)
    .filter(({ limit }) => codes.test(limit));
}

/** Returns the only finding of a check of `cloudformation/L-0485CB21` in this case. */
export async function checkedCase(
  one: QuotaCase,
  usageMetrics: readonly UsageMetricWorld[],
  content: Partial<AccountWorld> = {},
  faults: readonly FaultRule[] = [],
): Promise<Finding> {
  const account = accountWith(usageMetrics, {
    knownQuotas: { 'cloudformation/L-0485CB21': quotaOf(one) },
    ...content,
  });
  const [only] = await checkedQuotas({ account, quotas: [{ ...ENTRY, ...one.entry }], faults });
  if (only === undefined) throw new Error('no finding');
  return only;
}
