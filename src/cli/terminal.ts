/** Where a command writes. Lines are plain text without their end. */
export interface Terminal {
  /** Results: standard output. */
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Replaces the line that it wrote before; absent without a terminal. */
  readonly rewrite?: (line: string) => void;
  /** Absent without a terminal. Undefined: Ctrl-C, Ctrl-D, a closed terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Cells of a line. */
  readonly columns: number;
  /** Cells of a line of results; absent without a terminal. */
  readonly resultColumns?: number | undefined;
}

/** COLUMNS, for output to no terminal. https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html */
export function givenColumns({ COLUMNS = '' }: Readonly<Record<string, string | undefined>>) {
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}
