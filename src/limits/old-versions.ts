import type { VersionRetention } from '../model/configuration.ts';
import type { PublishedVersion, VersionTable } from '../model/function-versions.ts';
import type { Instant } from '../model/time.ts';
import { DAY_MS } from '../model/time.ts';
import type { Bytes, Count } from '../model/units.ts';
import { addBytes, bytes, count } from '../model/units.ts';

/** The old versions of one function: their number and package bytes. */
export interface OldVersions {
  readonly oldVersions: Count;
  readonly oldPackageBytes: Bytes;
}

/** Whether any version would be old without aliases. If false, no aliases need to be read: they only keep versions. */
export function hasCandidates(
  versions: VersionTable,
  retention: VersionRetention,
  now: Instant,
): boolean {
  return oldVersions(versions, new Set(), retention, now).oldVersions > 0;
}

/**
 * Counts the old versions of one function: the published versions that no rule keeps. Rules keep the versions
 * of aliases and `keepBelowAlias` versions below each (for rollback), the `keepNewest` newest versions,
 * versions that are younger than the minimum age or have no readable date, and versions that Lambda holds.
 * @param aliased the version numbers to which an alias sends invocations.
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
    // Every condition must be true for "old", so that a comparison with NaN keeps the version.
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

/** The numbers of the `below` existing versions before each version that has an alias. */
function rollbackTargets(
  versions: VersionTable,
  aliased: ReadonlySet<number>,
  below: number,
): ReadonlySet<number> {
  const targets = new Set<number>();
  if (below === 0 || aliased.size === 0) return targets;
  const highestFirst = [...aliased].toSorted((a, b) => b - a);
  const window: number[] = [];
  // `window` holds the last `below` versions that come before `number`.
  for (const { number } of versions.ascending()) {
    while (highestFirst.length > 0 && (highestFirst.at(-1) ?? 0) <= number) {
      highestFirst.pop();
      for (const target of window) targets.add(target);
    }
    window.push(number);
    if (window.length > below) window.shift();
  }
  // An alias names a version above every listed one, since the listing is older: the last versions are kept for it.
  if (highestFirst.length > 0) for (const target of window) targets.add(target);
  return targets;
}
