import type { FactId, FactResult, Removal } from './model.ts';

/** An experiment that is ready to run: it answers one or more questions about AWS. */
export interface Experiment {
  readonly facts: readonly FactId[];
  /** What the experiment creates, for a person: `a function with 2 versions`. */
  readonly makes: string;
  /** Returns one result for each fact. It never rejects. */
  readonly run: () => Promise<readonly FactResult[]>;
}

export interface ProveLab {
  readonly experiments: readonly Experiment[];
  /** Removes everything that the run created or may have created. It never rejects because of an answer of AWS. */
  readonly remove: () => Promise<Removal>;
}
