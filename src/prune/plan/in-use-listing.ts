import type { VersionRetention } from '../../model/configuration.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { Alias, InventoriedFunction, VersionFacts } from '../model/inventory.ts';
import type { KeepReason } from '../model/reason.ts';
import { deletableVersion } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { LayerKeepReason } from '../model/layer.ts';
import type { PruneFilters } from '../model/prune-plan.ts';

/**
 * Why versions of one function are kept by their numbers, dates and traits, by aliases, and by the configuration.
 * `versions` is ascending without duplicates. `functionReasons` adds the reason for aliases that were not read.
 */
export function listingReasons(
  { name, versions, aliases }: InventoriedFunction,
  retention: VersionRetention,
  now: Instant,
): (version: VersionFacts) => readonly KeepReason[] {
  const published = versions
    .map(({ version }) => version)
    .filter((version) => deletableVersion(version) !== undefined);
  const newest = newestOf(published, retention.keepNewest);
  const referenced = aliases?.kind === 'read' ? references(aliases.value) : [];
  const byAliases = aliasReasons(published, referenced, retention.keepBelowAlias);
  const optedOut = retention.keepFunctions
    .filter((glob) => matchesGlob(name, glob))
    .map((glob): KeepReason => ({ code: 'opted-out', glob }));
  return (version) => [
    ...(deletableVersion(version.version) === undefined
      ? [{ code: 'not-a-version' } as const]
      : []),
    ...(byAliases.get(version.version) ?? []),
    ...traitReasons(version),
    ...optedOut,
    ...(newest.has(version.version)
      ? [{ code: 'newest', keepNewest: retention.keepNewest } as const]
      : []),
    ...ageReasons(version.modifiedAt, retention.minimumAgeDays, now),
  ];
}

/**
 * Keeps Lambda@Edge replicas, which AWS refuses to delete, and versions on a capacity provider, which may be running:
 * AWS does not refuse to delete them.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html
 */
function traitReasons({ traits }: VersionFacts): readonly KeepReason[] {
  const codes = ['edge-replica', 'capacity-provider'] as const;
  return codes.filter((code) => traits.includes(code)).map((code) => ({ code }));
}

export function newestOf<Version>(
  ascending: readonly Version[],
  keepNewest: number,
): ReadonlySet<Version> {
  return new Set(ascending.slice(Math.max(0, ascending.length - keepNewest)));
}

type AgeReason =
  { readonly code: 'undated' } | { readonly code: 'too-young'; readonly minimumAgeDays: number };

/** Why a version is kept by its age; empty when it is old enough. A version without a date is never old enough. */
export function ageReasons(
  publishedAt: Instant | undefined,
  minimumAgeDays: number,
  now: Instant,
): readonly AgeReason[] {
  if (publishedAt === undefined) return [{ code: 'undated' }];
  const isOldEnough = publishedAt <= now - minimumAgeDays * DAY_MS;
  return isOldEnough ? [] : [{ code: 'too-young', minimumAgeDays }];
}

interface Reference {
  readonly alias: string;
  readonly version: string;
  readonly code: 'alias-target' | 'alias-weight';
}

function references(aliases: readonly Alias[]): readonly Reference[] {
  return aliases.flatMap(({ name, pointsAt, weights }): Reference[] => [
    { alias: name, version: pointsAt, code: 'alias-target' },
    ...weights.map(({ version }) => ({ alias: name, version, code: 'alias-weight' }) as const),
  ]);
}

/** Reasons to keep the versions to which aliases send calls, and the `below` next older versions for a rollback. */
function aliasReasons(
  published: readonly string[],
  references: readonly Reference[],
  below: number,
): ReadonlyMap<string, readonly KeepReason[]> {
  const reasons = new Map<string, KeepReason[]>();
  const add = (version: string, reason: KeepReason): void => {
    const earlier = reasons.get(version);
    if (earlier === undefined) reasons.set(version, [reason]);
    else earlier.push(reason);
  };
  for (const { alias, version, code } of references) {
    add(version, { code, alias });
    const index = indexOfAtLeast(published, Number(version));
    for (const target of published.slice(Math.max(0, index - below), index)) {
      add(target, { code: 'rollback-target', alias, of: version });
    }
  }
  return reasons;
}

/**
 * The index of the first version that is `number` or higher. It is the length when all are lower, as for a version that
 * AWS does not list yet, and 0 for NaN, which `$LATEST` gives.
 */
function indexOfAtLeast(ascending: readonly string[], number: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(ascending[middle]) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Why the request's filters exclude versions of one function. */
export function filterReasons(
  region: Region,
  functionName: string,
  filters: PruneFilters,
  now: Instant,
): (version: VersionFacts) => readonly KeepReason[] {
  const { functions } = filters;
  const isNamed =
    functions.length === 0 || functions.some((glob) => matchesGlob(functionName, glob));
  const byName: readonly KeepReason[] = isNamed ? [] : [{ code: 'filtered', filter: 'function' }];
  return ({ modifiedAt }) => [...byName, ...regionAndAgeReasons(region, modifiedAt, filters, now)];
}

type Filtered = Extract<LayerKeepReason, { readonly code: 'filtered' }>;

/** Why the request's Region and age filters exclude a version; empty when they do not. */
export function regionAndAgeReasons(
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
