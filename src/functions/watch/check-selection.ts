import { quoted } from '../../config/faults.ts';
import { WHOLE_ACCOUNT } from '../../config/defaults.ts';
import { targetsOf } from '../../accounts/targets.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import { matchesSome } from '../../model/glob.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Selection } from '../doctor-selection.ts';
import { unmatchedGlobs, selectAccounts } from '../doctor-selection.ts';

export interface CheckSelection extends Selection {
  readonly limits: readonly string[];
}

/** What a check measures: accounts, each with its Regions, and limits. */
export interface CheckScope {
  readonly accounts: readonly AccountConfiguration[];
  readonly limits: readonly LimitDefinition[];
  /** The selection in words, such as `accounts "dev", limits "s3-*"`; undefined when it selects everything. */
  readonly narrowedTo?: string;
}

/**
 * Returns the selected scope, or a sentence about why it is empty. The name `global` among the Regions selects
 * the account-wide limits.
 */
export function selectForCheck(
  configuration: Pick<Configuration, 'accounts' | 'command'>,
  limits: readonly LimitDefinition[],
  selection: CheckSelection,
): CheckScope | string {
  const accounts = selectAccounts(configuration, { accounts: selection.accounts, regions: [] });
  if (typeof accounts === 'string') return accounts;
  const named = limits.filter(({ id }) => matchesSome([id], selection.limits));
  const ids = limits.map(({ id }) => id);
  const unknown = unmatchedGlobs(selection.limits, ids);
  if (unknown.length > 0) {
    return `limits: there is none called ${list(unknown)}; there are ${ids.join(', ')}`;
  }
  const includesGlobal = matchesSome([WHOLE_ACCOUNT], selection.regions);
  const meant = named.filter(({ scope }) => scope === 'region' || includesGlobal);
  const scopes = new Set(meant.map(({ scope }) => scope));
  const narrowed = accounts
    .map((account) => ({
      ...account,
      regions: account.regions.filter(({ region }) => matchesSome([region], selection.regions)),
    }))
    .filter((account) => targetsOf(account, scopes).length > 0);
  const places = placesOf(accounts, named);
  // A watched Region is not reported as unmatched, even if only account-wide limits are selected.
  const watched = accounts.flatMap((account) => account.regions.map(({ region }) => region));
  const nowhere = unmatchedGlobs(selection.regions, [...places.keys(), ...watched]);
  if (narrowed.length === 0 || nowhere.length > 0) {
    const globs = nowhere.length > 0 ? nowhere : selection.regions;
    return `regions: nothing of this is measured in ${list(globs)}; it is in ${[...places.values()].join(', ')}`;
  }
  const measured = meant.filter(({ scope }) =>
    narrowed.some((account) => targetsOf(account, new Set([scope])).length > 0),
  );
  return { accounts: narrowed, limits: measured, ...narrowedTo(selection) };
}

/** Returns where the limits are measured: each Region or `global`, with its text for a message. */
function placesOf(
  accounts: readonly AccountConfiguration[],
  limits: readonly LimitDefinition[],
): ReadonlyMap<string, string> {
  const ofRegions = limits.some(({ scope }) => scope === 'region')
    ? accounts.flatMap((account) => account.regions.map(({ region }) => region))
    : [];
  const accountWide = limits.filter(({ scope }) => scope === 'account').map(({ id }) => id);
  return new Map([
    ...ofRegions.map((region): [string, string] => [region, region]),
    ...(accountWide.length > 0
      ? [[WHOLE_ACCOUNT, `${WHOLE_ACCOUNT} (${accountWide.join(', ')})`] as const]
      : []),
  ]);
}

/** Returns the selection in words; an empty object when it selects everything. */
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

function list(globs: readonly string[]): string {
  return globs.map(quoted).join(', ');
}

/** Adds a sentence to the report of a narrowed check: the rest was not measured. */
export function withSelectionNote(report: RunReport, { narrowedTo }: CheckScope): RunReport {
  if (narrowedTo === undefined) return report;
  const said = `This check was asked for ${narrowedTo} only: whatever else the configuration names was not measured.`;
  return { ...report, notCovered: [said, ...report.notCovered] };
}
