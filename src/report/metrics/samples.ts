import { catalogue } from '../../limits/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { DAY_MS } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import { percentOf } from '../../model/units.ts';
import type { Family } from './families.ts';
import { FAMILIES, LEVELS } from './families.ts';

const STATUSES: readonly RunReport['status'][] = ['complete', 'attention', 'incomplete', 'failed'];
const DAY_SECONDS = DAY_MS / 1000;

/** The values of labels, by name of the label. */
export type Labels = Readonly<Record<string, string>>;

export type Sample = readonly [Family, Labels, value: number];

/**
 * Returns the samples of a run. A limit that was not measured has no samples for usage and level. A limit with
 * nothing to measure has no samples at all: its Region is not enabled, or its usage metric has no data.
 */
export function* samplesOf(report: RunReport): Generator<Sample> {
  const { deployment, status, measuredAt } = report;
  const codes = quotaCodes(report.limits);
  for (const reported of report.findings) {
    const { finding } = reported;
    if (finding.state === 'not-enabled' || finding.state === 'no-data') continue;
    yield* samplesOfLimit(reported, labelsOf(finding, deployment, codes));
  }
  for (const one of STATUSES) {
    yield [FAMILIES.runStatus, { deployment, status: one }, one === status ? 1 : 0];
  }
  yield [FAMILIES.runTime, { deployment }, measuredAt / 1000];
}

function* samplesOfLimit(
  { finding, forecast }: ReportedFinding,
  labels: Labels,
): Generator<Sample> {
  const { state } = finding;
  if ('used' in finding) {
    const { unit, amount } = finding.used;
    yield [unit === 'bytes' ? FAMILIES.bytesUsage : FAMILIES.itemsUsage, labels, amount];
  }
  if ('quota' in finding) {
    const { used, quota } = finding;
    const family = quota.unit === 'bytes' ? FAMILIES.bytesLimit : FAMILIES.itemsLimit;
    yield [family, labels, quota.amount];
    yield [FAMILIES.usageRatio, labels, ratioOf(used, quota)];
    yield [FAMILIES.level, labels, LEVELS[finding.state]];
  }
  if (forecast !== undefined) {
    yield [FAMILIES.untilFull, labels, Math.round(forecast.daysToFull * DAY_SECONDS)];
  }
  yield [FAMILIES.notMeasured, labels, state === 'not-measured' ? 1 : 0];
  yield [FAMILIES.limitUnknown, labels, state === 'unknown' ? 1 : 0];
}

/** Returns usage divided by limit, without the rounding of percentages. Any use of a limit of 0 is infinite. */
function ratioOf(used: Quantity, quota: Quantity): number {
  return quota.amount === 0 ? percentOf(used, quota) : used.amount / quota.amount;
}

function labelsOf(
  { target, limit }: Finding,
  deployment: string,
  codes: ReadonlyMap<LimitId, string>,
): Labels {
  const { id, name, stage } = target.account;
  return {
    deployment,
    account_id: id,
    account_name: name,
    stage,
    region: placeOf(target),
    limit,
    quota_code: codes.get(limit) ?? '',
  };
}

/** Returns the Service Quotas code of each limit; ceilings and limits that Service Quotas lacks have no code. */
function quotaCodes(limits: readonly LimitDefinition[]): ReadonlyMap<LimitId, string> {
  const known = new Map(catalogue.map(({ definition, quota }) => [definition.id, quota]));
  return new Map(
    limits.flatMap(({ id, quota = known.get(id) }) =>
      quota === undefined ? [] : [[id, quota.QuotaCode] as const],
    ),
  );
}
