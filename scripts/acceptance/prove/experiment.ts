import { notTold } from './prove-failure.ts';
import type { FactId, FactResult, Ruling } from './model.ts';
import type { Experiment } from './ports.ts';
import type { ClientSettings, Connection } from '../../../src/aws/clients.ts';
import { readFailure } from '../../../src/aws/failures.ts';
import type { Workshop } from './workshop.ts';

/** What experiments work with, beside the functions that they make. */
export interface Bench {
  readonly shop: Workshop;
  readonly connection: Connection;
  /** Of the caller, in the run's Region. */
  readonly settings: ClientSettings;
}

/** One question to AWS, or several that the same steps answer. */
export interface ExperimentDefinition<Settled extends FactId> {
  readonly facts: readonly Settled[];
  /** For a person: what is made for it. */
  readonly makes: string;
  readonly observe: (bench: Bench) => Promise<Readonly<Record<Settled, Ruling>>>;
}

/** The experiment at a bench. It resolves whatever AWS answers: what stops it is a result, too. */
export function set<Settled extends FactId>(
  { facts, makes, observe }: ExperimentDefinition<Settled>,
  bench: Bench,
): Experiment {
  return {
    facts,
    makes,
    run: async () => {
      try {
        const rulings = await observe(bench);
        return facts.map((fact): FactResult => ({ fact, ruling: rulings[fact] }));
      } catch (error) {
        const ruling = notTold(readFailure(error, 'the experiment'));
        return facts.map((fact): FactResult => ({ fact, ruling }));
      }
    },
  };
}
