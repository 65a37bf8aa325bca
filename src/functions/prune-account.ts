import type { AccountId } from '../model/aws-ids.ts';
import type { Connection } from '../aws/clients.ts';
import type { KeptConfiguration } from '../accounts/list.ts';
import type { Configuration, ConfigurationFile } from '../model/configuration.ts';
import { isComplete } from '../model/configuration.ts';
import type { PrunableAccount } from '../prune/model/recheck.ts';
import type { ReadAccountNow } from '../accounts/ports.ts';
import type { OrganisationAsker } from './ask-organisation.ts';

/** The accounts that the file lists itself: of those it knows the stage. */
function listedIn({ accounts }: Pick<ConfigurationFile, 'accounts'>): ReadonlySet<AccountId> {
  return new Set(accounts.map(({ id }) => id));
}

/**
 * What the configuration says of an account that is to be planned or pruned.
 * @param doubt why the stage of accounts that are not `listed` cannot be relied on, if so
 */
function prunableAccount(
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

/**
 * The same, and of a discovered account what the organisation says of it now: a kept list alone is not
 * enough to plan or to delete.
 */
export async function prunableNow(
  file: ConfigurationFile,
  { configuration, doubt }: KeptConfiguration,
  id: AccountId,
  readNow: ReadAccountNow,
): Promise<PrunableAccount | undefined> {
  const listed = listedIn(file);
  const configured = prunableAccount(configuration, id, listed, doubt);
  if (configured === undefined || isComplete(file) || listed.has(id)) return configured;
  return { ...configured, now: await readNow(id) };
}

/** @throws Error when the configuration has rules for accounts, and the bundle lacks what asks by them. */
export function accountNowOf(
  file: ConfigurationFile,
  asker: OrganisationAsker | undefined,
  connection: Connection,
  sessionName: string,
): ReadAccountNow {
  const { discovery } = file;
  if (discovery === undefined)
    return () => Promise.reject(new Error('there are no rules to ask by'));
  if (asker === undefined) {
    throw new Error('the configuration has rules for accounts, and the bundle cannot ask for one');
  }
  return asker({ ...file, discovery }, connection, sessionName);
}

/** Where plans and runs of a deployment lie in the bucket of its state. */
export function prunePrefix({ deployment }: Pick<Configuration, 'deployment'>): string {
  return `${deployment}/prune`;
}

/** Where reviews of production lie: the prune function may read nothing there. */
export function reviewPrefix({ deployment }: Pick<Configuration, 'deployment'>): string {
  return `${deployment}/review`;
}
