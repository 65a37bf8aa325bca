import type { Condition } from './conditions.ts';
import type { Change } from './ledger.ts';

export interface Named {
  readonly file: string;
  /** The condition as it stands in the file, each run of white space as one space. */
  readonly text: string;
  readonly made: boolean;
  readonly why: string;
}

/** Changed conditions for which no test fails, and why that is right. */
export const NAMED: readonly Named[] = [];

/** The changes that `NAMED` names, wherever the condition stands in its file, and those of properties. */
export function namedChanges(conditions: readonly Condition[]): readonly Change[] {
  const ofProperties = conditions
    .filter(({ isOfProperty }) => isOfProperty)
    .map(({ id }) => ({ id, made: true }));
  const named = NAMED.flatMap(({ file, text, made }) =>
    conditions
      .filter((condition) => condition.file === file && condition.text === text)
      .map(({ id }) => ({ id, made })),
  );
  return [...ofProperties, ...named];
}
