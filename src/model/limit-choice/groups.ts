import type { LimitDefinition } from '../limit.ts';
import type { LimitSet } from './sets.ts';
import { LIMIT_SETS } from './sets.ts';

/** Limits that are switched on together. */
export interface LimitGroup<Definition> {
  /** Absent: watched always. */
  readonly set?: LimitSet;
  /** `IAM`. */
  readonly title: string;
  readonly limits: readonly Definition[];
}

/** Limits by set, in the order in which each set comes first. */
export function limitGroups<Definition extends Pick<LimitDefinition, 'set'>>(
  limits: readonly Definition[],
): readonly LimitGroup<Definition>[] {
  return [...new Set(limits.map(({ set }) => set))].map((set) => ({
    ...(set !== undefined && { set }),
    title: set === undefined ? 'Always watched' : LIMIT_SETS[set].title,
    limits: limits.filter((one) => one.set === set),
  }));
}
