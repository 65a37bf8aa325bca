import { mostDeletable } from '../plan/cap.ts';
import type { Reading } from '../model/inventory.ts';
import type { JournalState } from '../model/journal-segment.ts';
import { layerKey, layerVersionKey } from '../model/layer.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT } from '../model/prune-plan.ts';
import { deletableVersion, functionKey, versionKey } from '../model/version.ts';
import { layersOf } from '../plan/order.ts';
import type { PruneAccess } from '../ports.ts';
import { isCutOff } from './prepare.ts';

/** A function or layer whose versions count toward the account's cap. */
export interface CappedResource {
  readonly key: string;
  /** The counts that the plan and its journal give, without asking AWS. */
  readonly planned: VersionCounts;
  /** Returns the counts for the versions that AWS has just listed. */
  readonly count: (versions: readonly Versioned[]) => VersionCounts;
  /** Lists the versions that exist now. */
  readonly list: () => Promise<Reading<readonly Versioned[]>>;
}

interface Versioned {
  readonly version: string | number;
}

interface VersionCounts {
  /** The number of published versions. */
  readonly versions: number;
  /** The number of these versions that are still to be deleted. */
  readonly left: number;
}

/**
 * Enforces the account's cap: a plan deletes at most 90 % of the account's versions. Each invocation counts only versions
 * that it has listed itself, so a wrong plan or journal cannot raise the percentage. One function may lose more than
 * 90 % if other functions keep enough. To prove that, as few other functions as possible are listed.
 */
export class AccountCap {
  readonly #resources: ReadonlyMap<string, CappedResource>;
  readonly #listed = new Map<string, VersionCounts>();
  readonly #admitted = new Map<string, boolean>();
  /** Functions or layers that keep more than 10 % of their versions, sorted by the excess. The last one is listed next. */
  readonly #underCap: CappedResource[];

  constructor(resources: readonly CappedResource[]) {
    this.#resources = new Map(resources.map((resource) => [resource.key, resource]));
    this.#underCap = resources
      .filter(({ planned }) => allowanceOf(planned) > 0)
      .toSorted((one, other) => allowanceOf(one.planned) - allowanceOf(other.planned));
  }

  /**
   * Returns whether the remaining deletions of a function or layer stay within the cap. The first answer for a `key` is
   * final for the invocation. `out-of-time`: the invocation ended while other functions were listed.
   * @param versions the versions that AWS has just listed for this function or layer
   */
  async admits(
    key: string,
    versions: readonly Versioned[],
  ): Promise<'within' | 'beyond' | 'out-of-time'> {
    const known = this.#admitted.get(key);
    if (known !== undefined) return known ? 'within' : 'beyond';
    const resource = this.#resources.get(key);
    if (resource === undefined) throw new Error(`the plan has no ${key}`);
    this.#listed.set(key, resource.count(versions));
    while (!this.#isWithin()) {
      const next = this.#underCap.pop();
      if (next === undefined) {
        // No version of this function is deleted, so all its versions count as kept.
        this.#listed.set(key, { ...resource.count(versions), left: 0 });
        this.#admitted.set(key, false);
        return 'beyond';
      }
      if (this.#listed.has(next.key)) continue;
      const listed = await next.list();
      if (isCutOff(listed)) return 'out-of-time';
      // A function that cannot be listed does not count as keeping versions.
      if (listed.kind === 'read') this.#listed.set(next.key, next.count(listed.value));
    }
    this.#admitted.set(key, true);
    return 'within';
  }

  #isWithin(): boolean {
    let versions = 0;
    let left = 0;
    for (const one of this.#listed.values()) {
      versions += one.versions;
      left += one.left;
    }
    return left <= mostDeletable(versions, ACCOUNT_CAP_PERCENT);
  }
}

/** Returns how many more versions could be deleted if the cap applied to this function alone; negative above the cap. */
function allowanceOf({ versions, left }: CappedResource['planned']): number {
  return (versions * ACCOUNT_CAP_PERCENT) / 100 - left;
}

type Outcomes = Pick<JournalState, 'outcomes'>;

/** Returns the functions of a plan for the cap. Deletions with an outcome in the journal do not count as `left`. */
export function cappedFunctions(
  plan: PrunePlan,
  { outcomes }: Outcomes,
  { versionsListed }: Pick<PruneAccess, 'versionsListed'>,
): readonly CappedResource[] {
  return plan.functions.map(({ region, name, versions }) => {
    const left = versions.filter(
      ({ verdict, version }) =>
        verdict === 'delete' && !outcomes.has(versionKey({ region, functionName: name, version })),
    );
    return cappedResource(functionKey(region, name), versions, left, () =>
      versionsListed(region, name),
    );
  });
}

/** Returns the layers of a plan for the cap of layer versions, which is separate from that of function versions. */
export function cappedLayers(
  plan: PrunePlan,
  { outcomes }: Outcomes,
  { layers }: Pick<PruneAccess, 'layers'>,
): readonly CappedResource[] {
  if (layers === undefined) return [];
  return layersOf(plan).map(({ region, name, versions }) => {
    const left = versions.filter(
      ({ verdict, version }) =>
        verdict === 'delete' &&
        !outcomes.has(layerVersionKey({ region, layerName: name, version })),
    );
    return cappedResource(layerKey(region, name), versions, left, () =>
      layers.versionsNow(region, name),
    );
  });
}

function cappedResource(
  key: string,
  planned: readonly Versioned[],
  left: readonly Versioned[],
  list: CappedResource['list'],
): CappedResource {
  const count = (listed: readonly Versioned[]): VersionCounts => {
    const published = publishedIn(listed);
    const there = left.filter(({ version }) => published.has(String(version)));
    return { versions: published.size, left: there.length };
  };
  return { key, planned: { versions: planned.length, left: left.length }, count, list };
}

function publishedIn(listed: readonly Versioned[]): ReadonlySet<string> {
  return new Set(listed.flatMap(({ version }) => deletableVersion(String(version)) ?? []));
}
