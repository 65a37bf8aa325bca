import type { Region } from '../../model/aws-ids.ts';
import type { Alias } from '../model/inventory.ts';
import type { Digest, PlanContent } from '../model/prune-plan.ts';

/** JSON with sorted keys and without undefined values: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (const item of items) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  // `toSorted` without a comparison sorts by code units, like `inOrder`.
  for (const key of Object.keys(value).toSorted()) {
    const field: unknown = Reflect.get(value, key);
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** By code units: the same on every machine, unlike alphabetical order. */
export function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Differs after any change to a plan or to the account that it names. */
export function planDigest(content: PlanContent, digest: Digest): string {
  return digest(canonicalJson({ ...content, digest: undefined }));
}

/**
 * What must be unchanged when deleting: the versions, and the targets, weights and revision of each alias.
 * `aliases` is undefined where they were not read.
 */
export function functionDigest(
  region: Region,
  name: string,
  aliases: readonly Alias[] | undefined,
  versions: readonly string[],
  digest: Digest,
): string {
  const state = {
    region,
    name,
    aliases: aliases === undefined ? undefined : sortedByJson(aliases.map(aliasState)),
    versions: [...new Set(versions)].toSorted(inOrder),
  };
  return digest(canonicalJson(state));
}

/** The revision tells an alias that moved and came back. */
function aliasState({ name, pointsAt, weights, revision }: Alias): Alias {
  const weighted = weights.map(({ version, weight }) => ({ version, weight }));
  return {
    name,
    pointsAt,
    weights: sortedByJson(weighted),
    ...(revision !== undefined && { revision }),
  };
}

/** Sorted by canonical JSON, without repetitions, whatever the order of `items`. */
export function sortedByJson<Item>(items: readonly Item[]): readonly Item[] {
  const byJson = new Map(items.map((item) => [canonicalJson(item), item]));
  return [...byJson].toSorted(([a], [b]) => inOrder(a, b)).map(([, item]) => item);
}
