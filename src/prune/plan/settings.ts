import { DAY_MS } from '../../model/time.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { PruneFilters, PruneSettings } from '../model/prune-plan.ts';
import { CAP_LIFTERS } from '../model/prune-plan.ts';
import type { KeepRequest } from '../model/recheck.ts';
import { bytes } from '../../model/units.ts';

/** Events wait for up to 6 hours to be invoked asynchronously. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const LEAST_AGE_DAYS = 1;
const LEAST_NEWEST = 1;

/** Older than anything, and still a number in JSON. */
const FOR_EVER_DAYS = Math.floor(Number.MAX_SAFE_INTEGER / DAY_MS);

/** NaN keeps everything: other tools that read "keep N" as NaN deleted all versions without an alias. */
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

export function appliedFilters(filters: PruneFilters): PruneFilters {
  const { functions, regions, olderThanDays, targetBytes } = filters;
  return {
    functions: [...functions],
    regions: [...regions],
    ...(olderThanDays !== undefined && { olderThanDays: atLeast(olderThanDays, 0, FOR_EVER_DAYS) }),
    ...(targetBytes !== undefined && { targetBytes: bytes(Math.max(0, targetBytes)) }),
  };
}

/** Within these bounds; NaN becomes `most`. */
function atLeast(value: number, least: number, most: number): number {
  if (Number.isNaN(value)) return most;
  return Math.min(Math.max(value, least), most);
}

/** Undefined unless the request asks for less than the configuration. */
export function belowFloor(
  { keepNewest: configured }: VersionRetention,
  asked: number | undefined,
  allowsFewer: boolean,
): KeepRequest | undefined {
  if (asked === undefined || asked >= configured) return undefined;
  return { asked, configured, applied: allowsFewer ? asked : configured };
}

/**
 * The configuration's retention with the requested number of newest versions; a request changes nothing else.
 * NaN stays NaN, which keeps everything.
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
