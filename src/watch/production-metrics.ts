import { isListed } from '../model/discovery.ts';
import type { Finding, JudgedFinding } from '../model/finding.ts';
import { isWritable } from '../model/metric-rules.ts';
import type { MetricDocument, MetricValue } from '../model/metrics.ts';
import type { WatchReport } from '../model/report.ts';
import { placeOf } from '../model/target.ts';
import { percentOf } from '../model/units.ts';

interface QuotaUse {
  readonly finding: JudgedFinding;
  readonly percent: number;
}

/**
 * Returns two metrics for the alarms on production: the fullest quota, in percent, of all accounts outside
 * `nonprod`, and how many of their quotas were not measured. Ceilings of the team are left out, because no
 * deployment fails at them.
 * While a quota is not measured, a percentage below the threshold is not written, because it would end an alarm.
 * If there is no quota at all, or accounts could not be listed, the count of quotas not measured is one higher.
 * @param alarmPercent `health.productionPercent` of the configuration; undefined: no metrics
 */
export function productionDocuments(
  { findings, limits, discovery, startedAt: at, deployment, runId }: WatchReport,
  alarmPercent: number | undefined,
): readonly MetricDocument[] {
  if (alarmPercent === undefined) return [];
  const quotas = new Set(limits.flatMap(({ id, source }) => (source.kind === 'ceiling' ? [] : id)));
  const expected = findings.filter(
    ({ limit, state, target }) =>
      quotas.has(limit) &&
      target.account.stage !== 'nonprod' &&
      // These states mean that nothing is used, not that a measurement is missing.
      state !== 'not-enabled' &&
      state !== 'no-data',
  );
  const known = expected.flatMap(usedOf);
  const isUnlisted = discovery !== undefined && !isListed(discovery);
  const unseen = expected.length - known.length + (isUnlisted || expected.length === 0 ? 1 : 0);
  const [fullest] = known.toSorted((a, b) => b.percent - a.percent);
  return [
    {
      at,
      dimensions: { Deployment: deployment },
      metrics: [
        ...utilisation(fullest, unseen === 0, alarmPercent),
        { name: 'ProductionLimitsNotMeasured', unit: 'Count', value: unseen },
      ],
      fields: { runId, ...(fullest !== undefined && { fullest: subjectOf(fullest) }) },
    },
  ];
}

function utilisation(
  fullest: QuotaUse | undefined,
  isWhole: boolean,
  alarmPercent: number,
): readonly MetricValue[] {
  if (fullest === undefined) return [];
  const { percent } = fullest;
  const name = 'ProductionUtilization';
  return isWritable(name, { isWhole, isAtThreshold: percent >= alarmPercent })
    ? [{ name, unit: 'Percent', value: percent }]
    : [];
}

/** Returns the use of a quota; empty if it is unknown, or infinite because something is used of a quota of 0. */
function usedOf(finding: Finding): readonly QuotaUse[] {
  if (!('quota' in finding)) return [];
  const percent = percentOf(finding.used, finding.quota);
  return Number.isFinite(percent) ? [{ finding, percent }] : [];
}

function subjectOf({ finding: { target, limit } }: QuotaUse): Readonly<Record<string, string>> {
  const { id, name } = target.account;
  return { account: id, accountName: name, region: placeOf(target), limit };
}
