import type { RunReport } from '../../model/run-report.ts';
import type { CheckScope } from '../../functions/watch/check-selection.ts';
import type { CliOutcome } from '../cli-command.ts';
import type { CheckOptions } from './flags.ts';
import type { Known } from './known-accounts.ts';

/**
 * Where a report is from: measured by the deployed function, or by this command with the caller's own
 * credentials or roles that trust them; or made before, and kept by the service or in a file.
 */
export type ReportSource = 'function' | 'local' | 'assumed' | 'latest' | 'file';

export type Taken =
  | {
      readonly ok: true;
      readonly report: RunReport;
      readonly source: ReportSource;
      /** What the configuration says people type; absent where it was not read. */
      readonly command?: string;
    }
  | {
      readonly ok: false;
      readonly outcome: CliOutcome['outcome'];
      readonly messages: readonly string[];
    };

/** What one of the ways of measuring is asked for. */
export interface Asked {
  readonly options: CheckOptions;
  readonly known: Known;
  readonly selected: CheckScope;
}

export function notTaken(...messages: readonly string[]): Taken {
  return { ok: false, outcome: 'failed', messages };
}

export function interrupted(): Taken {
  const messages = ['Stopped. Measuring only reads, and nothing was changed.'];
  return { ok: false, outcome: 'interrupted', messages };
}
