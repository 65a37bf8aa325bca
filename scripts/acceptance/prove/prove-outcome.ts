import type { FactResult, Leftover } from './model.ts';

export type ProveEnd = 'done' | 'attention' | 'incomplete' | 'interrupted';

/**
 * How a run ended, the worst first: what is left or could not be determined makes it incomplete. A fact
 * that is otherwise and asks for something is a remark, since nothing in the code relies on it.
 */
export function proveEnd(run: {
  readonly results: readonly FactResult[];
  readonly left: readonly Leftover[];
  readonly wasInterrupted: boolean;
  /** As with `--detailed-exitcode`. */
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
