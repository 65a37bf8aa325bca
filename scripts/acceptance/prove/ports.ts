import type { FactId, FactResult, Removal } from './model.ts';

/** One or more questions about AWS, with the steps that answer them. */
export interface Experiment {
  readonly facts: readonly FactId[];
  /** For a person: `a function with 2 versions`. */
  readonly makes: string;
  /** One result for each fact. Resolves whatever AWS answers. */
  readonly run: () => Promise<readonly FactResult[]>;
}

/** One run of experiments in an account. */
export interface ProveLab {
  readonly experiments: readonly Experiment[];
  /** Removes all that the run has made or may have made, whatever became of it. Resolves whatever AWS answers. */
  readonly remove: () => Promise<Removal>;
}
