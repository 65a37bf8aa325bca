import type { Command } from 'commander';

import { didYouMean } from '../config/did-you-mean.ts';
import { quoted } from '../config/faults.ts';
import { WHOLE_ACCOUNT } from '../config/context.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import { matchesGlob } from '../model/glob.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { plain } from '../text/plain.ts';
import { unmatchedGlobs, isPattern } from '../functions/doctor-selection.ts';
import { repeated } from './flag-kinds.ts';

/** What `--account`, `--region` and `--limit` were given: globs, each of which covers all when empty. */
export interface SelectionOptions {
  readonly account: readonly string[];
  readonly region: readonly string[];
  /** Absent where a command has no such flag. */
  readonly limit?: readonly string[];
}

/** What is left of the configuration and the limits; never empty. */
interface Selected {
  /** Each with the Regions that are meant; with none where only the account as a whole is. */
  readonly accounts: readonly AccountConfiguration[];
  readonly limits: readonly LimitDefinition[];
  /** Whether limits of an account as a whole are meant too; they count as the Region `global`. */
  readonly includesWhole: boolean;
}

export type Selection =
  | { readonly ok: true; readonly selected: Selected }
  /** Sentences for a person, already plain: every flag that fits nothing. */
  | { readonly ok: false; readonly messages: readonly string[] };

/** Puts the flags on a command; without limits for one that does not look at them. */
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

/** What the flags mean. A name that fits nothing is a fault even beside others that fit; see `unmatchedGlobs`. */
export function selectTargets(
  { accounts }: Pick<Configuration, 'accounts'>,
  definitions: readonly LimitDefinition[],
  options: SelectionOptions,
): Selection {
  const named = accounts.filter((one) => isNamed(one, options.account));
  const limits = definitions.filter(({ id }) => covers(options.limit ?? [], id));
  const hasWhole = limits.some(({ scope }) => scope === 'account');
  const includesWhole = hasWhole && covers(options.region, WHOLE_ACCOUNT);
  const hasPlaces = limits.some(({ scope }) => scope === 'region') || definitions.length === 0;
  const places = new Set(
    (named.length > 0 ? named : accounts).flatMap((one) => one.regions.map(({ region }) => region)),
  );
  const names = accounts.map(({ name }) => name);
  const ids = definitions.map(({ id }) => id);
  const known = [...places, ...(hasWhole ? [WHOLE_ACCOUNT] : [])];
  const messages = [
    ...unmatchedGlobs(options.account, (glob) => accounts.some((one) => isNamed(one, [glob]))).map(
      (glob) =>
        `--account: no account of the configuration is called ${quoted(glob)}${meant(glob, [...names, ...accounts.map(({ id }) => id)])}; there are ${listed(names.map(quoted))}.`,
    ),
    ...unmatchedGlobs(options.region, (glob) =>
      known.some((place) => matchesGlob(place, glob)),
    ).map(
      (glob) =>
        `--region: none of the accounts is watched in ${quoted(glob)}${meant(glob, known)}; they are in ${listed(known)}.`,
    ),
    ...unmatchedGlobs(options.limit ?? [], (glob) => ids.some((id) => matchesGlob(id, glob))).map(
      (glob) =>
        `--limit: there is no limit ${quoted(glob)}${meant(glob, ids)}; there are ${listed(ids)}.`,
    ),
  ];
  if (messages.length > 0) return { ok: false, messages: messages.map(plain) };
  const selected = named
    .map((one) => ({
      ...one,
      regions: hasPlaces ? one.regions.filter(({ region }) => covers(options.region, region)) : [],
    }))
    .filter(({ regions }) => includesWhole || regions.length > 0);
  if (selected.length > 0)
    return { ok: true, selected: { accounts: selected, limits, includesWhole } };
  return { ok: false, messages: [nothingTogether(options, limits)] };
}

function isNamed({ id, name }: AccountConfiguration, globs: readonly string[]): boolean {
  return (
    globs.length === 0 || globs.some((glob) => matchesGlob(id, glob) || matchesGlob(name, glob))
  );
}

function covers(globs: readonly string[], text: string): boolean {
  return globs.length === 0 || globs.some((glob) => matchesGlob(text, glob));
}

const MOST_NAMED = 20;

/** Each flag fits something, and all of them together nothing. */
function nothingTogether(options: SelectionOptions, limits: readonly LimitDefinition[]): string {
  const isWholeOnly = limits.length > 0 && limits.every(({ scope }) => scope === 'account');
  return isWholeOnly
    ? `Nothing is selected: ${listed(limits.map(({ id }) => id))} is measured once an account, which is no Region; leave out --region, or say --region ${WHOLE_ACCOUNT}.`
    : `Nothing is selected: none of these accounts is watched in ${listed(options.region.map(quoted))}; the command targets shows who is watched where.`;
}

function meant(glob: string, candidates: readonly string[]): string {
  const likely = isPattern(glob) ? undefined : didYouMean(glob, candidates);
  return likely === undefined ? '' : ` (did you mean ${likely}?)`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
