import type { FactResult, Removal, Ruling } from './model.ts';
import type { Experiment, ProveLab } from './ports.ts';

export interface ProveProgress {
  readonly begins: (experiment: Experiment) => void;
  readonly removes: () => void;
}

const STOPPED: Ruling = {
  verdict: 'could-not-tell',
  why: 'Not tried: the run was stopped before.',
};

/** The result of a run: one result for every fact, and what was removed. */
export interface ProveRunResult {
  readonly results: readonly FactResult[];
  readonly removal: Removal;
  /** An unexpected error, which is a bug. The removal ran nevertheless. */
  readonly unforeseen?: Error;
}

/**
 * Runs the experiments one after the other, since each may change what the next one measures, and then always
 * removes what they created. After `stop` is aborted, no further experiment begins.
 */
export async function prove(
  { experiments, remove }: ProveLab,
  stop: AbortSignal,
  progress: ProveProgress,
): Promise<ProveRunResult> {
  const results: FactResult[] = [];
  let unforeseen: Error | undefined;
  try {
    for (const experiment of experiments) {
      if (stop.aborted) break;
      progress.begins(experiment);
      results.push(...(await experiment.run()));
    }
  } catch (error) {
    unforeseen = error instanceof Error ? error : new Error('not an error', { cause: error });
  }
  const tried = new Set(results.map(({ fact }) => fact));
  const untried = experiments.flatMap(({ facts }) => facts).filter((fact) => !tried.has(fact));
  results.push(...untried.map((fact): FactResult => ({ fact, ruling: STOPPED })));
  progress.removes();
  const removal = await remove();
  return { results, removal, ...(unforeseen && { unforeseen }) };
}
