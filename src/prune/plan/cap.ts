import type { Region } from '../../model/aws-ids.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { CapLifter } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, CAP_LIFTERS, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import type { DeletableRef } from '../model/version.ts';
import { deletableVersion, functionKey, versionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import { byNumber } from './tidy.ts';

/** A version that nothing in the listing, the evidence and the filters keeps. */
export interface Candidate extends DeletableRef {
  readonly packageBytes: Bytes;
  readonly modifiedAt: Instant;
  readonly freesNothing: boolean;
}

/** How many of `published` versions one plan may delete at most. */
export function mostDeletable(published: number, percent: number): number {
  return Math.floor((published * percent) / 100);
}

/** Nobody alone can lift the cap. */
export function isCapLifted(liftedBy: readonly CapLifter[]): boolean {
  return CAP_LIFTERS.every((lifter) => liftedBy.includes(lifter));
}

/** As much of a function as the cap must know, planned or not yet. */
interface ListedFunction {
  readonly region: Region;
  readonly name: string;
  readonly versions: readonly Pick<VersionFacts, 'version'>[];
}

/** Published versions by function key: what the cap is a share of. */
export function publishedCounts(functions: readonly ListedFunction[]): ReadonlyMap<string, number> {
  return new Map(
    functions.map(({ region, name, versions }) => [
      functionKey(region, name),
      versions.filter(({ version }) => deletableVersion(version) !== undefined).length,
    ]),
  );
}

/**
 * The candidates that the cap keeps, by version key: the newest of those that would go, first of each
 * function (by number), then of the account (by date). `published` counts by function key.
 */
export function keptByCap(
  candidates: readonly Candidate[],
  published: ReadonlyMap<string, number>,
): ReadonlyMap<string, KeepReason> {
  const kept = new Map<string, KeepReason>();
  const keep = (those: readonly Candidate[], reason: KeepReason): void => {
    for (const candidate of those) kept.set(versionKey(candidate), reason);
  };
  const byFunction = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = functionKey(candidate.region, candidate.functionName);
    const those = byFunction.get(key);
    if (those === undefined) byFunction.set(key, [candidate]);
    else those.push(candidate);
  }
  for (const [key, those] of byFunction) {
    const most = mostDeletable(published.get(key) ?? 0, FUNCTION_CAP_PERCENT);
    const oldestFirst = those.toSorted((a, b) => byNumber(a.version, b.version));
    keep(oldestFirst.slice(most), { code: 'cap', of: 'function', percent: FUNCTION_CAP_PERCENT });
  }
  const all = [...published.values()].reduce((sum, versions) => sum + versions, 0);
  const left = candidates.filter((candidate) => !kept.has(versionKey(candidate)));
  const most = mostDeletable(all, ACCOUNT_CAP_PERCENT);
  keep(left.toSorted(byDate).slice(most), {
    code: 'cap',
    of: 'account',
    percent: ACCOUNT_CAP_PERCENT,
  });
  return kept;
}

function byDate(a: Candidate, b: Candidate): number {
  return a.modifiedAt - b.modifiedAt || (versionKey(a) < versionKey(b) ? -1 : 1);
}
