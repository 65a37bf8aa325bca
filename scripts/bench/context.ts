/** What every part of the benchmark is given. */
export interface BenchContext {
  readonly isQuick: boolean;
  /** For bundles and whatever else is written; removed at the end. */
  readonly directory: string;
  /** Ages are judged by it in every world. */
  readonly now: number;
  /** A line about what is going on. */
  readonly tell: (line: string) => void;
}
