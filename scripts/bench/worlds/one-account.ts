import { recordedState } from '../../../test/prune/alias-record.ts';
import type { Setting } from './accounts.ts';
import {
  accountId,
  configurationText,
  functionsOf,
  memberAccount,
  toolingAccount,
} from './accounts.ts';

/**
 * Returns one account in one Region with `functions` functions of `versions` published versions each. The
 * state contains the aliases that an earlier watch run saw; without them a plan deletes nothing.
 */
export function oneAccount(functions: number, versions: number, now: number): Setting {
  const account = memberAccount(accountId(0), 'dev', {
    regions: { 'eu-west-1': { functions: functionsOf(functions, versions, now) } },
  });
  return {
    world: {
      accounts: [toolingAccount(recordedState([account], new Date(now).toISOString())), account],
    },
    configurationText: configurationText([account], ['eu-west-1']),
  };
}
