import type { Region } from '../../model/aws-ids.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { LayerKeepReason } from '../model/layer.ts';
import type { PruneFilters } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';

/** What the request leaves out of the versions of a function. */
export function filteredOut(
  region: Region,
  functionName: string,
  filters: PruneFilters,
  now: Instant,
): (version: VersionFacts) => readonly KeepReason[] {
  const { functions } = filters;
  const isNamed =
    functions.length === 0 || functions.some((glob) => matchesGlob(functionName, glob));
  const byName: readonly KeepReason[] = isNamed ? [] : [{ code: 'filtered', filter: 'function' }];
  return ({ modifiedAt }) => [...byName, ...filteredByPlace(region, modifiedAt, filters, now)];
}

type Filtered = Extract<LayerKeepReason, { readonly code: 'filtered' }>;

/** What the request leaves out by Region and by age. What has no date is never old enough. */
export function filteredByPlace(
  region: Region,
  publishedAt: Instant | undefined,
  { regions, olderThanDays }: Pick<PruneFilters, 'regions' | 'olderThanDays'>,
  now: Instant,
): readonly Filtered[] {
  const reasons: Filtered[] = [];
  if (regions.length > 0 && !regions.includes(region)) {
    reasons.push({ code: 'filtered', filter: 'region' });
  }
  const isOldEnough =
    olderThanDays === undefined || (publishedAt ?? Infinity) <= now - olderThanDays * DAY_MS;
  if (!isOldEnough) reasons.push({ code: 'filtered', filter: 'age' });
  return reasons;
}
