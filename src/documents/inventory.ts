import type { CodeInventory, FunctionHolding, LayerHolding } from '../model/code-inventory.ts';
import type { Instant } from '../model/time.ts';
import type { Codec } from './codec.ts';
import { bytes, count } from './model-values.ts';
import type { RecordCodec } from './record-types.ts';
import { optional, record } from './records.ts';
import { list, oneOf, text } from './values.ts';

const layers = record<LayerHolding>({ layerVersions: count, packageBytes: bytes });

const holding = record<FunctionHolding>({
  name: text,
  versions: count,
  packageBytes: bytes,
  oldVersions: count,
  oldPackageBytes: bytes,
  storage: optional(oneOf(['copy', 'reference', 'unknown'])),
});

/** The codec of a code inventory; `time` decides the stored form of its times. */
export function inventoryWith(time: Codec<Instant>): RecordCodec<CodeInventory> {
  return record<CodeInventory>({
    functions: count,
    versions: count,
    packageBytes: bytes,
    oldVersions: count,
    oldPackageBytes: bytes,
    largest: list(holding),
    ownLayers: layers,
    foreignLayers: layers,
    unattributed: optional(count),
    aliasesReadAt: optional(time),
  });
}
