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

/** A function or layer as planned and as listed in this slice. */
export interface CappedWhole {
  readonly key: string;
  /** Versions in the plan, and those still to delete. */
  readonly planned: VersionCounts;
  /** Published versions in a listing, and those of them still to delete. */
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
 * Enforces the account's cap: a plan deletes at most 90 % of the versions. Each slice counts only what it lists itself,
 * so neither plan nor journal can raise the share. A function may exceed 90 % where others stay below; as few others as
 * needed are listed, those that keep most first.
 */
export class AccountCap {
  readonly #wholes: ReadonlyMap<string, CappedWhole>;
  readonly #listed = new Map<string, VersionCounts>();
  readonly #admitted = new Map<string, boolean>();
  /** Those that keep more than their share, the largest last. */
  readonly #spare: CappedWhole[];

  constructor(wholes: readonly CappedWhole[]) {
    this.#wholes = new Map(wholes.map((whole) => [whole.key, whole]));
    this.#spare = wholes
      .filter(({ planned }) => spareOf(planned) > 0)
      .toSorted((one, other) => spareOf(one.planned) - spareOf(other.planned));
  }

  /**
   * Whether the remaining deletions of a function stay within the cap; `versions` were listed just now. The answer is
   * kept for the slice, unless a read was cut off.
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
        // Nothing of it is deleted, so all of it counts as kept.
        this.#listed.set(key, { ...whole.count(versions), left: 0 });
        this.#admitted.set(key, false);
        return 'beyond';
      }
      if (this.#listed.has(next.key)) continue;
      const listed = await next.list();
      if (isCutOff(listed)) return 'out-of-time';
      // A missing or unreadable one compensates for nothing.
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

function spareOf({ versions, left }: CappedWhole['planned']): number {
  return (versions * ACCOUNT_CAP_PERCENT) / 100 - left;
}

type Outcomes = Pick<JournalState, 'outcomes'>;

/** The functions of a plan; `journal` is that of the beginning of the slice. */
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

/** Layers are counted apart from functions. */
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

function publishedIn(listed: readonly Versioned[]): ReadonlySet<string> {
  return new Set(listed.flatMap(({ version }) => deletableVersion(String(version)) ?? []));
}
