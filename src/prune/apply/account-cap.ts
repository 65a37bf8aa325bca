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

/** A function or a layer, with what a plan says of it and what a slice can list of it. */
export interface CappedWhole {
  readonly key: string;
  /** By the plan: how many versions there are, and how many of them are left to delete. */
  readonly planned: VersionCounts;
  /** How many of `versions` are published, and how many of these the plan is yet to delete. */
  readonly count: (versions: readonly Versioned[]) => VersionCounts;
  readonly list: () => Promise<Reading<readonly Versioned[]>>;
}

interface Versioned {
  readonly version: string | number;
}

interface VersionCounts {
  readonly versions: number;
  readonly left: number;
}

/**
 * The share of an account that one plan may delete, counted from what this slice lists: what the plan or
 * the journal says of versions raises nothing. Of a plan that deletes at most 90 % of the versions, a
 * part that is done leaves a rest that deletes at most 90 % of what is left, so each slice counts anew.
 *
 * A function may go beyond 90 % where others make up for it. As few of them are listed as it takes, those
 * of which the plan keeps most first.
 */
export class AccountCap {
  readonly #wholes: ReadonlyMap<string, CappedWhole>;
  readonly #listed = new Map<string, VersionCounts>();
  readonly #admitted = new Map<string, boolean>();
  /** Of those that keep more than their share; the one that keeps most comes last. */
  readonly #spare: CappedWhole[];

  constructor(wholes: readonly CappedWhole[]) {
    this.#wholes = new Map(wholes.map((whole) => [whole.key, whole]));
    this.#spare = wholes
      .filter(({ planned }) => spareOf(planned) > 0)
      .toSorted((one, other) => spareOf(one.planned) - spareOf(other.planned));
  }

  /**
   * Whether what is left to delete of a function, whose versions were listed just now, stays within the
   * share. Once decided it lasts for the slice. A read that was cut off decides nothing.
   */
  async admits(
    key: string,
    versions: readonly Versioned[],
  ): Promise<'within' | 'beyond' | 'out-of-time'> {
    const known = this.#admitted.get(key);
    if (known !== undefined) return known ? 'within' : 'beyond';
    const whole = this.#wholes.get(key);
    if (whole === undefined) throw new Error(`the plan has no ${key}`);
    this.#listed.set(key, whole.count(versions));
    while (!this.#isWithin()) {
      const next = this.#spare.pop();
      if (next === undefined) {
        // Nothing of it is deleted, so it counts among what stays.
        this.#listed.set(key, { ...whole.count(versions), left: 0 });
        this.#admitted.set(key, false);
        return 'beyond';
      }
      if (this.#listed.has(next.key)) continue;
      const listed = await next.list();
      if (isCutOff(listed)) return 'out-of-time';
      // One that is gone, or cannot be listed, makes up for nothing.
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

/** How much more it keeps than it must, by the plan. */
function spareOf({ versions, left }: CappedWhole['planned']): number {
  return (versions * ACCOUNT_CAP_PERCENT) / 100 - left;
}

type Outcomes = Pick<JournalState, 'outcomes'>;

/** The functions of a plan, for the cap of its account; `journal` is that of the beginning of the slice. */
export function cappedFunctions(
  plan: PrunePlan,
  { outcomes }: Outcomes,
  { versionsListed }: Pick<PruneAccess, 'versionsListed'>,
): readonly CappedWhole[] {
  return plan.functions.map(({ region, name, versions }) => {
    const left = versions.filter(
      ({ verdict, version }) =>
        verdict === 'delete' && !outcomes.has(versionKey({ region, functionName: name, version })),
    );
    return cappedWhole(functionKey(region, name), versions, left, () =>
      versionsListed(region, name),
    );
  });
}

/** The same of layers, which are counted apart. */
export function cappedLayers(
  plan: PrunePlan,
  { outcomes }: Outcomes,
  { layers }: Pick<PruneAccess, 'layers'>,
): readonly CappedWhole[] {
  if (layers === undefined) return [];
  return layersOf(plan).map(({ region, name, versions }) => {
    const left = versions.filter(
      ({ verdict, version }) =>
        verdict === 'delete' &&
        !outcomes.has(layerVersionKey({ region, layerName: name, version })),
    );
    return cappedWhole(layerKey(region, name), versions, left, () =>
      layers.versionsNow(region, name),
    );
  });
}

function cappedWhole(
  key: string,
  planned: readonly Versioned[],
  left: readonly Versioned[],
  list: CappedWhole['list'],
): CappedWhole {
  const count = (listed: readonly Versioned[]): VersionCounts => {
    const published = publishedIn(listed);
    const there = left.filter(({ version }) => published.has(String(version)));
    return { versions: published.size, left: there.length };
  };
  return { key, planned: { versions: planned.length, left: left.length }, count, list };
}

/** Without `$LATEST`, and each once. */
function publishedIn(listed: readonly Versioned[]): ReadonlySet<string> {
  return new Set(listed.flatMap(({ version }) => deletableVersion(String(version)) ?? []));
}
