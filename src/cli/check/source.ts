import type { Command } from 'commander';

import type { RunReport } from '../../model/run-report.ts';
import type { CheckScope } from '../../functions/watch/check-selection.ts';
import type { CliOutcome, SharedOptions } from '../cli-command.ts';
import type { AccountsToMeasure } from './known-accounts.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import { selectionFlags } from '../selection-flags.ts';

/** Who measured (`local`: with own credentials; `assumed`: with assumed roles), or where the report was read. */
export type ReportSource = 'function' | 'local' | 'assumed' | 'latest' | 'file';

export type ReportResult =
  | {
      readonly ok: true;
      readonly report: RunReport;
      readonly source: ReportSource;
      /** The setting `command` of the configuration; undefined when no configuration was read. */
      readonly command?: string;
    }
  | {
      readonly ok: false;
      readonly outcome: CliOutcome['outcome'];
      readonly messages: readonly string[];
    };

export interface MeasureRequest {
  readonly options: CheckOptions;
  readonly known: AccountsToMeasure;
  readonly selected: CheckScope;
}

export function noReport(...messages: readonly string[]): ReportResult {
  return { ok: false, outcome: 'failed', messages };
}

export function interruptedReport(): ReportResult {
  const messages = ['Stopped. Measuring only reads, and nothing was changed.'];
  return { ok: false, outcome: 'interrupted', messages };
}

export interface CheckOptions extends SharedOptions, Required<SelectionOptions> {
  readonly watchFunction?: string;
  readonly local?: boolean;
  readonly assume?: boolean;
}

export function checkFlags(command: Command): Command {
  return selectionFlags(command, 'with limits')
    .option('--watch-function <name>', 'instead of DEPLOYMENT-watch; a name or an ARN')
    .option('--local', 'measure from here, with your own credentials, the account they belong to')
    .option('--assume', 'measure from here every account whose read role trusts you');
}
