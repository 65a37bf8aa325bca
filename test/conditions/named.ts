export interface Named {
  readonly file: string;
  /** The condition as it stands in the file, each run of white space as one space. */
  readonly text: string;
  readonly made: boolean;
  readonly why: string;
}

/** Changed conditions for which no test fails, and why that is right. */
export const NAMED: readonly Named[] = [];
