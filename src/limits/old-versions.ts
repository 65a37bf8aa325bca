import type { VersionRetention } from '../model/configuration.ts';
import type { PublishedVersion, VersionTable } from '../model/function-versions.ts';
import type { Instant } from '../model/time.ts';
import { DAY_MS } from '../model/time.ts';
import type { Bytes, Count } from '../model/units.ts';
import { addBytes, bytes, count } from '../model/units.ts';

export interface OldVersions {
  readonly oldVersions: Count;
  readonly oldPackageBytes: Bytes;
}

/** Whether any version can be old without aliases, which only keep more. */
export function hasCandidates(
  versions: VersionTable,
  retention: VersionRetention,
  now: Instant,
): boolean {
  return oldVersions(versions, new Set(), retention, now).oldVersions > 0;
}

/**
 * The published versions of one function that are not kept. Kept are: versions of aliases and the
 * `keepBelowAlias` below each (for rollback), the newest `keepNewest`, those younger than the minimum age or
 * without a readable date, and those that Lambda holds.
 * @param aliased version numbers that an alias points at or weights.
 */
export function oldVersions(
  versions: VersionTable,
  aliased: ReadonlySet<number>,
  retention: VersionRetention,
  now: Instant,
): OldVersions {
  const rollback = rollbackTargets(versions, aliased, retention.keepBelowAlias);
  const newestFrom = versions.length - retention.keepNewest;
  const oldBefore = now - retention.minimumAgeDays * DAY_MS;
  let old = 0;
  let oldBytes = bytes(0);
  let place = 0;
  for (const version of versions.ascending()) {
    // Each must be shown: a comparison with NaN is false, and keeps.
    const isOld =
      place < newestFrom &&
      !aliased.has(version.number) &&
      !rollback.has(version.number) &&
      isOldEnough(version, oldBefore);
    place += 1;
    if (!isOld) continue;
    old += 1;
    oldBytes = addBytes(oldBytes, version.packageBytes);
  }
  return { oldVersions: count(old), oldPackageBytes: oldBytes };
}

function isOldEnough(version: PublishedVersion, oldBefore: number): boolean {
  return (
    version.modifiedAt !== undefined && version.modifiedAt <= oldBefore && !version.heldByLambda
  );
}

/** The `below` existing versions under each aliased one, gaps skipped. */
function rollbackTargets(
  versions: VersionTable,
  aliased: ReadonlySet<number>,
  below: number,
): ReadonlySet<number> {
  const targets = new Set<number>();
  if (below === 0 || aliased.size === 0) return targets;
  const highestFirst = [...aliased].toSorted((a, b) => b - a);
  const window: number[] = [];
  // `window` has the last versions before the next one.
  for (const { number } of versions.ascending()) {
    while (highestFirst.length > 0 && (highestFirst.at(-1) ?? 0) <= number) {
      highestFirst.pop();
      for (const target of window) targets.add(target);
    }
    window.push(number);
    if (window.length > below) window.shift();
  }
  // An alias above every listed version: the listing lags.
  if (highestFirst.length > 0) for (const target of window) targets.add(target);
  return targets;
}
