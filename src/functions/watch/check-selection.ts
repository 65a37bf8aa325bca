import { quoted } from '../../config/faults.ts';
import { WHOLE_ACCOUNT } from '../../config/defaults.ts';
import { targetsOf } from '../../accounts/targets.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Selection } from '../doctor-selection.ts';
import { faulty, selectAccounts } from '../doctor-selection.ts';

/** Globs, each of which covers all when empty. */
export interface CheckSelection extends Selection {
  readonly limits: readonly string[];
}

/** What a check measures: the accounts with the Regions that are meant, and the limits. */
export interface CheckScope {
  readonly accounts: readonly AccountConfiguration[];
  readonly limits: readonly LimitDefinition[];
  /** For a person, where that is less than the configuration says: `accounts "dev", limits "s3-*"`. */
  readonly narrowedTo?: string;
}

/**
 * What is meant, or why that is nothing. Limits of a whole account are in no Region: who names Regions
 * gets them by naming `global`, too.
 */
export function selectForCheck(
  configuration: Pick<Configuration, 'accounts' | 'command'>,
  limits: readonly LimitDefinition[],
  selection: CheckSelection,
): CheckScope | string {
  const accounts = selectAccounts(configuration, { accounts: selection.accounts, regions: [] });
  if (typeof accounts === 'string') return accounts;
  const named = limits.filter(({ id }) => covers(selection.limits, id));
  const ids = limits.map(({ id }) => id);
  const unknown = faulty(selection.limits, (glob) => ids.some((id) => matchesGlob(id, glob)));
  if (unknown.length > 0) {
    return `limits: there is none called ${list(unknown)}; there are ${ids.join(', ')}`;
  }
  const whole = covers(selection.regions, WHOLE_ACCOUNT);
  const meant = named.filter(({ scope }) => scope === 'region' || whole);
  const scopes = new Set(meant.map(({ scope }) => scope));
  const narrowed = accounts
    .map((account) => ({
      ...account,
      regions: account.regions.filter(({ region }) => covers(selection.regions, region)),
    }))
    .filter((account) => targetsOf(account, scopes).length > 0);
  const places = placesOf(accounts, named);
  // A Region that is watched is no fault beside `global`, though nothing of a whole account is in it.
  const watched = accounts.flatMap((account) => account.regions.map(({ region }) => region));
  const nowhere = faulty(selection.regions, (glob) =>
    [...places.keys(), ...watched].some((place) => matchesGlob(place, glob)),
  );
  if (narrowed.length === 0 || nowhere.length > 0) {
    const globs = nowhere.length > 0 ? nowhere : selection.regions;
    return `regions: nothing of this is measured in ${list(globs)}; it is in ${[...places.values()].join(', ')}`;
  }
  const measured = meant.filter(({ scope }) =>
    narrowed.some((account) => targetsOf(account, new Set([scope])).length > 0),
  );
  return { accounts: narrowed, limits: measured, ...narrowedTo(selection) };
}

/** Where these limits are measured, as it is named in a selection, and as it is said. */
function placesOf(
  accounts: readonly AccountConfiguration[],
  limits: readonly LimitDefinition[],
): ReadonlyMap<string, string> {
  const ofRegions = limits.some(({ scope }) => scope === 'region')
    ? accounts.flatMap((account) => account.regions.map(({ region }) => region))
    : [];
  const ofWhole = limits.filter(({ scope }) => scope === 'account').map(({ id }) => id);
  return new Map([
    ...ofRegions.map((region): [string, string] => [region, region]),
    ...(ofWhole.length > 0
      ? [[WHOLE_ACCOUNT, `${WHOLE_ACCOUNT} (${ofWhole.join(', ')})`] as const]
      : []),
  ]);
}

/** In words, where it is less than all. */
export function narrowedTo({
  accounts,
  regions,
  limits,
}: CheckSelection): Pick<CheckScope, 'narrowedTo'> {
  const parts = [
    ['accounts', accounts],
    ['Regions', regions],
    ['limits', limits],
  ] as const;
  const said = parts
    .filter(([, globs]) => globs.length > 0)
    .map(([what, globs]) => `${what} ${list(globs)}`)
    .join(', ');
  return said === '' ? {} : { narrowedTo: said };
}

function covers(globs: readonly string[], text: string): boolean {
  return globs.length === 0 || globs.some((glob) => matchesGlob(text, glob));
}

function list(globs: readonly string[]): string {
  return globs.map(quoted).join(', ');
}

/** A report with a sentence about what it is narrowed to. */
export function narrowed(report: RunReport, { narrowedTo }: CheckScope): RunReport {
  if (narrowedTo === undefined) return report;
  const said = `This check was asked for ${narrowedTo} only: whatever else the configuration names was not measured.`;
  return { ...report, notCovered: [said, ...report.notCovered] };
}
