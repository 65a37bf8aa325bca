import type { BenchContext } from '../context.ts';
import { median, type Figure, type PartResult } from '../figures.ts';
import type { WallFloor } from '../floors/wall.ts';
import type { Measurement } from '../measured.ts';

const MOST_WATCH = 1.15;
const MOST_PRUNE = 1.1;

/** Compares the time from event to answer with the larger of latency × chain and calls ÷ rate. */
export async function wallPart(_: BenchContext, measured: Measurement): Promise<PartResult> {
  const watch = await measured.watch();
  const steps = await measured.prune();
  return {
    part: 'wall',
    figures: [
      ...watch.map(({ latencyMs, wallMs, floor }) =>
        figureOf(`watch at ${latencyMs} ms`, median(wallMs), floor, MOST_WATCH),
      ),
      ...steps.map(({ step, latencyMs, wallMs, floor }) =>
        figureOf(`${step} at ${latencyMs} ms`, wallMs, floor, MOST_PRUNE),
      ),
    ],
    notes: [
      `watch: the median of ${watch[0]?.wallMs.length ?? 0}, each in a new process; plan and apply: one run a latency, all side by side.`,
      ...watch.map(
        ({ latencyMs, floor }) =>
          `watch at ${latencyMs} ms: the floor is that of the ${floor.because}.`,
      ),
      ...steps.map(
        ({ step, latencyMs, floor }) =>
          `${step} at ${latencyMs} ms: the floor is that of the ${floor.because}.`,
      ),
    ],
  };
}

function figureOf(name: string, wallMs: number, floor: WallFloor, most: number): Figure {
  const target = { most, of: 'ratio' } as const;
  return { name, measured: wallMs / 1_000, unit: 's', floor: floor.ms / 1_000, target };
}
