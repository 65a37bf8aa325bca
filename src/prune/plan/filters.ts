import type { Region } from '../../model/aws-ids.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { PruneFilters } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';

/** What the request leaves out. Of the age filter too, old enough is only what is known to be. */
export function filteredOut(
  region: Region,
  functionName: string,
  { functions, regions, olderThanDays }: PruneFilters,
  now: Instant,
): (version: VersionFacts) => readonly KeepReason[] {
  const whole: KeepReason[] = [];
  if (functions.length > 0 && !functions.some((glob) => matchesGlob(functionName, glob))) {
    whole.push({ code: 'filtered', filter: 'function' });
  }
  if (regions.length > 0 && !regions.includes(region)) {
    whole.push({ code: 'filtered', filter: 'region' });
  }
  if (olderThanDays === undefined) return () => whole;
  const oldBefore = now - olderThanDays * DAY_MS;
  return ({ modifiedAt }) =>
    (modifiedAt ?? Infinity) <= oldBefore ? whole : [...whole, { code: 'filtered', filter: 'age' }];
}
