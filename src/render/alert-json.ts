import type { Finding } from '../model/finding.ts';
import type { WatchReport } from '../model/report.ts';
import { placeOf } from '../model/target.ts';
import { isoTime } from '../model/time.ts';

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
export const ALERT_JSON_VERSION = 1;

/** The alert for programs: unrounded numbers in the unit that each finding names. */
export function alertJson(report: WatchReport, findings: readonly Finding[]): string {
  return JSON.stringify({
    version: ALERT_JSON_VERSION,
    kind: 'limits-watchdog.alert',
    deployment: report.deployment,
    runId: report.runId,
    measuredAt: isoTime(report.measuredAt),
    status: report.status,
    findings: findings.map(findingJson),
  });
}

function findingJson(finding: Finding): Record<string, unknown> {
  const { state, limit, target } = finding;
  return {
    state,
    limit,
    account: target.account,
    region: placeOf(target),
    ...('used' in finding ? { unit: finding.used.unit, used: finding.used.amount } : {}),
    ...('quota' in finding ? { quota: finding.quota.amount } : {}),
    ...('failure' in finding ? { failure: finding.failure } : {}),
  };
}
