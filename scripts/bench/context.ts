/** The options of a benchmark run, which every part gets. */
export interface BenchContext {
  readonly isQuick: boolean;
  /** The temporary directory for bundles and other files. */
  readonly directory: string;
  /** The time of every simulated world, in milliseconds since 1970. Ages are computed from it. */
  readonly now: number;
  /** Prints a line about progress. */
  readonly tell: (line: string) => void;
}
