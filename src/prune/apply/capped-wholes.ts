import type { Reading } from '../model/inventory.ts';
import type { JournalState } from '../model/journal-segment.ts';
import { layerKey, layerVersionKey } from '../model/layer.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { deletableVersion, functionKey, versionKey } from '../model/version.ts';
import { layersOf } from '../plan/order.ts';
import type { PruneAccess } from '../ports.ts';
import type { CappedWhole } from './account-cap.ts';

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

interface Versioned {
  readonly version: string | number;
}

function cappedWhole(
  key: string,
  planned: readonly Versioned[],
  left: readonly Versioned[],
  list: () => Promise<Reading<readonly Versioned[]>>,
): CappedWhole {
  return {
    key,
    planned: { versions: planned.length, left: left.length },
    count: (listed) => {
      const published = publishedIn(listed);
      const there = left.filter(({ version }) => published.has(String(version)));
      return { versions: published.size, left: there.length };
    },
    list,
  };
}

/** Without `$LATEST`, and each once. */
function publishedIn(listed: readonly Versioned[]): ReadonlySet<string> {
  return new Set(listed.flatMap(({ version }) => deletableVersion(String(version)) ?? []));
}
