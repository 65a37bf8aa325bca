import type { CodeInventory } from '../model/code-inventory.ts';
import { readTime } from './kept-runs.ts';
import type { Read } from './reading.ts';
import { list, object, oneOf, readBytes, readCount, text } from './reading.ts';

const readHeld = object(({ required }) => ({
  layerVersions: required('layerVersions', readCount),
  packageBytes: required('packageBytes', readBytes),
}));

/** What fills the code storage of an account and Region. */
export const readInventory: Read<CodeInventory> = object(({ required, optional }) => {
  const unattributed = optional('unattributed', readCount);
  const aliasesReadAt = optional('aliasesReadAt', readTime);
  return {
    functions: required('functions', readCount),
    versions: required('versions', readCount),
    packageBytes: required('packageBytes', readBytes),
    oldVersions: required('oldVersions', readCount),
    oldPackageBytes: required('oldPackageBytes', readBytes),
    largest: required('largest', list(readHolding)),
    ownLayers: required('ownLayers', readHeld),
    foreignLayers: required('foreignLayers', readHeld),
    ...(unattributed !== undefined && { unattributed }),
    ...(aliasesReadAt !== undefined && { aliasesReadAt }),
  };
});

const readHolding: Read<CodeInventory['largest'][number]> = object((fields) => {
  const storage = fields.optional('storage', oneOf(['copy', 'reference', 'unknown']));
  return {
    name: fields.required('name', text),
    versions: fields.required('versions', readCount),
    packageBytes: fields.required('packageBytes', readBytes),
    oldVersions: fields.required('oldVersions', readCount),
    oldPackageBytes: fields.required('oldPackageBytes', readBytes),
    ...(storage !== undefined && { storage }),
  };
});
