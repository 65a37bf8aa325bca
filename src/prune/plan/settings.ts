import { DAY_MS } from '../../model/time.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { PruneFilters, PruneSettings } from '../model/prune-plan.ts';
import { CAP_LIFTERS } from '../model/prune-plan.ts';
import { bytes } from '../../model/units.ts';

/** Events wait for up to 6 hours to be invoked asynchronously. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const LEAST_AGE_DAYS = 1;
const LEAST_NEWEST = 1;

/** So many days that nothing is as old, and still a number that JSON can hold. */
const FOR_EVER_DAYS = Math.floor(Number.MAX_SAFE_INTEGER / DAY_MS);

/**
 * The settings as they are applied. A number that is none keeps everything: elsewhere a "keep N" that
 * was read as NaN has deleted all that no alias held.
 */
export function appliedSettings({ retention, capLiftedBy }: PruneSettings): PruneSettings {
  return {
    retention: appliedRetention(retention),
    capLiftedBy: CAP_LIFTERS.filter((lifter) => capLiftedBy.includes(lifter)),
  };
}

export function appliedRetention(retention: VersionRetention): VersionRetention {
  const { keepNewest, keepBelowAlias, minimumAgeDays, keepFunctions } = retention;
  return {
    keepNewest: Math.ceil(atLeast(keepNewest, LEAST_NEWEST, Number.MAX_SAFE_INTEGER)),
    keepBelowAlias: Math.ceil(atLeast(keepBelowAlias, 0, Number.MAX_SAFE_INTEGER)),
    minimumAgeDays: atLeast(minimumAgeDays, LEAST_AGE_DAYS, FOR_EVER_DAYS),
    keepFunctions: [...keepFunctions],
  };
}

/** The filters as they are applied, by the same rule. */
export function appliedFilters(filters: PruneFilters): PruneFilters {
  const { functions, regions, olderThanDays, targetBytes } = filters;
  return {
    functions: [...functions],
    regions: [...regions],
    ...(olderThanDays !== undefined && { olderThanDays: atLeast(olderThanDays, 0, FOR_EVER_DAYS) }),
    ...(targetBytes !== undefined && { targetBytes: bytes(Math.max(0, targetBytes)) }),
  };
}

/** Nothing but a number between is taken as it is; what is none becomes the most. */
function atLeast(value: number, least: number, most: number): number {
  if (Number.isNaN(value)) return most;
  return Math.min(Math.max(value, least), most);
}
