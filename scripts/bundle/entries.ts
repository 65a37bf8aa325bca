/** A Lambda function's bundle: one source file in, one file out. */
export interface BundleEntry {
  /** The folder below `dist/` that becomes the function's package. */
  readonly name: string;
  /** From the root of the repository. */
  readonly source: string;
  /** Whether it finds accounts, or asks for one, where the configuration has rules for them. */
  readonly discovers?: true;
}

export const entries: readonly BundleEntry[] = [
  { name: 'watch', source: 'src/functions/watch.ts', discovers: true },
  // Instead of it where the engine is distributed: the same, and the stages of a run.
  { name: 'watch-stages', source: 'src/functions/watch-stages.ts', discovers: true },
  { name: 'plan', source: 'src/functions/plan.ts', discovers: true },
  { name: 'prune', source: 'src/functions/prune.ts', discovers: true },
  { name: 'mute', source: 'src/functions/mute.ts' },
  { name: 'increase', source: 'src/functions/increase.ts' },
  { name: 'slack', source: 'src/functions/slack.ts' },
];
