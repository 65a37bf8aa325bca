import type { AccountRef } from './configuration.ts';
import type { ReadFailure } from './failure.ts';

/** Whether an account has a certain role. A failed read is `unknown`, never `absent`. */
export type RolePresence =
  | { readonly kind: 'present' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly failure: ReadFailure };

/** Whether an account that may never be pruned has a prune role. */
export interface PruneRoleReading {
  readonly account: AccountRef;
  readonly presence: RolePresence['kind'];
}
