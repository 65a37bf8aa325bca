import type { CodeInventory, FunctionHolding, LayerHolding } from '../model/code-inventory.ts';
import { addBytes, addCount, bytes, count } from '../model/units.ts';

/** The number of functions that an inventory lists by name, the largest first. */
const NAMED_FUNCTIONS = 10;

interface LayerTotals {
  readonly layerVersions: number;
  readonly packageBytes: number;
}

/**
 * The totals of all functions, and the functions with the largest packages, those of equal size by name.
 * @param unattributed the number of versions without a readable size and of unknown layer versions.
 */
export function summarise(
  holdings: readonly FunctionHolding[],
  ownLayers: LayerTotals,
  foreignLayers: LayerTotals,
  unattributed = 0,
): CodeInventory {
  return {
    functions: count(holdings.length),
    versions: holdings.map((one) => one.versions).reduce(addCount, count(0)),
    packageBytes: holdings.map((one) => one.packageBytes).reduce(addBytes, bytes(0)),
    oldVersions: holdings.map((one) => one.oldVersions).reduce(addCount, count(0)),
    oldPackageBytes: holdings.map((one) => one.oldPackageBytes).reduce(addBytes, bytes(0)),
    largest: holdings
      .toSorted((a, b) => b.packageBytes - a.packageBytes || (a.name < b.name ? -1 : 1))
      .slice(0, NAMED_FUNCTIONS),
    ownLayers: layers(ownLayers),
    foreignLayers: layers(foreignLayers),
    ...(unattributed > 0 && { unattributed: count(unattributed) }),
  };
}

function layers({ layerVersions, packageBytes }: LayerTotals): LayerHolding {
  return { layerVersions: count(layerVersions), packageBytes: bytes(packageBytes) };
}
