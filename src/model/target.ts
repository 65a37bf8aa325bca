import type { Region } from './aws-ids.ts';
import type { AccountRef, ConfiguredRegion } from './configuration.ts';

/** What is measured as one: an account in one Region, or an account as a whole. */
export type Target =
  | ({ readonly scope: 'region'; readonly account: AccountRef } & ConfiguredRegion)
  | { readonly scope: 'account'; readonly account: AccountRef };

/** The Region of a target, or `global` for an account as a whole. */
export function placeOf(target: Target): Region | 'global' {
  return target.scope === 'region' ? target.region : 'global';
}

/** `111111111111/eu-west-1`: the same for the same target in every run. */
export function targetKey(target: Target): string {
  return `${target.account.id}/${placeOf(target)}`;
}
