/** Where a command writes. Lines are plain text without their end. */
export interface Terminal {
  /** Results: standard output. */
  readonly out: (line: string) => void;
  /** All the rest: standard error. */
  readonly err: (line: string) => void;
  /** Shows a line in place of the one that it showed before; absent where it is no terminal. */
  readonly rewrite?: (line: string) => void;
  /** Absent without a terminal. @returns undefined when nothing was typed: Ctrl-C, Ctrl-D, a closed terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Cells of a line. */
  readonly columns: number;
  /** Cells of a line of results; absent where they go to no terminal, and may be as wide as they are. */
  readonly resultColumns?: number | undefined;
}

/**
 * Cells of a line as the environment says them, for output that is no terminal; undefined where it says
 * no whole number above 0. https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function givenColumns({ COLUMNS = '' }: Readonly<Record<string, string | undefined>>) {
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}
