import type { LimitDefinition } from '../limit.ts';
import type { LimitSet } from './sets.ts';
import { LIMIT_SETS } from './sets.ts';

/** The limits that the configuration switches on together as a set, or those that are always watched. */
export interface LimitGroup<Definition> {
  /** Absent for the group of limits that are always watched. */
  readonly set?: LimitSet;
  /** The heading of the group, such as `IAM`. */
  readonly title: string;
  readonly limits: readonly Definition[];
}

/** The limits grouped by set, in the order in which each set first occurs. */
export function limitGroups<Definition extends Pick<LimitDefinition, 'set'>>(
  limits: readonly Definition[],
): readonly LimitGroup<Definition>[] {
  return [...new Set(limits.map(({ set }) => set))].map((set) => ({
    ...(set !== undefined && { set }),
    title: set === undefined ? 'Always watched' : LIMIT_SETS[set].title,
    limits: limits.filter((one) => one.set === set),
  }));
}
