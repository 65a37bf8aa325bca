import { groupBy } from '../../model/group-by.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import type { CapLifter } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, CAP_LIFTERS, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import { deletableVersion, functionKey } from '../model/version.ts';
import { compareTexts } from './canonical.ts';
import type { TidyFunction } from './tidy.ts';

/** A version of a function or layer that is deleted unless the cap or the byte target keeps it. */
export interface Candidate {
  readonly key: string;
  /** The key of its function or layer. */
  readonly owner: string;
  readonly number: number;
  readonly publishedAt: Instant;
  /** Undefined when the size is unknown. */
  readonly packageBytes?: Bytes;
  readonly freesNothing: boolean;
}

/** The highest number of versions that may be deleted of `published` versions, rounded down. */
export function mostDeletable(published: number, percent: number): number {
  return Math.floor((published * percent) / 100);
}

/** Whether both the configuration and the request lift the cap. */
export function isCapLifted(liftedBy: readonly CapLifter[]): boolean {
  return CAP_LIFTERS.every((lifter) => liftedBy.includes(lifter));
}

/** The number of published versions by function key: the cap is a percentage of it. */
export function publishedCounts(functions: readonly TidyFunction[]): ReadonlyMap<string, number> {
  return new Map(
    functions.map(({ region, name, versions }) => [
      functionKey(region, name),
      versions.filter(({ version }) => deletableVersion(version) !== undefined).length,
    ]),
  );
}

interface CapReason<Owner extends string> {
  readonly code: 'cap';
  readonly of: Owner | 'account';
  readonly percent: number;
}

/** The kind of resource that a cap limits. `compareTied` orders versions that were published at the same time. */
interface CapOwner<Owner extends string> {
  readonly of: Owner;
  readonly compareTied: (a: Candidate, b: Candidate) => number;
}

export const FUNCTION_CAP: CapOwner<'function'> = {
  of: 'function',
  compareTied: (a, b) => compareTexts(a.key, b.key),
};

export const LAYER_CAP: CapOwner<'layer'> = {
  of: 'layer',
  compareTied: (a, b) => compareTexts(a.owner, b.owner) || a.number - b.number,
};

/**
 * The candidates that the caps keep, by version key: of each function or layer, the highest version numbers beyond its
 * cap; of the rest, the newest beyond the account's cap. `published` is the number of versions by owner key. Functions
 * and layers are counted separately; otherwise thousands of function versions would allow all layers to be deleted.
 */
export function keptByCap<Owner extends string>(
  candidates: readonly Candidate[],
  published: ReadonlyMap<string, number>,
  { of, compareTied }: CapOwner<Owner>,
): ReadonlyMap<string, CapReason<Owner>> {
  const kept = new Map<string, CapReason<Owner>>();
  const keep = (newest: readonly Candidate[], reason: CapReason<Owner>): void => {
    for (const { key } of newest) kept.set(key, reason);
  };
  for (const [owner, versions] of groupBy(candidates, (one) => one.owner)) {
    const most = mostDeletable(published.get(owner) ?? 0, FUNCTION_CAP_PERCENT);
    const oldestFirst = versions.toSorted((a, b) => a.number - b.number);
    keep(oldestFirst.slice(most), { code: 'cap', of, percent: FUNCTION_CAP_PERCENT });
  }
  const all = [...published.values()].reduce((sum, versions) => sum + versions, 0);
  const left = candidates
    .filter(({ key }) => !kept.has(key))
    .toSorted((a, b) => a.publishedAt - b.publishedAt || compareTied(a, b));
  const most = mostDeletable(all, ACCOUNT_CAP_PERCENT);
  keep(left.slice(most), { code: 'cap', of: 'account', percent: ACCOUNT_CAP_PERCENT });
  return kept;
}
