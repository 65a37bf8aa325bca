import type { Command } from 'commander';

import type { SharedOptions } from '../cli-command.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import { selectionFlags } from '../selection-flags.ts';

/** Where a report is to come from: what `check` and `report` have in common. */
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
