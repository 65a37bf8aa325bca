import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import type { LimitsWorld, UsageMetricWorld } from '../../world/limits.ts';

/** One metric of AWS/Lambda with the moments at which it had data. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (Dimension & { readonly Name: string; readonly Value: string })[];
  /** Epoch milliseconds, ascending; one invocation each. */
  readonly times: readonly number[];
  /** Of a metric with values, instead of `times`. */
  readonly usage?: UsageMetricWorld;
}

/** Every five minutes: CloudWatch User Guide, "AWS usage metrics" says no interval; seen of most. */
const STEP_MS = 300_000;

/** The data points of a metric with values in a range, ascending. */
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

/** What Lambda publishes for each invocation; a few of many. Basis: "Types of metrics for functions". */
const METRIC_NAMES = ['Duration', 'Errors', 'Invocations', 'Throttles'];

/**
 * Metrics of the Region that have had data up to now.
 *
 * An invocation counts for the function, for the Resource that was named (`pay`, `pay:7`,
 * `pay:live`), behind an alias also for the ExecutedVersion, and for all functions together. Metrics
 * outlive their functions and versions. Basis: AWS Lambda, "Viewing metrics for Lambda functions".
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

/** The same for the same metric, in whatever order its dimensions are given. */
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
