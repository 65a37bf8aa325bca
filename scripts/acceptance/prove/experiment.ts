import { failedRuling } from './prove-failure.ts';
import type { FactId, FactResult, Ruling } from './model.ts';
import type { Experiment } from './ports.ts';
import type { ClientSettings, Connection } from '../../../src/aws/clients.ts';
import { readFailure } from '../../../src/aws/failures.ts';
import type { Workshop } from './workshop.ts';

export interface ExperimentTools {
  readonly shop: Workshop;
  readonly connection: Connection;
  /** The client settings of the caller's credentials in the run's Region. */
  readonly settings: ClientSettings;
}

/** An experiment: steps that answer one or more questions about AWS behaviour. */
export interface ExperimentDefinition<Settled extends FactId> {
  readonly facts: readonly Settled[];
  /** What the experiment creates in the account, as a phrase for the announcement. */
  readonly makes: string;
  readonly observe: (tools: ExperimentTools) => Promise<Readonly<Record<Settled, Ruling>>>;
}

/** Returns the experiment with its clients. Its `run` turns errors into `could-not-tell`. */
export function bindExperiment<Settled extends FactId>(
  { facts, makes, observe }: ExperimentDefinition<Settled>,
  tools: ExperimentTools,
): Experiment {
  return {
    facts,
    makes,
    run: async () => {
      try {
        const rulings = await observe(tools);
        return facts.map((fact): FactResult => ({ fact, ruling: rulings[fact] }));
      } catch (error) {
        const ruling = failedRuling(readFailure(error, 'the experiment'));
        return facts.map((fact): FactResult => ({ fact, ruling }));
      }
    },
  };
}
