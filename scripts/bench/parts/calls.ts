import type { BenchContext } from '../context.ts';
import type { Figure, PartResult } from '../figures.ts';
import { sum, type Calls } from '../floors/watch.ts';
import type { StepAtLatency } from '../measure-prune.ts';
import type { WatchAtLatency } from '../measure-watch.ts';
import type { Measurement } from '../measured.ts';

/** Compares the calls of a run, from the simulated AWS's log, with the fewest that are possible. */
export async function callsPart(_: BenchContext, measured: Measurement): Promise<PartResult> {
  const watch = await measured.watch();
  const steps = await measured.prune();
  const figures: Figure[] = [...watch.map(ofWatch), ...steps.map(ofStep)];
  const notes = [
    ...watch.flatMap(({ latencyMs, calls, callsFloor }) =>
      floorDifferences(`watch at ${latencyMs} ms`, calls, callsFloor),
    ),
    ...steps.flatMap(({ step, latencyMs, calls, callsFloor, refused }) => [
      ...floorDifferences(`${step} at ${latencyMs} ms`, calls, callsFloor),
      ...Object.entries(refused).map(
        ([what, amount]) => `${step} at ${latencyMs} ms: refused ${amount} × ${what}`,
      ),
    ]),
    ...steps.map(
      ({ step, latencyMs, ownCalls, invocations }) =>
        `${step} at ${latencyMs} ms: ${invocations} invocation${invocations === 1 ? '' : 's'}, and ${ownCalls} requests to the deployment's own bucket and topic, which share no limit with anybody's deployments.`,
    ),
  ];
  return { part: 'calls', figures, notes };
}

function ofWatch({ latencyMs, calls, callsFloor }: WatchAtLatency): Figure {
  return figureOf(`watch at ${latencyMs} ms`, calls, callsFloor);
}

function ofStep({ step, latencyMs, calls, callsFloor }: StepAtLatency): Figure {
  return figureOf(`${step} at ${latencyMs} ms`, calls, callsFloor);
}

function figureOf(name: string, calls: Calls, floor: Calls): Figure {
  const target = { most: 1, of: 'ratio' } as const;
  return { name, measured: sum(calls), unit: 'calls', floor: sum(floor), target };
}

/** Returns a sentence for each operation that was called more or less often than the floor. */
function floorDifferences(name: string, calls: Calls, floor: Calls): readonly string[] {
  return [...new Set([...Object.keys(calls), ...Object.keys(floor)])]
    .filter((operation) => calls[operation] !== floor[operation])
    .map(
      (operation) =>
        `${name}: ${operation} ${calls[operation] ?? 0} times, and the floor is ${floor[operation] ?? 0}.`,
    );
}
