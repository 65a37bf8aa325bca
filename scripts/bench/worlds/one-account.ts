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
 * One account in one Region, with `functions` functions of `versions` published versions each, of which a watch
 * run has seen the aliases: without that a plan deletes nothing.
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
