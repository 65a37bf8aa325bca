import type { CodeInventory } from '../model/code-inventory.ts';
import type { Finding, JudgedFinding } from '../model/finding.ts';
import type { LimitId } from '../model/limit.ts';
import type { MetricDocument, MetricValue } from '../model/metrics.ts';
import type { WatchOutcome, WatchReport } from '../model/report.ts';
import { limitKey } from '../model/notice.ts';
import { placeOf } from '../model/target.ts';
import { percentOf } from '../model/units.ts';

/**
 * The metrics of a run: one document per account (dimensions Account and Stage), one for the
 * deployment, and one per account and Region where that is asked for and paid.
 *
 * A utilisation is the worst of what was measured. A sum is left out as soon as one part of it was
 * not measured, since it would look like a fall.
 */
export function metricDocuments(
  outcome: WatchOutcome,
  perRegion: boolean,
): readonly MetricDocument[] {
  const { report } = outcome;
  const accounts = groupBy(report.findings, ({ target }) => target.account.id);
  return [
    ...[...accounts.values()].flatMap((findings) => [
      accountDocument(outcome, findings),
      ...(perRegion ? regionDocuments(report, findings) : []),
    ]),
    deploymentDocument(outcome),
  ];
}

/**
 * Heartbeat: the run reached its end and everybody who had to be told was told. Whether it saw
 * everything is the metric beside it, so that a denied account does not look like a dead watchdog. A
 * failed run counts as incomplete too, but for one that waits for the confirmation of new topics alone.
 * `RunIncompleteErrors` are the runs that were incomplete, or wait so, and no more; requests that were not
 * understood count there too. What is left of the function's errors is what an alarm goes off for. Each metric is
 * charged, so what only explains a run is a field of its log line.
 */
function deploymentDocument({
  report,
  toldEverybody,
  waitsForConfirmation,
  status,
  traffic,
}: WatchOutcome): MetricDocument {
  const measured = waitsForConfirmation ? report.status : status;
  const incomplete = measured === 'incomplete' || measured === 'failed';
  const isExpected = status === 'incomplete' || waitsForConfirmation;
  return {
    at: report.startedAt,
    dimensions: { Deployment: report.deployment },
    metrics: [
      ...(toldEverybody ? [{ name: 'Heartbeat', unit: 'Count', value: 1 } as const] : []),
      { name: 'IncompleteRuns', unit: 'Count', value: incomplete ? 1 : 0 },
      { name: 'RunIncompleteErrors', unit: 'Count', value: isExpected ? 1 : 0 },
    ],
    fields: {
      runId: report.runId,
      status,
      calls: traffic.calls,
      throttles: traffic.throttles,
      retries: traffic.retries,
    },
  };
}

function accountDocument(
  { report: { limits, startedAt }, forecasts }: WatchOutcome,
  findings: readonly Finding[],
): MetricDocument {
  const blind = findings.filter(({ state }) => state === 'not-measured');
  const blindTargets = new Set(blind.map(({ target }) => placeOf(target))).size;
  return {
    at: startedAt,
    dimensions: dimensionsOf(findings),
    metrics: [
      ...limits.flatMap((limit) => utilisation(limit.id, findings)),
      ...oldVersionSums(findings),
      ...daysToFull(forecasts, findings),
      { name: 'TargetsNotMeasured', unit: 'Count', value: blindTargets },
    ],
    fields: {
      accountName: findings[0]?.target.account.name,
      details: findings.map(detailOf),
    },
  };
}

function regionDocuments(
  { limits, startedAt: at }: WatchReport,
  findings: readonly Finding[],
): readonly MetricDocument[] {
  const places = groupBy(
    findings.filter(({ target }) => target.scope === 'region'),
    ({ target }) => placeOf(target),
  );
  return [...places].flatMap(([place, inRegion]) => {
    const metrics = limits.flatMap((limit) => utilisation(limit.id, inRegion));
    const dimensions = { ...dimensionsOf(findings), Region: place };
    return metrics.length === 0 ? [] : [{ at, dimensions, metrics, fields: {} }];
  });
}

function dimensionsOf(findings: readonly Finding[]): Record<string, string> {
  const account = findings[0]?.target.account;
  return account === undefined ? {} : { Account: account.id, Stage: account.stage };
}

/** `LambdaCodeStorageUtilization`, from the limit's id. */
export function utilisationMetric(limit: LimitId): string {
  const words = limit.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Utilization`;
}

/** The worst of what was measured; nothing when one is beyond all numbers, since the worst is left out then. */
function utilisation(limit: LimitId, findings: readonly Finding[]): readonly MetricValue[] {
  const percents = findings
    .filter((finding): finding is JudgedFinding => 'quota' in finding && finding.limit === limit)
    .map(({ used, quota }) => percentOf(used, quota));
  return percents.length === 0 || !percents.every(Number.isFinite)
    ? []
    : [{ name: utilisationMetric(limit), unit: 'Percent', value: Math.max(...percents) }];
}

/** The soonest of the account's limits and Regions; nothing without a trend. */
function daysToFull(
  forecasts: WatchOutcome['forecasts'],
  findings: readonly Finding[],
): readonly MetricValue[] {
  const days = findings.flatMap((finding) => {
    const forecast = forecasts.get(limitKey(finding));
    return forecast === undefined ? [] : [forecast.daysToFull];
  });
  return days.length === 0 ? [] : [{ name: 'DaysToFull', unit: 'Count', value: Math.min(...days) }];
}

/** Of findings that carry an inventory, one per Region; nothing when a Region's is missing. */
function oldVersionSums(findings: readonly Finding[]): readonly MetricValue[] {
  const limit = findings.find((finding) => inventoryOf(finding) !== undefined)?.limit;
  const inventories = findings
    .filter((finding) => finding.limit === limit && finding.state !== 'not-enabled')
    .map(inventoryOf);
  if (inventories.length === 0 || !inventories.every((each) => each !== undefined)) return [];
  const sum = (pick: (inventory: CodeInventory) => number): number =>
    inventories.reduce((total, inventory) => total + pick(inventory), 0);
  return [
    { name: 'OldVersions', unit: 'Count', value: sum(({ oldVersions }) => oldVersions) },
    {
      name: 'OldVersionPackageBytes',
      unit: 'Bytes',
      value: sum(({ oldPackageBytes }) => oldPackageBytes),
    },
  ];
}

function inventoryOf(finding: Finding): CodeInventory | undefined {
  return 'used' in finding ? finding.inventory : undefined;
}

function detailOf(finding: Finding): Record<string, unknown> {
  const { state, limit, target } = finding;
  return {
    region: placeOf(target),
    limit,
    state,
    ...('used' in finding ? { used: finding.used.amount } : {}),
    ...('quota' in finding ? { quota: finding.quota.amount } : {}),
    ...('failure' in finding
      ? { reason: finding.failure.reason, operation: finding.failure.operation }
      : {}),
  };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
