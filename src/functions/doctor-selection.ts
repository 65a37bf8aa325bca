import { quoted } from '../config/faults.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import { matchesAccount, matchesSome } from '../model/glob.ts';
import type { EventReader, Key } from './prune/prune-event.ts';
import { EventNotUnderstood, listOf, text } from './prune/prune-event.ts';
import { typedCommand } from '../text/typed-command.ts';

/** Globs that select accounts by name or id, and Regions. An empty list selects all of them. */
export interface Selection {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export const isTrue: Key<true> = {
  read: (value) => (value === true ? value : undefined),
  expected: 'true',
};

/** Returns the selected accounts, each with its selected Regions, or a sentence that says why there are none. */
export function selectAccounts(
  { accounts, command }: Pick<Configuration, 'accounts' | 'command'>,
  selection: Selection,
): readonly AccountConfiguration[] | string {
  const named = accounts.filter((account) => matchesAccount(account, selection.accounts));
  if (accounts.length === 0) {
    return `accounts: none is known; the organisation could not be listed, or no rule selects an account of it; ${typedCommand(command, 'doctor')} says which`;
  }
  const ids = accounts.flatMap(({ id, name }) => [id, name]);
  const unmatched = unmatchedGlobs(selection.accounts, ids);
  if (named.length === 0 || unmatched.length > 0) {
    const asked = unmatched.map(quoted).join(', ');
    const names = accounts.map(({ name }) => quoted(name)).join(', ');
    return `accounts: no account of the configuration is called ${asked}; there are ${names}`;
  }
  const selected = named
    .map((account) => ({
      ...account,
      regions: account.regions.filter(({ region }) => matchesSome([region], selection.regions)),
    }))
    .filter(({ regions }) => regions.length > 0);
  if (selected.length > 0) return selected;
  const asked = selection.regions.map(quoted).join(', ');
  const there = new Set(named.flatMap(({ regions }) => regions.map(({ region }) => region)));
  return `regions: none of the accounts is watched in ${asked}; they are in ${[...there].join(', ')}`;
}

/**
 * Returns the globs to report because they match nothing. A glob without wildcards is always reported, since it
 * may be misspelt; a pattern is reported only when no glob matches anything.
 */
export function unmatchedGlobs(
  globs: readonly string[],
  names: readonly string[],
): readonly string[] {
  const unmatched = globs.filter((glob) => !matchesSome(names, [glob]));
  return unmatched.length === globs.length
    ? unmatched
    : unmatched.filter((glob) => !isPattern(glob));
}

export function isPattern(glob: string): boolean {
  return /[*?]/.test(glob);
}

/** Like `selectAccounts`, but `[]` if no account is known and no glob given: only the tooling account is then examined. */
export function selectAccountsToExamine(
  configuration: Pick<Configuration, 'accounts' | 'command'>,
  selection: Selection,
): readonly AccountConfiguration[] | string {
  const isAll = selection.accounts.length === 0 && selection.regions.length === 0;
  if (isAll && configuration.accounts.length === 0) return [];
  return selectAccounts(configuration, selection);
}

/** @throws EventNotUnderstood when `selected` is a sentence about why nothing is selected. */
export function requireSelection<Selected>(selected: Selected | string): Selected {
  if (typeof selected !== 'string') return selected;
  throw new EventNotUnderstood(`nothing was done. ${selected}`);
}

/** Returns the accounts that an event selects. When there are none, adds the reason to the reader's faults. */
export function readSelection(
  reader: EventReader,
  configuration: Pick<Configuration, 'accounts' | 'command'>,
): readonly AccountConfiguration[] {
  const selected = selectAccounts(configuration, readGlobs(reader));
  if (typeof selected !== 'string') return selected;
  reader.fault(selected);
  return [];
}

export function readGlobs(reader: EventReader): Selection {
  const accounts = reader.optional(
    'accounts',
    listOf(text, 'a list of accounts such as ["dev", "team-*"]'),
  );
  const regions = reader.optional(
    'regions',
    listOf(text, 'a list of Regions such as ["eu-west-1", "us-*"]'),
  );
  return { accounts: accounts ?? [], regions: regions ?? [] };
}
