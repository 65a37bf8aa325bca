import type { Region } from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { IncreaseRule, IncreaseSettings } from '../model/increase/increase.ts';
import type { LimitId, QuotaCode } from '../model/limit.ts';
import { matchesGlob } from '../model/glob.ts';
import { limitKey } from '../model/notice.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import type { ReportedFinding, RunReport } from '../model/run-report.ts';
import type { Target } from '../model/target.ts';
import { placeOf } from '../model/target.ts';
import type { Pressure, StoredIncreases, StoredQuota } from './decide/model.ts';
import { isOpen } from './decide/requests.ts';

/** Returns the code of a limit's quota; undefined if Service Quotas has none. */
export type QuotaOf = (limit: LimitId) => QuotaCode | undefined;

/** A quota of one account and Region on which a run decides. */
export interface IncreaseSubject {
  readonly key: string;
  readonly account: AccountRef;
  /** The Region of the quota; for an account-wide quota, the home Region of its partition. */
  readonly region: Region;
  readonly limit: LimitId;
  readonly code: QuotaCode;
  readonly rule: IncreaseRule;
  readonly pressure: Pressure;
}

/**
 * Returns the quotas that have a rule, and whose usage is near the quota or whose last decision must be renewed.
 * Leaves out limits that the watch run could not measure, or whose quota is stated in the configuration.
 */
export function subjectsOf(
  { findings, place }: Pick<RunReport, 'findings' | 'place'>,
  { rules }: IncreaseSettings,
  { quotas }: Pick<StoredIncreases, 'quotas'>,
  quotaOf: QuotaOf,
  forecastDays: number,
): readonly IncreaseSubject[] {
  const partition = place === undefined ? 'aws' : partitionOf(place.region);
  return findings.flatMap((reported): readonly IncreaseSubject[] => {
    const { finding } = reported;
    const { target, limit } = finding;
    const code = quotaOf(limit);
    const rule = ruleFor(rules, target, limit);
    const pressure = pressureOf(reported, forecastDays);
    if (code === undefined || rule === undefined || pressure === undefined) return [];
    const key = limitKey(finding);
    const isNear = finding.state !== 'ok' || pressure.isFullSoon;
    if (!isNear && !needsRenewal(quotas[key])) return [];
    const region = target.scope === 'region' ? target.region : globalRegionOf(partition);
    return [{ key, account: target.account, region, limit, code, rule, pressure }];
  });
}

function pressureOf(
  { finding, forecast }: ReportedFinding,
  forecastDays: number,
): Pressure | undefined {
  if (!('quota' in finding) || finding.stated !== undefined) return undefined;
  const { used, quota, thresholds } = finding;
  const isFullSoon = forecast !== undefined && forecast.daysToFull < forecastDays;
  return { used, quota, thresholds, isFullSoon };
}

/** Whether to decide again although usage is far from the quota: a request is open, or the last decision was not `not-near`. */
function needsRenewal(quota: StoredQuota | undefined): boolean {
  return quota !== undefined && (quota.decision !== 'not-near' || quota.requests.some(isOpen));
}

/** Returns the first rule that matches a limit of a target; undefined if nothing may be requested. */
function ruleFor(
  rules: readonly IncreaseRule[],
  target: Target,
  limit: LimitId,
): IncreaseRule | undefined {
  const { account } = target;
  return rules.find(
    (rule) =>
      rule.limit === limit &&
      matchesAny(rule.accounts, [account.id, account.name]) &&
      matchesAny(rule.regions, [placeOf(target)]) &&
      (rule.stages.length === 0 || rule.stages.includes(account.stage)),
  );
}

/** Whether a glob matches one of `names`. An empty list matches everything. */
function matchesAny(globs: readonly string[], names: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => names.some((name) => matchesGlob(name, glob)));
}
