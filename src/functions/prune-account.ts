import type { AccountId } from '../model/aws-ids.ts';
import type { Connection } from '../aws/clients.ts';
import type { ConfigurationFromList } from '../accounts/list.ts';
import { accountListStore, configurationFromList } from '../accounts/list.ts';
import type { AccountRef, Configuration, ConfigurationFile } from '../model/configuration.ts';
import { isComplete } from '../model/configuration.ts';
import type { PruneOrder } from '../prune/apply/stored-plan.ts';
import { keepRequest } from '../prune/plan/settings.ts';
import type { KeepRequest, PrunableAccount } from '../prune/model/recheck.ts';
import type { ReadCurrentAccount } from '../accounts/ports.ts';
import type { OrganisationAsker } from './ask-organisation.ts';

/**
 * Returns the configuration with all known accounts. Discovered accounts come from the list that the last watch run
 * stored, because the plan, prune and mute functions may not list the organisation.
 */
export async function loadAccounts(
  file: ConfigurationFile,
  connection: Connection,
): Promise<ConfigurationFromList> {
  if (isComplete(file)) return { configuration: file };
  const kept = await accountListStore(connection, file).load();
  return configurationFromList(file, kept, connection.clock.now());
}

/**
 * Returns an account with its settings for pruning; undefined when it is unknown. A discovered account is read from AWS
 * Organizations again, because a stored list is not enough for planning or deleting.
 */
export async function prunableNow(
  file: ConfigurationFile,
  { configuration, doubt }: ConfigurationFromList,
  id: AccountId,
  readNow: ReadCurrentAccount,
): Promise<PrunableAccount | undefined> {
  const found = configuration.accounts.find((account) => account.id === id);
  if (found === undefined) return undefined;
  const { name, stage, prune } = found;
  const configured = { account: { id, name, stage }, ...prune };
  if (file.accounts.some((account) => account.id === id)) return configured;
  const known = { ...configured, ...(doubt !== undefined && { doubt }) };
  return isComplete(file) ? known : { ...known, now: await readNow(id) };
}

/** Returns the reader of discovered accounts. @throws Error if discovery rules exist but the bundle has no reader. */
export function accountNowOf(
  file: ConfigurationFile,
  asker: OrganisationAsker | undefined,
  connection: Connection,
  sessionName: string,
): ReadCurrentAccount {
  const { discovery } = file;
  if (discovery === undefined)
    return () => Promise.reject(new Error('there are no rules to ask by'));
  if (asker === undefined) {
    throw new Error('the configuration has rules for accounts, and the bundle cannot ask for one');
  }
  return asker({ ...file, discovery }, connection, sessionName);
}

/** Returns the prefix of plans and their journals in the state bucket. */
export function prunePrefix({ deployment }: Pick<Configuration, 'deployment'>): string {
  return `${deployment}/prune`;
}

/** Returns the prefix of reviews in the state bucket. The prune function has no permission to read them. */
export function reviewPrefix({ deployment }: Pick<Configuration, 'deployment'>): string {
  return `${deployment}/review`;
}

/** Returns a function whose result is undefined unless a plan keeps fewer newest versions than are configured now. */
export function fewerThanConfigured({ accounts, versions }: ConfigurationFile) {
  return (account: Pick<AccountRef, 'id'>, { keepNewest }: PruneOrder): KeepRequest | undefined => {
    // Only accounts that the file lists have settings of their own.
    const listed = accounts.find(({ id }) => id === account.id);
    return keepRequest(versions, keepNewest, listed?.prune.allowsFewer === true);
  };
}
