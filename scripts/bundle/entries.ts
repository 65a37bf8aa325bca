/** A Lambda function's bundle, built from one source file into one file. */
export interface BundleEntry {
  /** The folder below `dist/` that becomes the function's package. */
  readonly name: string;
  /** The path of the source from the root of the repository. */
  readonly source: string;
  /** Whether it lists or looks up accounts of the organisation when the configuration discovers accounts. */
  readonly discovers?: true;
}

export const entries: readonly BundleEntry[] = [
  { name: 'watch', source: 'src/functions/watch.ts', discovers: true },
  // Replaces `watch` when the engine is distributed; it also runs the stages of a distributed run.
  { name: 'watch-stages', source: 'src/functions/watch-stages.ts', discovers: true },
  { name: 'plan', source: 'src/functions/plan.ts', discovers: true },
  { name: 'prune', source: 'src/functions/prune.ts', discovers: true },
  { name: 'mute', source: 'src/functions/mute.ts' },
  { name: 'increase', source: 'src/functions/increase.ts' },
  { name: 'slack', source: 'src/functions/slack.ts' },
];
