import type { AccountId } from '../model/aws-ids.ts';
import type { Configuration, ConfigurationFile } from '../model/configuration.ts';
import type { PrunableAccount } from '../prune/model/recheck.ts';

/** The accounts that the file lists itself: of those it knows the stage. */
export function listedIn({
  accounts,
}: Pick<ConfigurationFile, 'accounts'>): ReadonlySet<AccountId> {
  return new Set(accounts.map(({ id }) => id));
}

/**
 * What the configuration says of an account that is to be planned or pruned.
 * @param doubt why the stage of accounts that are not `listed` cannot be relied on, if so
 */
export function prunableAccount(
  { accounts }: Pick<Configuration, 'accounts'>,
  id: AccountId,
  listed: ReadonlySet<AccountId>,
  doubt: string | undefined,
): PrunableAccount | undefined {
  const found = accounts.find((account) => account.id === id);
  if (found === undefined) return undefined;
  const { name, stage, prune } = found;
  const isDoubtful = doubt !== undefined && !listed.has(id);
  return { account: { id, name, stage }, ...prune, ...(isDoubtful && { doubt }) };
}

/** Where plans and runs of a deployment lie in the bucket of its state. */
export function prunePrefix({ deployment }: Pick<Configuration, 'deployment'>): string {
  return `${deployment}/prune`;
}
