import type { Region } from '../../model/aws-ids.ts';
import type { Alias } from '../model/inventory.ts';
import type { Hash, PlanContent } from '../model/prune-plan.ts';

/** JSON with sorted keys and without undefined values, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (const item of items) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  // Without a comparison function, `toSorted` sorts by code units, like `compareTexts`.
  for (const key of Object.keys(value).toSorted()) {
    const field: unknown = Reflect.get(value, key);
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** Compares two texts by code units, for sorting. Unlike a locale's order, the result is the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The digest of a plan's content, which differs after any change to the plan. */
export function planDigest(content: PlanContent, hash: Hash): string {
  return hash(canonicalJson({ ...content, digest: undefined }));
}

/**
 * The digest of what must not change between planning and deleting: the version numbers, and the target, weights and
 * revision of each alias. `aliases` is undefined when they were not read.
 */
export function functionDigest(
  region: Region,
  name: string,
  aliases: readonly Alias[] | undefined,
  versions: readonly string[],
  hash: Hash,
): string {
  const state = {
    region,
    name,
    aliases: aliases === undefined ? undefined : sortedByJson(aliases.map(aliasState)),
    versions: [...new Set(versions)].toSorted(compareTexts),
  };
  return hash(canonicalJson(state));
}

/** The fields of an alias that a digest covers. The revision shows that an alias moved even when it moved back. */
function aliasState({ name, pointsAt, weights, revision }: Alias): Alias {
  const weighted = weights.map(({ version, weight }) => ({ version, weight }));
  return {
    name,
    pointsAt,
    weights: sortedByJson(weighted),
    ...(revision !== undefined && { revision }),
  };
}

/** The items sorted by their canonical JSON, without equal items. */
export function sortedByJson<Item>(items: readonly Item[]): readonly Item[] {
  const byJson = new Map(items.map((item) => [canonicalJson(item), item]));
  return [...byJson].toSorted(([a], [b]) => compareTexts(a, b)).map(([, item]) => item);
}
