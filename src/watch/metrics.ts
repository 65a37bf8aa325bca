import type { CodeInventory } from '../model/code-inventory.ts';
import type { AccountRef, Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { MetricDocument, MetricValue } from '../model/metrics.ts';
import type { WatchOutcome, WatchReport } from '../model/report.ts';
import { isWritable, limitsWithMetric, utilisationMetric } from '../model/metric-rules.ts';
import { limitKey } from '../model/notice.ts';
import { placeOf } from '../model/target.ts';
import { percentOf } from '../model/units.ts';
import { groupBy } from '../model/group-by.ts';

type Accounts = readonly AccountRef[];

/**
 * Returns the metrics of a run's findings: one document per account (dimensions Account and Stage), one per
 * account and Region if configured, and one for the deployment. A limit that is watched as part of a set has a
 * metric only if the configuration names it; `LimitsNotMeasured` counts all limits.
 * @param accounts all watched accounts, also those without findings
 */
export function figureDocuments(
  report: WatchReport,
  accounts: Accounts,
  metrics: Configuration['metrics'],
): readonly MetricDocument[] {
  const measured = { ...report, limits: limitsWithMetric(report.limits, metrics) };
  return [
    ...findingsByAccount(report, accounts).flatMap(([account, findings]) => [
      accountDocument(measured, account, findings),
      ...(metrics.perRegion ? regionDocuments(measured, account, findings) : []),
    ]),
    runDocument(report),
  ];
}

/**
 * Returns a metric per account with a forecast, unless `isWritable` forbids it: the days until its first limit is full.
 * @param forecastDays a forecast of fewer days is a warning
 */
export function forecastDocuments(
  report: WatchReport,
  forecasts: WatchOutcome['forecasts'],
  forecastDays: number,
): readonly MetricDocument[] {
  return findingsByAccount(report, []).flatMap(([account, findings]) => {
    const days = findings.flatMap((finding) => {
      const forecast = forecasts.get(limitKey(finding));
      return forecast === undefined ? [] : [forecast.daysToFull];
    });
    const soonest = Math.min(...days);
    const isAtThreshold = soonest < forecastDays;
    const coverage = { isWhole: !findings.some(isUnseen), isAtThreshold };
    if (days.length === 0 || !isWritable('DaysToFull', coverage)) return [];
    const metrics = [{ name: 'DaysToFull', unit: 'Count', value: soonest } as const];
    return [{ at: report.startedAt, dimensions: dimensionsOf(account), metrics, fields: {} }];
  });
}

/** Returns the metric of incomplete runs. It is not `Heartbeat`: with one denied account, the watchdog still works. */
function runDocument({ startedAt, deployment, runId, status }: WatchReport): MetricDocument {
  const incomplete = status === 'incomplete' || status === 'failed';
  return {
    at: startedAt,
    dimensions: { Deployment: deployment },
    metrics: [{ name: 'IncompleteRuns', unit: 'Count', value: incomplete ? 1 : 0 }],
    fields: { runId },
  };
}

/**
 * Returns the metrics of the end of a run. `Heartbeat` means that the run ended and every alert was sent.
 * `RunIncompleteErrors` counts runs that were incomplete or wait for the confirmation of new topics; the alarm
 * subtracts it from the function's errors. Other figures are log fields, because each metric is charged.
 */
export function endDocument({
  report,
  sentEveryAlert,
  waitsForConfirmation,
  status,
  traffic,
}: WatchOutcome): MetricDocument {
  const isExpected = status === 'incomplete' || waitsForConfirmation;
  return {
    at: report.startedAt,
    dimensions: { Deployment: report.deployment },
    metrics: [
      ...(sentEveryAlert ? [{ name: 'Heartbeat', unit: 'Count', value: 1 } as const] : []),
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
  { limits, startedAt }: WatchReport,
  account: AccountRef,
  findings: readonly Finding[],
): MetricDocument {
  const unseen = findings.filter(isUnseen).length;
  return {
    at: startedAt,
    dimensions: dimensionsOf(account),
    metrics: [
      ...limits.flatMap(({ id }) => utilisation(findings.filter(({ limit }) => limit === id))),
      ...oldVersionSums(findings),
      { name: 'LimitsNotMeasured', unit: 'Count', value: unseen },
    ],
    fields: { accountName: account.name, details: findings.map(detailOf) },
  };
}

function regionDocuments(
  { limits, startedAt: at }: WatchReport,
  account: AccountRef,
  findings: readonly Finding[],
): readonly MetricDocument[] {
  const places = groupBy(
    findings.filter(({ target }) => target.scope === 'region'),
    ({ target }) => placeOf(target),
  );
  return [...places].flatMap(([place, inRegion]) => {
    const metrics = limits.flatMap(({ id }) =>
      utilisation(inRegion.filter(({ limit }) => limit === id)),
    );
    const dimensions = { ...dimensionsOf(account), Region: place };
    return metrics.length === 0 ? [] : [{ at, dimensions, metrics, fields: {} }];
  });
}

/** Returns the findings of each account: first `accounts` in their order, then other accounts with findings. */
function findingsByAccount(
  { findings }: WatchReport,
  accounts: Accounts,
): readonly (readonly [AccountRef, readonly Finding[]])[] {
  const found = groupBy(findings, ({ target }) => target.account.id);
  const others = [...found.values()].flatMap(([first]) => (first ? [first.target.account] : []));
  const all = new Map([...accounts, ...others].map((account) => [account.id, account]));
  return [...all.values()].map((account) => [account, found.get(account.id) ?? []]);
}

function dimensionsOf({ id, stage }: AccountRef): Record<string, string> {
  return { Account: id, Stage: stage };
}

/** Whether the usage or the limit is unknown. A Region that is not enabled has no usage, so it is not unknown. */
function isUnseen({ state }: Finding): boolean {
  return state === 'not-measured' || state === 'unknown';
}

/** Returns the highest utilisation of one limit; empty if it is unknown or infinite, or `isWritable` forbids it. */
function utilisation(findings: readonly Finding[]): readonly MetricValue[] {
  const judged = findings.filter((finding) => 'quota' in finding);
  const [first] = judged;
  if (first === undefined) return [];
  const name = utilisationMetric(first.limit);
  const percents = judged.map(({ used, quota }) => percentOf(used, quota));
  const coverage = {
    isWhole: !findings.some(isUnseen),
    isAtThreshold: judged.some(({ state }) => state !== 'ok'),
  };
  return percents.every(Number.isFinite) && isWritable(name, coverage)
    ? [{ name, unit: 'Percent', value: Math.max(...percents) }]
    : [];
}

/** Returns sums of an account's old versions and their bytes; empty if a Region is missing: sums would be too low. */
function oldVersionSums(findings: readonly Finding[]): readonly MetricValue[] {
  const limit = findings.find((finding) => inventoryOf(finding) !== undefined)?.limit;
  const expected = findings.filter(
    (finding) => finding.limit === limit && finding.state !== 'not-enabled',
  );
  const inventories = expected.map(inventoryOf).filter((each) => each !== undefined);
  if (inventories.length === 0) return [];
  const coverage = { isWhole: inventories.length === expected.length, isAtThreshold: false };
  const sum = (pick: (inventory: CodeInventory) => number): number =>
    inventories.reduce((total, inventory) => total + pick(inventory), 0);
  const sums: readonly MetricValue[] = [
    { name: 'OldVersions', unit: 'Count', value: sum(({ oldVersions }) => oldVersions) },
    {
      name: 'OldVersionPackageBytes',
      unit: 'Bytes',
      value: sum(({ oldPackageBytes }) => oldPackageBytes),
    },
  ];
  return sums.filter(({ name }) => isWritable(name, coverage));
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
    ...('used' in finding && { used: finding.used.amount }),
    ...('quota' in finding && { quota: finding.quota.amount }),
    ...('stated' in finding && { statedBy: finding.stated?.owner }),
    ...('failure' in finding && {
      reason: finding.failure.reason,
      operation: finding.failure.operation,
    }),
  };
}
