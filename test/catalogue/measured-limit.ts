import { readCheckAnswer } from '../../src/cli/check-answer.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { Limit } from '../../src/limits/limit.ts';
import { LIMIT_SETS, QUOTAS_SET } from '../../src/model/limit-choice/sets.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import { loadSets } from '../sandbox/fixtures/load-sets.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { simulatedLimit } from '../sandbox/simulated-limits.ts';
import { sized } from '../size.ts';
import type { WatchResult } from '../watch/run-watch.ts';
import { memberAccount, runWatch, toolingAccount } from '../watch/run-watch.ts';

await loadSets();

/**
 * Two of the limits that are measured by their metric, one of a Region and one of an account. The others differ
 * only in their data.
 */
const BY_METRIC = ['lambda-concurrent-executions', 'iam-oidc-providers'];

/** The limits of a quick run: those that are always watched, and the first limit of each set. */
const witnesses = catalogue.filter((limit, at) => {
  const { id, set } = limit.definition;
  if ('usage' in limit) return BY_METRIC.includes(id);
  return set === undefined || catalogue.findIndex((one) => one.definition.set === set) === at;
});

/** The limits on which the rules for all limits are tested. */
export const testedLimits: readonly Limit[] = sized(witnesses, catalogue);

export const DEV = '222222222222';
const GIB = 1024 ** 3;
/** Returns one hundredth of the limit, in its unit. */
export const hundredth = ({ definition }: Limit): number =>
  simulatedLimit(definition.id).hundredth ?? (definition.unit === 'bytes' ? GIB : 1);

/** The read role's parameters with every set of limits turned on. */
export const ALL_SETS: Readonly<Record<string, string>> = {
  ReadStorageMode: 'true',
  ...Object.fromEntries(
    Object.entries(LIMIT_SETS)
      // This set allows reading every quota, so it would hide missing permissions of the others.
      .filter(([set]) => set !== QUOTAS_SET)
      .map(([, { parameter }]) => [parameter, 'true']),
  ),
};

/**
 * Returns one limit for each listing, because a failed listing is reported in the same way for all limits that it
 * measures.
 */
export function onePerListing(limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(
    ({ actions: [own] }, at) => limits.findIndex(({ actions: [first] }) => first === own) === at,
  );
}

/** Returns an account whose usage of the limit is this many hundredths of its quota. */
export function accountHolding(
  limit: Limit,
  hundredths: number,
  quota = 100,
  switches = ALL_SETS,
): AccountWorld {
  const scale = hundredth(limit);
  const { accountWith } = simulatedLimit(limit.definition.id);
  return memberAccount(DEV, 'dev', accountWith(hundredths * scale, quota * scale), switches);
}

/** Runs the watch function once over an account and Region; `event` is the invocation's payload. */
export function runOver(
  account: AccountWorld,
  limit: Limit,
  event: object,
  faults: readonly FaultRule[] = [],
): Promise<WatchResult> {
  const { id, source, set } = limit.definition;
  return runWatch({
    world: { accounts: [toolingAccount(), account] },
    accounts: [{ id: DEV, name: 'dev' }],
    regions: ['eu-west-1'],
    event,
    faults,
    settings: {
      readStorageMode: true,
      ...(set !== undefined && { watch: [{ limits: [id] }] }),
      limits: {
        [id]: { warn: 80, critical: 90, ...(source.kind === 'ceiling' && { ceiling: 100 }) },
      },
    },
  });
}

/**
 * Returns the report of a check of this limit alone.
 *
 * @throws Error when the run fails
 */
export async function checked(
  account: AccountWorld,
  limit: Limit,
  faults: readonly FaultRule[] = [],
): Promise<RunReport> {
  const event = { check: true, limits: [limit.definition.id] };
  const { summary, error } = await runOver(account, limit, event, faults);
  if (error !== undefined) throw error;
  const read = readCheckAnswer(summary);
  if (!read.ok) throw new Error(read.fault);
  return read.report;
}

/**
 * Returns the report's only finding.
 *
 * @throws Error unless there is exactly one and it is of this limit
 */
export function onlyFinding(report: RunReport, limit: Limit): Finding {
  const [only, another] = report.findings;
  if (only?.finding.limit !== limit.definition.id || another !== undefined) {
    throw new Error(JSON.stringify(report.findings));
  }
  return only.finding;
}
