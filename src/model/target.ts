import type { Region } from './aws-ids.ts';
import type { AccountRef, ConfiguredRegion } from './configuration.ts';

/** The unit of measuring: an account in one Region, or an account as a whole for its account-wide limits. */
export type Target =
  | ({ readonly scope: 'region'; readonly account: AccountRef } & ConfiguredRegion)
  | { readonly scope: 'account'; readonly account: AccountRef };

/** The place of a target: its Region, or `global` for an account as a whole. */
export function placeOf(target: Target): Region | 'global' {
  return target.scope === 'region' ? target.region : 'global';
}

/** The key of a target, such as `111111111111/eu-west-1`. It is the same in every run. */
export function targetKey(target: Target): string {
  return `${target.account.id}/${placeOf(target)}`;
}
