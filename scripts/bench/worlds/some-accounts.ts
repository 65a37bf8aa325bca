import type { Setting } from './accounts.ts';
import {
  accountId,
  configurationText,
  functionsOf,
  memberAccount,
  toolingAccount,
} from './accounts.ts';

export const SOME_REGIONS = ['eu-west-1', 'us-east-1', 'eu-central-1'] as const;

/** The size of the largest account's Region: its functions, and the versions of each. */
export interface LargestRegion {
  readonly functions: number;
  readonly versions: number;
}

/** Returns eight accounts in three Regions: one Region takes long, some have a few functions, most are empty. */
export function someAccounts({ functions, versions }: LargestRegion, now: number): Setting {
  const accounts = Array.from({ length: 8 }, (_, at) =>
    memberAccount(accountId(at), `team-${at}`, {
      bucketCount: 40 * at,
      regions: {
        'eu-west-1': {
          functions: at === 0 ? functionsOf(functions, versions, now) : functionsOf(at, 12, now),
        },
        ...(at % 3 === 0 && { 'us-east-1': { functions: functionsOf(3, 10, now) } }),
      },
    }),
  );
  return {
    world: { accounts: [toolingAccount(), ...accounts] },
    configurationText: configurationText(accounts, SOME_REGIONS),
  };
}
