import type { Region } from '../../model/aws-ids.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import type { CapLifter } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, CAP_LIFTERS, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import { deletableVersion, functionKey } from '../model/version.ts';
import { inOrder } from './canonical.ts';

/** A version that the listing, the evidence and the filters do not keep. */
export interface Candidate {
  readonly key: string;
  readonly owner: string;
  readonly number: number;
  readonly publishedAt: Instant;
  readonly packageBytes?: Bytes;
  readonly freesNothing: boolean;
}

export function mostDeletable(published: number, percent: number): number {
  return Math.floor((published * percent) / 100);
}

/** It needs the configuration and the request together. */
export function isCapLifted(liftedBy: readonly CapLifter[]): boolean {
  return CAP_LIFTERS.every((lifter) => liftedBy.includes(lifter));
}

interface ListedFunction {
  readonly region: Region;
  readonly name: string;
  readonly versions: readonly { readonly version: string }[];
}

/** How many published versions the cap is a share of, by function. */
export function publishedCounts(functions: readonly ListedFunction[]): ReadonlyMap<string, number> {
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

/** Of two versions of equal date, `compareTied` puts the one first that counts as older. */
interface CapOwner<Owner extends string> {
  readonly of: Owner;
  readonly compareTied: (a: Candidate, b: Candidate) => number;
}

export const FUNCTION_CAP: CapOwner<'function'> = {
  of: 'function',
  compareTied: (a, b) => inOrder(a.key, b.key),
};

export const LAYER_CAP: CapOwner<'layer'> = {
  of: 'layer',
  compareTied: (a, b) => inOrder(a.owner, b.owner) || a.number - b.number,
};

/**
 * The candidates that the cap keeps, by key: the newest, first of each function or layer (by number), then of
 * the account (by date). `published` is by owner. Functions and layers are counted apart: among thousands of
 * kept function versions, every layer version could go.
 */
export function keptByCap<Owner extends string>(
  candidates: readonly Candidate[],
  published: ReadonlyMap<string, number>,
  { of, compareTied }: CapOwner<Owner>,
): ReadonlyMap<string, CapReason<Owner>> {
  const kept = new Map<string, CapReason<Owner>>();
  const keep = (those: readonly Candidate[], reason: CapReason<Owner>): void => {
    for (const { key } of those) kept.set(key, reason);
  };
  for (const [owner, those] of groupBy(candidates, (one) => one.owner)) {
    const most = mostDeletable(published.get(owner) ?? 0, FUNCTION_CAP_PERCENT);
    const oldestFirst = those.toSorted((a, b) => a.number - b.number);
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
