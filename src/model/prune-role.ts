import type { AccountRef } from './configuration.ts';
import type { RolePresence } from './doctor.ts';

/** Whether an account that may never be pruned has a prune role. `unknown`: it could not be read. */
export interface PruneRoleReading {
  readonly account: AccountRef;
  readonly presence: RolePresence['kind'];
}
