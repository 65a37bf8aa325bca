import { DAY_MS } from '../../model/time.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { PruneFilters, PruneSettings } from '../model/prune-plan.ts';
import { CAP_LIFTERS } from '../model/prune-plan.ts';
import type { KeepRequest } from '../model/recheck.ts';
import { bytes } from '../../model/units.ts';

/** Events wait for up to 6 hours to be invoked asynchronously. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const LEAST_AGE_DAYS = 1;
const LEAST_NEWEST = 1;

/** So many days that nothing is as old, and still a number that JSON can hold. */
const FOR_EVER_DAYS = Math.floor(Number.MAX_SAFE_INTEGER / DAY_MS);

/**
 * The settings as they are applied. NaN keeps everything: in other tools a "keep N" that was read as NaN has
 * deleted all versions without an alias.
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

/** The value within these bounds; NaN becomes the most. */
function atLeast(value: number, least: number, most: number): number {
  if (Number.isNaN(value)) return most;
  return Math.min(Math.max(value, least), most);
}

/**
 * A request to keep fewer of the newest versions of each function than the configuration, which is a floor
 * unless it allows requests to go below. Undefined when the request has no number, or one that is not lower.
 */
export function belowFloor(
  { keepNewest: configured }: VersionRetention,
  asked: number | undefined,
  allowsFewer: boolean,
): KeepRequest | undefined {
  if (asked === undefined || asked >= configured) return undefined;
  return { asked, configured, applied: allowsFewer ? asked : configured };
}

/**
 * The configuration's retention with the number of newest versions that a request asks for. Requests cannot
 * change the other numbers. NaN stays NaN, which keeps everything.
 */
export function requestedRetention(
  retention: VersionRetention,
  asked: number | undefined,
  allowsFewer: boolean,
): VersionRetention {
  if (asked === undefined) return retention;
  const keepNewest = allowsFewer ? asked : Math.max(retention.keepNewest, asked);
  return { ...retention, keepNewest };
}
