import type { AccountId } from '../model/aws-ids.ts';
import { roleName } from '../model/aws-ids.ts';
import type { Configuration } from '../model/configuration.ts';
import type { PrunableAccount } from '../model/prune-guard.ts';

/** Of the stack `member-prune-role.yml`; `MemberPruneRoleName` of the prune function's. */
export const PRUNE_ROLE = roleName('limits-watchdog-prune');

/** What the configuration says of an account that is to be planned or pruned. */
export function prunableAccount(
  { accounts }: Pick<Configuration, 'accounts'>,
  id: AccountId,
): PrunableAccount | undefined {
  const found = accounts.find((account) => account.id === id);
  if (found === undefined) return undefined;
  const { name, stage } = found;
  return { account: { id, name, stage }, nameMisleads: false, liftsCap: false };
}

/** Where plans and runs of a deployment lie in the bucket of its state. */
export function prunePrefix({ deployment }: Pick<Configuration, 'deployment'>): string {
  return `${deployment}/prune`;
}
