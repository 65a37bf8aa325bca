import type { Instant } from '../../model/time.ts';
import type { PrunePlan } from '../model/prune-plan.ts';

/**
 * When the oldest evidence that a plan rests on began to be read. A plan's own time is when the first
 * of its reads began, so that nothing in it is older.
 */
export function oldestEvidence({ madeAt }: Pick<PrunePlan, 'madeAt'>): Instant {
  return madeAt;
}
