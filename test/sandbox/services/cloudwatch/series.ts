import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';

/** One metric of AWS/Lambda with the moments at which it had data. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (Dimension & { readonly Name: string; readonly Value: string })[];
  /** Epoch milliseconds, ascending; one invocation each. */
  readonly times: readonly number[];
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
  return [...byDimensions.values()].flatMap(({ dimensions, times }) => {
    times.sort((a, b) => a - b);
    return METRIC_NAMES.map((name) => ({ namespace: 'AWS/Lambda', name, dimensions, times }));
  });
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
