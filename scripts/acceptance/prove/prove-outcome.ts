import type { FactResult, Leftover } from './model.ts';

export type ProveEnd = 'done' | 'attention' | 'incomplete' | 'interrupted';

/**
 * Returns how a run ended; the worst outcome wins. It is incomplete when a resource is left or a fact could
 * not be determined. Advice alone gives `attention`, and only with `--detailed-exitcode`.
 */
export function proveEnd(run: {
  readonly results: readonly FactResult[];
  readonly left: readonly Leftover[];
  readonly wasInterrupted: boolean;
  /** True with `--detailed-exitcode`. */
  readonly saysAttention: boolean;
}): ProveEnd {
  const { results, left, wasInterrupted, saysAttention } = run;
  if (wasInterrupted) return 'interrupted';
  const isUntold = results.some(({ ruling }) => ruling.verdict === 'could-not-tell');
  if (isUntold || left.length > 0) return 'incomplete';
  const asks = results.some(
    ({ ruling }) => ruling.verdict === 'otherwise' && ruling.advice.kind !== 'nothing',
  );
  return asks && saysAttention ? 'attention' : 'done';
}
