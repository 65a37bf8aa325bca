import type { IncreaseRule } from '../../model/increase/increase.ts';

/**
 * The value to request next: one step above the applied one, whole, and never above the ceiling.
 * `undefined` where that is not more than what is applied.
 */
export function nextValue(
  applied: number,
  { ceiling, step }: Pick<IncreaseRule, 'ceiling' | 'step'>,
): number | undefined {
  // To the nearest: 10 × 1.1 is a little more than 11. A small quota grows by at least one.
  const stepped = step.kind === 'by' ? applied + step.amount : Math.round(applied * step.factor);
  const next = Math.min(Math.max(stepped, applied + 1), Math.floor(ceiling));
  return Number.isSafeInteger(next) && next > applied ? next : undefined;
}
