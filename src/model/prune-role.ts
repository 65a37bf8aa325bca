import type { AccountRef } from './configuration.ts';

/** Whether an account that may never be pruned has a prune role. Only where AWS has said so. */
export interface PruneRoleReading {
  readonly account: AccountRef;
  readonly isPresent: boolean;
}
