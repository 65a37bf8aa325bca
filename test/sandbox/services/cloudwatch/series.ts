import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import type { LimitsWorld, UsageMetricWorld } from '../../world/limits.ts';

/** One metric with its dimensions and data. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (Dimension & { readonly Name: string; readonly Value: string })[];
  /** Times of invocations in epoch milliseconds, ascending; empty for a metric with `usage`. */
  readonly times: readonly number[];
  /** The values of a metric that does not count invocations; undefined for a metric of Lambda. */
  readonly usage?: UsageMetricWorld;
}

/**
 * The interval of usage metrics. CloudWatch User Guide, "AWS usage metrics" names none; most were observed every
 * five minutes.
 */
const STEP_MS = 300_000;

/** Returns the data points of a metric with values in a time range, ascending. */
export function valuesIn(
  { steady, values = {} }: UsageMetricWorld,
  { from, to }: { readonly from: number; readonly to: number },
): readonly { readonly time: number; readonly value: number }[] {
  const points = Object.entries(values).map(([at, value]) => ({ time: momentOf(at), value }));
  if (steady !== undefined) {
    const first = Math.ceil(from / STEP_MS) * STEP_MS;
    for (let time = first; time < to; time += STEP_MS) points.push({ time, value: steady });
  }
  return points.filter(({ time }) => time >= from && time < to).toSorted((a, b) => a.time - b.time);
}

function usageSeries({ usageMetrics = [] }: Pick<LimitsWorld, 'usageMetrics'>): readonly Series[] {
  return usageMetrics.map((usage) => ({
    namespace: usage.namespace ?? 'AWS/Usage',
    name: usage.name ?? 'ResourceCount',
    dimensions: Object.entries(usage.dimensions).map(([Name, Value]) => ({ Name, Value })),
    times: [],
    usage,
  }));
}

/** Metrics that Lambda publishes for each invocation; AWS has more. Basis: "Types of metrics for functions". */
const METRIC_NAMES = ['Duration', 'Errors', 'Invocations', 'Throttles'];

/**
 * Returns the metrics of the Region that have had data up to now.
 *
 * An invocation counts for the function, for the Resource that was named (`pay`, `pay:7`, `pay:live`), for the
 * ExecutedVersion when an alias was named, and for all functions together. The metrics of deleted functions and
 * versions remain. Basis: AWS Lambda, "Viewing metrics for Lambda functions".
 */
export function seriesOf({ account, region, now }: RequestContext): readonly Series[] {
  const lambda = account.lambda(region);
  const byDimensions = new Map<string, { dimensions: Series['dimensions']; times: number[] }>();
  for (const fn of [...lambda.functions, ...lambda.removed]) {
    for (const [named, days] of Object.entries(fn.world.invocations ?? {})) {
      const times = days.map(momentOf).filter((time) => time <= now);
      if (times.length === 0) continue;
      for (const dimensions of dimensionsOf(fn, named)) {
        const key = JSON.stringify(dimensions);
        const known = byDimensions.get(key) ?? { dimensions, times: [] };
        known.times.push(...times);
        byDimensions.set(key, known);
      }
    }
  }
  const ofInvocations = [...byDimensions.values()].flatMap(({ dimensions, times }) => {
    times.sort((a, b) => a - b);
    return METRIC_NAMES.map((name) => ({ namespace: 'AWS/Lambda', name, dimensions, times }));
  });
  return [...ofInvocations, ...usageSeries(account.world.regions?.[region] ?? {})];
}

/** Returns a key of a metric that does not depend on the order of its dimensions. */
export function identityOf(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[],
): string {
  const sorted = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return JSON.stringify([namespace, name, ...sorted]);
}

function dimensionsOf(fn: FunctionState, named: string): readonly Series['dimensions'][] {
  const [qualifier = '', executed] = named.split(':');
  const FunctionName = { Name: 'FunctionName', Value: fn.name };
  const Resource = {
    Name: 'Resource',
    Value: qualifier === '' ? fn.name : `${fn.name}:${qualifier}`,
  };
  const alias = fn.aliases.find(({ name }) => name === qualifier);
  const version = executed ?? alias?.version;
  const behindAlias = version === undefined ? [] : [{ Name: 'ExecutedVersion', Value: version }];
  return [
    [],
    [FunctionName],
    [FunctionName, Resource],
    ...(behindAlias.length > 0 ? [[...behindAlias, FunctionName, Resource]] : []),
  ];
}

function momentOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RangeError(`not a day or moment: ${text}`);
  return time;
}
