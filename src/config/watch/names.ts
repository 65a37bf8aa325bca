import type { LimitDefinition, LimitId } from '../../model/limit.ts';

/** Every limit of a set. */
export const ALL = 'all';

/** The limits that names stand for, in the order of `definitions`. Quotas by code are named by `quotas` or their ids. */
export function limitsNamed(
  names: readonly (string | undefined)[],
  definitions: readonly Pick<LimitDefinition, 'id' | 'set'>[],
): readonly LimitId[] {
  return definitions
    .filter(({ id, set }) => set !== undefined && [ALL, set, id].some((one) => names.includes(one)))
    .map(({ id }) => id);
}
