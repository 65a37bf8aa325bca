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

/** Of those that are measured by their metric, which differ in their facts alone: a peak of a Region, a count of an account. */
const BY_METRIC = ['lambda-concurrent-executions', 'iam-oidc-providers'];

/** What quick runs hold: what is watched always, and the first limit of each set. */
const witnesses = catalogue.filter((limit, at) => {
  const { id, set } = limit.definition;
  if ('usage' in limit) return BY_METRIC.includes(id);
  return set === undefined || catalogue.findIndex((one) => one.definition.set === set) === at;
});

/** The limits that every limit's rules are held to. */
export const heldLimits: readonly Limit[] = sized(witnesses, catalogue);

export const DEV = '222222222222';
const GIB = 1024 ** 3;
/** What a hundredth of the quota is, in the limit's unit. */
export const scaleOf = ({ definition }: Limit): number =>
  simulatedLimit(definition.id).hundredth ?? (definition.unit === 'bytes' ? GIB : 1);

/** Every switch of the read role that lets it measure, on. */
export const ALL_SETS: Readonly<Record<string, string>> = {
  ReadStorageMode: 'true',
  ...Object.fromEntries(
    Object.entries(LIMIT_SETS)
      // It grants every quota, and so would hide what the others lack.
      .filter(([set]) => set !== QUOTAS_SET)
      .map(([, { parameter }]) => [parameter, 'true']),
  ),
};

/** Of limits that measure from one listing the first: how its failures are reported is the same for all. */
export function ofListings(limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(
    ({ actions: [own] }, at) => limits.findIndex(({ actions: [first] }) => first === own) === at,
  );
}

/** An account with so many hundredths of the limit in use. */
export function accountHolding(
  limit: Limit,
  hundredths: number,
  quota = 100,
  switches = ALL_SETS,
): AccountWorld {
  const scale = scaleOf(limit);
  const { accountWith } = simulatedLimit(limit.definition.id);
  return memberAccount(DEV, 'dev', accountWith(hundredths * scale, quota * scale), switches);
}

/** One run over an account and Region; `event` as the function is invoked with. */
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

/** What a check of this limit alone says. @throws when the run fails. */
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

/** @throws unless there is one finding, and about this limit. */
export function onlyFinding(report: RunReport, limit: Limit): Finding {
  const [only, another] = report.findings;
  if (only?.finding.limit !== limit.definition.id || another !== undefined) {
    throw new Error(JSON.stringify(report.findings));
  }
  return only.finding;
}
