import { catalogue } from '../../limits/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { DAY_MS } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import { percentOf } from '../../model/units.ts';
import type { FamilyKey, Labels, Sample } from './families.ts';
import { LEVELS } from './families.ts';

const STATUSES: readonly RunReport['status'][] = ['complete', 'attention', 'incomplete', 'failed'];
const DAY_SECONDS = DAY_MS / 1000;

/** A sample with the family that it belongs to. */
export type FamilySample = readonly [FamilyKey, Sample];

/**
 * Everything that a run says in figures. What was not measured has no usage and no level; a Region that is not
 * enabled, and a usage metric without data, have no samples at all, since there is nothing to see.
 */
export function* samplesOf(report: RunReport): Generator<FamilySample> {
  const { deployment, status, measuredAt } = report;
  const codes = quotaCodes(report.limits);
  for (const reported of report.findings) {
    const { finding } = reported;
    if (finding.state === 'not-enabled' || finding.state === 'no-data') continue;
    yield* samplesOfLimit(reported, labelsOf(finding, deployment, codes));
  }
  for (const one of STATUSES) {
    yield ['runStatus', { labels: { deployment, status: one }, value: one === status ? 1 : 0 }];
  }
  yield ['runTime', { labels: { deployment }, value: measuredAt / 1000 }];
}

function* samplesOfLimit(
  { finding, forecast }: ReportedFinding,
  labels: Labels,
): Generator<FamilySample> {
  const { state } = finding;
  if ('used' in finding) {
    const { unit, amount } = finding.used;
    yield [unit === 'bytes' ? 'bytesUsage' : 'itemsUsage', { labels, value: amount }];
  }
  if ('quota' in finding) {
    const { used, quota } = finding;
    yield [quota.unit === 'bytes' ? 'bytesLimit' : 'itemsLimit', { labels, value: quota.amount }];
    yield ['usageRatio', { labels, value: ratioOf(used, quota) }];
    yield ['level', { labels, value: LEVELS[finding.state] }];
  }
  if (forecast !== undefined) {
    const value = Math.round(forecast.daysToFull * DAY_SECONDS);
    yield ['untilFull', { labels, value }];
  }
  yield ['notMeasured', { labels, value: state === 'not-measured' ? 1 : 0 }];
  yield ['limitUnknown', { labels, value: state === 'unknown' ? 1 : 0 }];
}

/** Not by the percentage, which would round twice. A limit of nothing is wholly used as soon as anything is. */
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

/** By limit, the code of its quota in Service Quotas; none for a ceiling and for what Service Quotas does not have. */
function quotaCodes(limits: readonly LimitDefinition[]): ReadonlyMap<LimitId, string> {
  const known = new Map(catalogue.map(({ definition, quota }) => [definition.id, quota]));
  return new Map(
    limits.flatMap(({ id, quota = known.get(id) }) =>
      quota === undefined ? [] : [[id, quota.QuotaCode] as const],
    ),
  );
}
