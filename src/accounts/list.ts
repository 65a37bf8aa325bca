import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { StateObject } from '../aws/state-object.ts';
import type { AccountRef, ConfigurationFile, Configuration } from '../model/configuration.ts';
import { withAccounts } from '../model/configuration.ts';
import type { AccountList, StoredAccountList, InactiveAccount } from '../model/discovery.ts';
import { accountListKey } from '../model/discovery.ts';
import type { AccountListStore } from './ports.ts';
import type { Instant } from '../model/time.ts';
import { HOUR_MS, isoTime } from '../model/time.ts';
import { isTable, parseJson, valueText, Unreadable } from '../documents/codec.ts';
import { account, accountId, epochTime } from '../documents/model-values.ts';
import { openRecord } from '../documents/records.ts';
import { list, text } from '../documents/values.ts';
import { accountsOf, rulesText } from './select.ts';

const KIND = 'limits-watchdog/accounts';
const VERSION = 1;

/**
 * The maximum age of the list for planning and pruning. Watch runs store a new list daily, so an older list means that
 * they fail, and an account may have become production since then.
 */
export const MOST_LIST_HOURS = 24;

const accountList = openRecord<AccountList>({
  listedAt: epochTime,
  rules: text,
  accounts: list(account),
  leftOut: list(openRecord<InactiveAccount>({ id: accountId, name: text, state: text })),
});

export type ParsedList =
  | { readonly kind: 'found'; readonly list: AccountList }
  | { readonly kind: 'not-understood'; readonly problem: string };

export function encodeAccountList(found: AccountList, deployment: string): string {
  return JSON.stringify({ kind: KIND, version: VERSION, deployment, ...accountList.write(found) });
}

/** Reads the stored list of `deployment`. `problem` continues a sentence that begins with "The kept list of accounts". */
export function parseAccountList(stored: string, deployment: string): ParsedList {
  const found = parseJson(stored);
  if (found === undefined) return notUnderstood('is not JSON');
  if (!isTable(found) || found['kind'] !== KIND) return notUnderstood('is not one of a watchdog');
  if (found['version'] !== VERSION) {
    return notUnderstood(
      `has version ${valueText(found['version'])}, and this release reads ${VERSION}`,
    );
  }
  if (found['deployment'] !== deployment) {
    return notUnderstood(`belongs to the deployment ${valueText(found['deployment'])}`);
  }
  try {
    const read = accountList.read(found);
    const ids = new Set<string>(read.accounts.map(({ id }) => id));
    return ids.size === read.accounts.length
      ? { kind: 'found', list: read }
      : notUnderstood('holds an account twice');
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return notUnderstood(`is damaged: ${error.detail}`);
  }
}

function notUnderstood(problem: string): ParsedList {
  return { kind: 'not-understood', problem };
}

/** A configuration with the accounts of the stored list. */
export interface ConfigurationFromList {
  readonly configuration: Configuration;
  /** Why stages from the list are not reliable, as a sentence. It does not concern accounts that the file lists. */
  readonly doubt?: string;
}

/**
 * The configuration with the accounts of the stored list. Their stages are not reliable when the list is too old,
 * was made by other rules, or has a time in the future.
 */
export function configurationFromList(
  file: ConfigurationFile,
  kept: StoredAccountList,
  now: Instant,
): ConfigurationFromList {
  const { discovery } = file;
  if (discovery === undefined) return { configuration: withAccounts(file, file.accounts) };
  const found: readonly AccountRef[] = kept.kind === 'found' ? kept.list.accounts : [];
  const configuration = withAccounts(file, accountsOf(file.accounts, found, discovery));
  const doubt = doubtOf(kept, rulesText(discovery), now);
  return { configuration, ...(doubt !== undefined && { doubt }) };
}

function doubtOf(kept: StoredAccountList, rules: string, now: Instant): string | undefined {
  switch (kept.kind) {
    case 'missing':
      return 'There is no list of accounts yet; the watch function keeps one when it has listed the organisation. Run it, and try again.';
    case 'not-understood':
      return `The kept list of accounts ${kept.problem}. Run the watch function, which makes a new one, and try again.`;
    case 'failed':
      return `The kept list of accounts cannot be read (${kept.failure.operation}: ${kept.failure.errorName}), so the stage of an account is unknown.`;
    case 'found': {
      const { listedAt, rules: madeBy } = kept.list;
      if (madeBy !== rules) {
        return 'The kept list of accounts was made by other rules than those of this configuration. Run the watch function, and try again.';
      }
      if (listedAt <= now && now - listedAt <= MOST_LIST_HOURS * HOUR_MS) return undefined;
      return `The kept list of accounts is of ${isoTime(listedAt)}, and what it says of a stage counts for ${MOST_LIST_HOURS} hours. Find out why the watch function cannot list the organisation, run it, and try again.`;
    }
  }
}

/** The store of the last list of accounts, an object in the state bucket. Answers contain failures of S3. */
export function accountListStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
): AccountListStore {
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new StateObject(s3, state.bucket, accountListKey(deployment));
  return {
    load: async () => {
      const found = await object.read();
      if (found.kind !== 'read') return found;
      const stored = new TextDecoder().decode(found.bytes);
      return { ...parseAccountList(stored, deployment), tag: found.tag };
    },
    save: async (list, replaced) => {
      const saved = await object.write(encodeAccountList(list, deployment), replaced);
      if (saved.kind === 'written') return undefined;
      if (saved.kind === 'failed') return saved.failure;
      // When another run has saved a list meanwhile, that list is as current as this one.
      const found = await object.read();
      if (found.kind === 'failed') return found.failure;
      const isReplaced =
        found.kind === 'read' && (replaced === 'nothing' || found.tag !== replaced.tag);
      return isReplaced ? undefined : saved.failure;
    },
  };
}
