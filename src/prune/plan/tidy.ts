import { groupBy } from '../../model/group-by.ts';
import type { Region } from '../../model/aws-ids.ts';
import type {
  Alias,
  InventoriedFunction,
  PruneInventory,
  Reading,
  RegionInventory,
  VersionFacts,
} from '../model/inventory.ts';
import { deletableVersion } from '../model/version.ts';
import { instant } from '../../model/time.ts';
import { compareTexts, sortedByJson } from './canonical.ts';

/** A function with its Region, as `tidyFunctions` returns it: without duplicates, and sorted. */
export interface TidyFunction extends InventoriedFunction {
  readonly region: Region;
}

/**
 * Functions sorted by Region and name, with their versions in ascending order. Functions and versions that AWS listed
 * twice are merged: where they differ, the merged values keep more versions and count less freed storage.
 */
export function tidyFunctions(inventory: Pick<PruneInventory, 'regions'>): readonly TidyFunction[] {
  return sortedGroups(inventory.regions, ({ region }) => region).flatMap(functionsOf);
}

function functionsOf(listings: readonly [RegionInventory, ...RegionInventory[]]): TidyFunction[] {
  const [{ region }] = listings;
  const functions = listings.flatMap((listing) => listing.functions);
  return sortedGroups(functions, ({ name }) => name).map((same) => {
    const aliases = same.map((one) => one.aliases).reduce(mergedAliases);
    return {
      region,
      name: same[0].name,
      versions: tidyVersions(same.flatMap(({ versions }) => versions)),
      ...(aliases && { aliases }),
    };
  });
}

/** The versions without duplicates, in ascending order of their numbers, and `$LATEST` last. */
export function tidyVersions(versions: readonly VersionFacts[]): readonly VersionFacts[] {
  return sortedGroups(versions, ({ version }) => version)
    .map(([first, ...more]) => more.reduce(mergedVersions, normalFacts(first)))
    .toSorted(
      (a, b) => numberOf(a.version) - numberOf(b.version) || compareTexts(a.version, b.version),
    );
}

function numberOf(version: string): number {
  return deletableVersion(version) === undefined ? Number.MAX_SAFE_INTEGER : Number(version);
}

function normalFacts(facts: VersionFacts): VersionFacts {
  const { version, packageBytes, modifiedAt, traits, storage } = facts;
  const sorted = traits.length === 0 ? traits : [...new Set(traits)].toSorted(compareTexts);
  const normal = { version, packageBytes, traits: sorted, storage };
  if (modifiedAt === undefined) return normal;
  // Whole milliseconds, the precision of a stored plan.
  return { ...normal, modifiedAt: instant(Math.floor(modifiedAt)) };
}

function mergedVersions(one: VersionFacts, other: VersionFacts): VersionFacts {
  const dates = [one.modifiedAt, other.modifiedAt].filter((date) => date !== undefined);
  return normalFacts({
    version: one.version,
    packageBytes: one.packageBytes < other.packageBytes ? one.packageBytes : other.packageBytes,
    ...(dates.length === 2 && { modifiedAt: instant(Math.max(...dates)) }),
    traits: [...one.traits, ...other.traits],
    storage: one.storage === other.storage ? one.storage : 'unknown',
  });
}

type AliasReading = Reading<readonly Alias[]> | undefined;

function mergedAliases(one: AliasReading, other: AliasReading): AliasReading {
  if (one === undefined || other === undefined) return undefined;
  if (one.kind === 'read' && other.kind === 'read') {
    return { kind: 'read', value: sortedByJson([...one.value, ...other.value]) };
  }
  return sortedByJson([one, other].filter(({ kind }) => kind === 'failed'))[0];
}

function sortedGroups<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly [Item, ...Item[]][] {
  return [...groupBy(items, keyOf)]
    .toSorted(([a], [b]) => compareTexts(a, b))
    .map(([, group]) => group);
}
