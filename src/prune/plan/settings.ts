import { DAY_MS } from '../../model/time.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { PruneFilters, PruneSettings } from '../model/prune-plan.ts';
import { CAP_LIFTERS } from '../model/prune-plan.ts';
import type { KeepRequest } from '../model/recheck.ts';
import { bytes } from '../../model/units.ts';

/** The lowest minimum age, above the 6 hours that an asynchronous event may wait. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const LEAST_AGE_DAYS = 1;
const LEAST_NEWEST = 1;

/** An age that no version reaches, as a number that JSON can represent. */
const UNREACHED_DAYS = Math.floor(Number.MAX_SAFE_INTEGER / DAY_MS);

/** Settings within their bounds. NaN keeps everything: with NaN as "keep N", other tools deleted unaliased versions. */
export function appliedSettings({ retention, capLiftedBy }: PruneSettings): PruneSettings {
  return {
    retention: appliedRetention(retention),
    capLiftedBy: CAP_LIFTERS.filter((lifter) => capLiftedBy.includes(lifter)),
  };
}

export function appliedRetention(retention: VersionRetention): VersionRetention {
  const { keepNewest, keepBelowAlias, minimumAgeDays, keepFunctions } = retention;
  return {
    keepNewest: Math.ceil(bounded(keepNewest, LEAST_NEWEST, Number.MAX_SAFE_INTEGER)),
    keepBelowAlias: Math.ceil(bounded(keepBelowAlias, 0, Number.MAX_SAFE_INTEGER)),
    minimumAgeDays: bounded(minimumAgeDays, LEAST_AGE_DAYS, UNREACHED_DAYS),
    keepFunctions: [...keepFunctions],
  };
}

export function appliedFilters(filters: PruneFilters): PruneFilters {
  const { functions, regions, olderThanDays, targetBytes } = filters;
  return {
    functions: [...functions],
    regions: [...regions],
    ...(olderThanDays !== undefined && {
      olderThanDays: bounded(olderThanDays, 0, UNREACHED_DAYS),
    }),
    ...(targetBytes !== undefined && { targetBytes: bytes(Math.max(0, targetBytes)) }),
  };
}

/** `value` within these bounds; `most` for NaN. */
function bounded(value: number, least: number, most: number): number {
  if (Number.isNaN(value)) return most;
  return Math.min(Math.max(value, least), most);
}

/** The request to keep fewer of the newest versions than configured; undefined when it asks for no fewer. */
export function keepRequest(
  { keepNewest: configured }: VersionRetention,
  asked: number | undefined,
  allowsFewer: boolean,
): KeepRequest | undefined {
  if (asked === undefined || asked >= configured) return undefined;
  return { asked, configured, applied: allowsFewer ? asked : configured };
}

/**
 * The configured retention with the requested number of newest versions, which is fewer than configured only with
 * `allowsFewer`. NaN stays NaN, which keeps everything.
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
