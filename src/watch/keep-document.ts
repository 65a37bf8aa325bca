import type { Publish } from '../alerts/ports.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Configuration } from '../model/configuration.ts';
import { reportsPrefix } from '../model/report-names.ts';
import type { JudgePorts } from './ports.ts';

/** Beside the reports: with their permission and expiry. */
const FOLDER = 'alerts/';

type WriteResult = { readonly failure: ReadFailure | undefined } | { readonly bug: unknown };

/** The documents of a run's alerts, written while messages are sent. */
export interface DocumentKeeper {
  readonly keep: NonNullable<Publish['keep']>;
  /** Resolves when all are written or refused, which is logged. */
  readonly settled: () => Promise<void>;
}

export function documentKeeper(
  { deployment, state }: Pick<Configuration, 'deployment' | 'state'>,
  { reports, log }: Pick<JudgePorts, 'reports' | 'log'>,
): DocumentKeeper {
  const writing: Promise<WriteResult>[] = [];
  return {
    keep(name, json) {
      writing.push(
        reports.put(`${FOLDER}${name}`, json, 'application/json').then(
          (failure) => ({ failure }),
          (bug: unknown) => ({ bug }),
        ),
      );
      return { bucket: state.bucket, key: `${reportsPrefix(deployment)}${FOLDER}${name}` };
    },
    async settled() {
      for (const written of await Promise.all(writing)) {
        if ('bug' in written) throw written.bug;
        if (written.failure !== undefined) log.reportNotKept(written.failure);
      }
    },
  };
}
