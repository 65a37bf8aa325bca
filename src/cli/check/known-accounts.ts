import { accountListStore, configurationFromList } from '../../accounts/list.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import { isComplete, withAccounts } from '../../model/configuration.ts';
import type { Discovery } from '../../model/discovery.ts';
import { accountListKey } from '../../model/discovery.ts';
import { isoTime } from '../../model/time.ts';
import { failureText } from '../../text/failure-text.ts';
import { plain } from '../../text/plain.ts';
import type { CliWorld } from '../cli-command.ts';
import type { CheckOptions } from './source.ts';
import { connectionOf } from '../own-credentials.ts';

export interface AccountsToMeasure {
  readonly configuration: Configuration;
  /** The discovery rules; undefined when the file lists all accounts. */
  readonly rules?: Discovery;
  /** Set when the accounts are from the stored list of an earlier watch run. */
  readonly list?: StoredListNotes;
}

interface StoredListNotes {
  /** A sentence that says how old the list is. */
  readonly since: string;
  /** A sentence that says why the list may be wrong or outdated; undefined when it is current. */
  readonly doubt?: string;
}

const INSTEAD = 'Without --assume the deployed watch function is asked, which finds them itself.';

/** Returns the accounts to measure from here, or why there are none. With discovery, `--assume` reads a stored list. */
export async function knownAccounts(
  file: ConfigurationFile,
  { assume }: CheckOptions,
  world: CliWorld,
): Promise<AccountsToMeasure | string> {
  if (isComplete(file)) return { configuration: file };
  const { discovery } = file;
  const rules = discovery === undefined ? {} : { rules: discovery };
  if (assume !== true) return { configuration: withAccounts(file, file.accounts), ...rules };
  const where = plain(`s3://${file.state.bucket}/${accountListKey(file.deployment)}`);
  world.terminal.err(`Reading the accounts of the last watch run in ${where}`);
  const kept = await accountListStore(connectionOf(world), file).load();
  switch (kept.kind) {
    case 'missing':
      return `There is no list of accounts in ${where} yet; a watch run keeps one. ${INSTEAD}`;
    case 'failed':
      return `${where} cannot be read: ${failureText(kept.failure)}. Your credentials need s3:GetObject on it and s3:ListBucket on its bucket, in the tooling account. ${INSTEAD}`;
    case 'not-understood':
      return plain(`The list of accounts in ${where} ${kept.problem}. ${INSTEAD}`);
    case 'found': {
      const { configuration, doubt } = configurationFromList(file, kept, world.clock.now());
      const since = `Discovery was not repeated: accounts that are new in the organisation since ${isoTime(kept.list.listedAt)} were not measured.`;
      return {
        configuration,
        ...rules,
        list: { since, ...(doubt !== undefined && { doubt }) },
      };
    }
  }
}
