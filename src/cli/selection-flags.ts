import type { Command } from 'commander';

import { didYouMean } from '../config/did-you-mean.ts';
import { quoted } from '../config/faults.ts';
import { WHOLE_ACCOUNT } from '../config/defaults.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import { matchesAccount, matchesSome } from '../model/glob.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { plain } from '../text/plain.ts';
import { unmatchedGlobs, isPattern } from '../functions/doctor-selection.ts';
import { repeated } from './flag-kinds.ts';

/** The globs of the selection flags. An empty list selects everything. */
export interface SelectionOptions {
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly limit?: readonly string[];
}

interface SelectedTargets {
  /** The selected accounts, at least one. Their Regions are empty if only account-wide limits are selected. */
  readonly accounts: readonly AccountConfiguration[];
  readonly limits: readonly LimitDefinition[];
  /** Whether account-wide limits (the Region `global`) are selected. */
  readonly includesWhole: boolean;
}

export type Selection =
  | { readonly ok: true; readonly selected: SelectedTargets }
  | { readonly ok: false; readonly messages: readonly string[] };

export function selectionFlags(command: Command, kinds: 'with limits' | 'without limits'): Command {
  const hasLimits = kinds === 'with limits';
  const whole = hasLimits ? `; ${WHOLE_ACCOUNT} is an account as a whole` : '';
  command
    .option('--account <glob>', 'only accounts of this name or id; may be repeated', repeated, [])
    .option('--region <glob>', `only these Regions${whole}; may be repeated`, repeated, []);
  if (hasLimits)
    command.option('--limit <glob>', 'only these limits; may be repeated', repeated, []);
  return command;
}

/** Returns the targets that the flags select, or sentences: a glob matches nothing, or all together select nothing. */
export function selectTargets(
  { accounts }: Pick<Configuration, 'accounts'>,
  definitions: readonly LimitDefinition[],
  options: SelectionOptions,
): Selection {
  const named = accounts.filter((one) => matchesAccount(one, options.account));
  const limits = definitions.filter(({ id }) => matchesSome([id], options.limit ?? []));
  const hasWhole = limits.some(({ scope }) => scope === 'account');
  const includesWhole = hasWhole && matchesSome([WHOLE_ACCOUNT], options.region);
  const hasPlaces = limits.some(({ scope }) => scope === 'region') || definitions.length === 0;
  const places = new Set(
    (named.length > 0 ? named : accounts).flatMap((one) => one.regions.map(({ region }) => region)),
  );
  const names = accounts.map(({ name }) => name);
  const namesAndIds = [...names, ...accounts.map(({ id }) => id)];
  const ids = definitions.map(({ id }) => id);
  const known = [...places, ...(hasWhole ? [WHOLE_ACCOUNT] : [])];
  const messages = [
    ...unmatchedGlobs(options.account, namesAndIds).map(
      (glob) =>
        `--account: no account of the configuration is called ${quoted(glob)}${suggestionFor(glob, namesAndIds)}; there are ${joinedNames(names.map(quoted))}.`,
    ),
    ...unmatchedGlobs(options.region, known).map(
      (glob) =>
        `--region: none of the accounts is watched in ${quoted(glob)}${suggestionFor(glob, known)}; they are in ${joinedNames(known)}.`,
    ),
    ...unmatchedGlobs(options.limit ?? [], ids).map(
      (glob) =>
        `--limit: there is no limit ${quoted(glob)}${suggestionFor(glob, ids)}; there are ${joinedNames(ids)}.`,
    ),
  ];
  if (messages.length > 0) return { ok: false, messages: messages.map(plain) };
  const selected = named
    .map((one) => ({
      ...one,
      regions: hasPlaces
        ? one.regions.filter(({ region }) => matchesSome([region], options.region))
        : [],
    }))
    .filter(({ regions }) => includesWhole || regions.length > 0);
  if (selected.length > 0)
    return { ok: true, selected: { accounts: selected, limits, includesWhole } };
  return { ok: false, messages: [nothingSelectedSentence(options, limits)] };
}

const MOST_NAMED = 20;

function nothingSelectedSentence(
  options: SelectionOptions,
  limits: readonly LimitDefinition[],
): string {
  const isWholeOnly = limits.length > 0 && limits.every(({ scope }) => scope === 'account');
  return isWholeOnly
    ? `Nothing is selected: ${joinedNames(limits.map(({ id }) => id))} is measured once an account, which is no Region; leave out --region, or say --region ${WHOLE_ACCOUNT}.`
    : `Nothing is selected: none of these accounts is watched in ${joinedNames(options.region.map(quoted))}; the command targets shows who is watched where.`;
}

function suggestionFor(glob: string, candidates: readonly string[]): string {
  const likely = isPattern(glob) ? undefined : didYouMean(glob, candidates);
  return likely === undefined ? '' : ` (did you mean ${likely}?)`;
}

function joinedNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
