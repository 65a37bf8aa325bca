import type {
  CodeInventory,
  FunctionHolding,
  LayerHolding,
  StorageMode,
} from '../../model/code-inventory.ts';
import { bytes, count } from '../../model/units.ts';
import type { Reader } from '../../documents/stored-values.ts';
import { at } from './figures.ts';
import { finite, listOf, made, objectOf, oneOf, text } from '../../documents/stored-values.ts';

const inBytes = made(finite, bytes);
const counted = made(finite, count);

const storageMode: Reader<StorageMode> = oneOf('copy', 'reference', 'unknown');

const holding: Reader<FunctionHolding> = objectOf((of) => {
  const storage = of.maybe('storage', storageMode);
  return {
    name: of.get('name', text),
    versions: of.get('versions', counted),
    packageBytes: of.get('packageBytes', inBytes),
    oldVersions: of.get('oldVersions', counted),
    oldPackageBytes: of.get('oldPackageBytes', inBytes),
    ...(storage !== undefined && { storage }),
  };
});

const layers: Reader<LayerHolding> = objectOf((of) => ({
  layerVersions: of.get('layerVersions', counted),
  packageBytes: of.get('packageBytes', inBytes),
}));

export const inventory: Reader<CodeInventory> = objectOf((of) => {
  const unattributed = of.maybe('unattributed', counted);
  const aliasesReadAt = of.maybe('aliasesReadAt', at);
  return {
    functions: of.get('functions', counted),
    versions: of.get('versions', counted),
    packageBytes: of.get('packageBytes', inBytes),
    oldVersions: of.get('oldVersions', counted),
    oldPackageBytes: of.get('oldPackageBytes', inBytes),
    largest: of.get('largest', listOf(holding)),
    ownLayers: of.get('ownLayers', layers),
    foreignLayers: of.get('foreignLayers', layers),
    ...(unattributed !== undefined && { unattributed }),
    ...(aliasesReadAt !== undefined && { aliasesReadAt }),
  };
});
