import type { Connection } from '../../../src/aws/clients.ts';
import type { Caller } from '../../../src/aws/caller.ts';
import type { AccountId, Region } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { plain } from '../../../src/text/plain.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../../../src/cli/cli-command.ts';
import { callerOf } from '../../../src/cli/own-credentials.ts';
import { readConfigurationFile } from '../../../src/cli/read-configuration.ts';

export interface ProveOptions extends SharedOptions {
  readonly region?: string;
  readonly confirm?: string;
  readonly accountIsDisposable?: boolean;
  readonly withProvisionedConcurrency?: boolean;
  readonly clean?: boolean;
  readonly run?: string;
  readonly detailedExitcode?: boolean;
}

/** A value that was read, or the outcome with which the command ends because it could not be read. */
export type OrOutcome<Found> =
  | { readonly ok: true; readonly value: Found }
  | { readonly ok: false; readonly outcome: CliOutcome };

export const DOCUMENT = { version: 1, kind: 'limits-watchdog.prove' };
/** The time limit of the cleanup. It takes seconds unless a function is busy or AWS throttles. */
export const REMOVAL_MINUTES = 4;

export function stoppedOutcome(outcome: CliOutcome['outcome'], ...messages: string[]): CliOutcome {
  return { outcome, lines: [], messages, document: DOCUMENT };
}

/** Reads the configuration; undefined when the default file does not exist. A faulty file stops the command. */
export async function readGuard(
  path: string,
  { readFile }: CliWorld,
): Promise<OrOutcome<ConfigurationFile | undefined>> {
  const isDefault = path === 'watchdog.yml';
  try {
    await readFile(path);
  } catch (error) {
    if (isDefault && error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { ok: true, value: undefined };
  }
  const read = await readConfigurationFile(path, readFile);
  if (read.ok) return { ok: true, value: read.configuration };
  const why =
    'It is unknown whether the configuration calls this account prod, so nothing was done.';
  return { ok: false, outcome: stoppedOutcome('failed', ...read.messages, why) };
}

export async function readCaller(
  connection: Connection,
  region: Region,
): Promise<OrOutcome<Caller>> {
  const caller = await callerOf(connection, region);
  return typeof caller === 'string'
    ? { ok: false, outcome: stoppedOutcome('failed', caller) }
    : { ok: true, value: caller };
}

/** Asks for the account's id, unless `--confirm` gives it. Returns undefined when it matches, else the command's outcome. */
export async function declinedOutcome(
  account: AccountId,
  confirm: string | undefined,
  { terminal, interruption }: CliWorld,
): Promise<CliOutcome | undefined> {
  if (confirm !== undefined)
    return confirm === account
      ? undefined
      : stoppedOutcome(
          'declined',
          `The account is ${account}, not ${plain(confirm)}, so nothing was done.`,
        );
  if (terminal.ask === undefined)
    return stoppedOutcome(
      'failed',
      `There is no terminal to type the account's id at, so nothing was done; pass it as --confirm ${account}.`,
    );
  const typed = await terminal.ask(`Type the account's id to go on: `);
  if (interruption.aborted) return stoppedOutcome('interrupted', 'Interrupted; nothing was done.');
  return typed?.trim() === account
    ? undefined
    : stoppedOutcome('declined', "That is not the account's id, so nothing was done.");
}
