import type { Command } from 'commander';

import type { CheckSelection } from '../../check-selection.ts';
import type { SharedOptions } from '../cli-command.ts';

/** Where a report is to come from: what `check` and `report` have in common. */
export interface CheckOptions extends SharedOptions {
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly limit: readonly string[];
  readonly watchFunction?: string;
  readonly local?: boolean;
  readonly assume?: boolean;
}

export function checkFlags(command: Command): Command {
  const also = (one: string, others: readonly string[]): readonly string[] => [...others, one];
  return command
    .option('--account <glob>', 'only accounts of this name or id; may be repeated', also, [])
    .option(
      '--region <glob>',
      'only these Regions; global is an account as a whole; may be repeated',
      also,
      [],
    )
    .option('--limit <glob>', 'only these limits; may be repeated', also, [])
    .option('--watch-function <name>', 'instead of DEPLOYMENT-watch; a name or an ARN')
    .option('--local', 'measure from here, with your own credentials, the account they belong to')
    .option('--assume', 'measure from here every account whose read role trusts you');
}

export function selectionOf({ account, region, limit }: CheckOptions): CheckSelection {
  return { accounts: account, regions: region, limits: limit };
}
