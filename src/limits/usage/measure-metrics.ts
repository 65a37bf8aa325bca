import type { AwsOperations } from '../../aws/operations.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { LimitValue, Measurement } from '../../model/finding.ts';
import type { LimitId, LimitRule } from '../../model/limit.ts';
import type { Target } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import { quantity } from '../../model/units.ts';
import type { MetricLimit } from '../limit.ts';
import type { ReadEarlierFigures } from '../ports.ts';
import { withIncrease } from '../quota-increase.ts';
import type { RegionMemory } from '../remembered/memory.ts';
import { withCurrentQuota } from '../remembered/quotas.ts';
import { readQuotaAnswer } from '../service-quota.ts';
import type { MetricReading } from './metric-data.ts';
import { readMetricData } from './metric-data.ts';
import { usageFromMetric, WINDOW_MS } from './usage-from-metric.ts';
import { quotaFault, quotaName, USAGE_NAMESPACE, usageMetricOf } from './usage-metric.ts';
import type { UsageMetric } from './usage-metric.ts';

export interface UsageTarget {
  readonly aws: AwsOperations;
  readonly target: Target;
  readonly region: Region;
  readonly now: Instant;
  readonly readEarlier: ReadEarlierFigures;
  readonly memory?: RegionMemory;
}

export interface LimitWithRule {
  readonly limit: MetricLimit;
  readonly rule: LimitRule;
}

/** A limit whose quota and usage metric are known. */
interface ReadableLimit extends LimitWithRule {
  readonly value: LimitValue;
  readonly metric: UsageMetric;
  readonly isAdjustable: boolean;
}

/** Measures limits by their usage metrics, all together. Each limit is in the result, also when it cannot be measured. */
export async function measureMetrics(
  limits: readonly LimitWithRule[],
  of: UsageTarget,
): Promise<ReadonlyMap<LimitId, Measurement>> {
  const measured = new Map<LimitId, Measurement>();
  const readable: ReadableLimit[] = [];
  for (const one of limits) {
    const read = await readMetricOf(one, of);
    if ('metric' in read) readable.push(read);
    else measured.set(one.limit.definition.id, { kind: 'not-measured', failure: read });
  }
  const readings = await readMetricData(
    of.aws,
    readable.map(({ metric }) => metric),
    { from: instant(of.now - WINDOW_MS), to: of.now },
  );
  const withData = new Set(readable.filter((one, at) => hasUsageData(one, readings[at])));
  for (const [at, one] of readable.entries()) {
    const othersReport = [...withData].some((other) => other !== one);
    const measurement = await measurementOf(one, readings[at], othersReport, of);
    measured.set(one.limit.definition.id, measurement);
  }
  return measured;
}

function hasUsageData({ metric }: ReadableLimit, reading: MetricReading | undefined): boolean {
  const hasData = reading !== undefined && 'points' in reading && reading.points.length > 0;
  return metric.namespace === USAGE_NAMESPACE && hasData;
}

async function readMetricOf(
  { limit, rule }: LimitWithRule,
  { aws, region }: UsageTarget,
): Promise<ReadableLimit | ReadFailure> {
  const { value, quota: answer } = await readQuotaAnswer(aws, limit.quota, limit.definition.unit);
  if (answer === undefined && !value.known) {
    const { failure } = value;
    return failure.errorName === 'NoSuchResourceException'
      ? quotaFault('NoSuchQuota', `Service Quotas has no ${quotaName(limit.quota)} in ${region}`)
      : failure;
  }
  const identity = usageMetricOf(answer ?? {}, limit);
  if ('failure' in identity) return identity.failure;
  const { source } = limit.definition;
  const isAdjustable =
    source.kind === 'quota' && source.increase === 'possible' && answer?.Adjustable !== false;
  return { limit, rule, value, metric: identity.metric, isAdjustable };
}

async function measurementOf(
  { limit, rule, value, metric, isAdjustable }: ReadableLimit,
  reading: MetricReading | undefined,
  othersReport: boolean,
  { aws, target, now, readEarlier, memory }: UsageTarget,
): Promise<Measurement> {
  if (reading === undefined) throw new TypeError('a metric was not asked for');
  if ('failure' in reading) return { kind: 'not-measured', failure: reading.failure };
  const { points } = reading;
  // The state is large, so it is read only for peaks and for metrics without data.
  const isNeeded = metric.figure === 'peak' || points.length === 0;
  const figures = isNeeded ? await readEarlier() : undefined;
  const isUnreadable = figures === 'unreadable';
  const usage = usageFromMetric({
    metric,
    points,
    silence: limit.usage.silence,
    earlier: isUnreadable ? figures : figures?.lastOf(target, limit.definition.id),
    lastRunAt: isUnreadable ? undefined : figures?.endedAt,
    othersReport,
    now,
  });
  if (usage.kind !== 'used') return { kind: usage.kind, failure: usage.failure };
  const used = quantity(limit.definition.unit, usage.amount);
  const measured = { kind: 'measured', used, limit: value, figure: usage.figure } as const;
  const whole = isAdjustable ? await withIncrease(aws, measured, limit.quota, rule) : measured;
  return memory === undefined ? whole : withCurrentQuota(whole, limit, rule, aws, memory);
}
