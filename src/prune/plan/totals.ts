import type { Bytes, Count } from '../../model/units.ts';
import { addBytes, bytes, count } from '../../model/units.ts';
import { freesNothing } from '../model/inventory.ts';
import type { LayerTotals, PlannedLayer } from '../model/layer.ts';
import { LAYER_KEEP_CODES } from '../model/layer.ts';
import type {
  PlannedFunction,
  PlannedItem,
  PlanTotals,
  VersionTotals,
} from '../model/prune-plan.ts';
import { KEEP_CODES } from '../model/reason.ts';

/** The totals of a plan's functions. AWS does not document how package bytes relate to used code storage. */
export function totalsOf(functions: readonly PlannedFunction[]): PlanTotals {
  const versions = functions.flatMap((fn) => fn.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  return {
    listed: sumOf(versions),
    keep: sumOf(versions.filter(({ verdict }) => verdict === 'keep')),
    delete: sumOf(deleted),
    deleteFreesNothing: sumOf(deleted.filter(({ storage }) => freesNothing(storage))),
    deleteStorageUnknown: sumOf(deleted.filter(({ storage }) => storage === 'unknown')),
    deleteSnapStart: sumOf(deleted.filter(({ traits }) => traits.includes('snap-start'))),
    keptFor: keptFor(versions, KEEP_CODES),
  };
}

/** The totals of a plan's layers. Versions of unknown size are not in the package bytes. */
export function layerTotals(layers: readonly PlannedLayer[]): LayerTotals {
  const versions = layers.flatMap((layer) => layer.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  const affected = layers.filter((layer) =>
    layer.versions.some(({ verdict }) => verdict === 'delete'),
  );
  return {
    listed: { versions: count(versions.length), layers: count(layers.length) },
    keep: { versions: count(versions.length - deleted.length) },
    delete: {
      versions: count(deleted.length),
      layers: count(affected.length),
      packageBytes: sumOf(deleted).packageBytes,
      sizeUnknown: count(deleted.filter((one) => one.packageBytes === undefined).length),
      freesNothing: count(deleted.filter(({ storage }) => freesNothing(storage)).length),
    },
    keptFor: keptFor(versions, LAYER_KEEP_CODES),
  };
}

/** The number of versions and the sum of their known package sizes. */
export function sumOf(versions: readonly { readonly packageBytes?: Bytes }[]): VersionTotals {
  const sizes = versions.flatMap(({ packageBytes }) => packageBytes ?? []);
  return { versions: count(versions.length), packageBytes: sizes.reduce(addBytes, bytes(0)) };
}

/** Numbers of kept versions by their first reason, in the order of `codes`. */
function keptFor<Code>(
  versions: readonly PlannedItem<object, { readonly code: Code }, unknown>[],
  codes: readonly Code[],
): readonly { readonly code: Code; readonly versions: Count }[] {
  const times = new Map<Code, number>();
  for (const version of versions) {
    if (version.verdict !== 'keep') continue;
    const [{ code }] = version.reasons;
    times.set(code, (times.get(code) ?? 0) + 1);
  }
  return codes.flatMap((code) => {
    const kept = times.get(code);
    return kept === undefined ? [] : [{ code, versions: count(kept) }];
  });
}
