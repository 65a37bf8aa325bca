import type { BenchContext } from './context.ts';
import { measurePrune, type StepAtLatency } from './measure-prune.ts';
import { measureWatch, type WatchAtLatency } from './measure-watch.ts';

const LATENCIES_MS = [0, 60, 200] as const;

/** Measurements that several parts use. Each is made once, when it is first requested. */
export interface Measurement {
  readonly watch: () => Promise<readonly WatchAtLatency[]>;
  readonly prune: () => Promise<readonly StepAtLatency[]>;
}

export function measureOnce(context: BenchContext): Measurement {
  let watch: ReturnType<Measurement['watch']> | undefined;
  let prune: ReturnType<Measurement['prune']> | undefined;
  return {
    watch: () => (watch ??= measureWatch(context, LATENCIES_MS)),
    prune: () => (prune ??= measurePrune(context, LATENCIES_MS)),
  };
}
