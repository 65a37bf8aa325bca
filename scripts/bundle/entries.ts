/** A Lambda function's bundle: one source file in, one file out. */
export interface BundleEntry {
  /** The folder below `dist/` that becomes the function's package. */
  readonly name: string;
  /** From the root of the repository. */
  readonly source: string;
  /** A bundle above this fails the build: cold starts grow with every byte that is parsed. */
  readonly maximumBytes: number;
  /** What it may have besides where the configuration has rules for accounts. */
  readonly discoveryBytes?: number;
}

export const entries: readonly BundleEntry[] = [
  { name: 'watch', source: 'src/entry/watch.ts', maximumBytes: 480_000, discoveryBytes: 40_000 },
  // Instead of it where the engine is distributed: the same, and the stages of a run.
  {
    name: 'watch-stages',
    source: 'src/entry/watch-stages.ts',
    maximumBytes: 500_000,
    discoveryBytes: 40_000,
  },
  { name: 'plan', source: 'src/entry/plan.ts', maximumBytes: 740_000 },
  { name: 'prune', source: 'src/entry/prune.ts', maximumBytes: 430_000 },
  { name: 'slack', source: 'src/entry/slack.ts', maximumBytes: 250_000 },
];
