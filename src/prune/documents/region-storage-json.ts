import type { Read } from '../../documents/reading.ts';
import {
  instantText,
  object,
  readBytes,
  readFailure,
  readInstant,
  readRegion,
} from '../../documents/reading.ts';
import type { CodeStorage, RegionStorage } from '../ports.ts';

/** Code storage of a Region at a moment; `readRegionStorage` gives it back. */
export function regionStorageForJson({ region, at, storage }: RegionStorage): object {
  return {
    region,
    at: instantText(at),
    ...(storage.kind === 'read' ? { storage: storage.value } : { failure: storage.failure }),
  };
}

export const readRegionStorage: Read<RegionStorage> = object(
  ({ required, optional }): RegionStorage => {
    const place = { region: required('region', readRegion), at: required('at', readInstant) };
    const failure = optional('failure', readFailure);
    if (failure !== undefined) return { ...place, storage: { kind: 'failed', failure } };
    return { ...place, storage: { kind: 'read', value: required('storage', readStorage) } };
  },
);

/** Of one Region, as it is stored. */
export const readStorage: Read<CodeStorage> = object(({ required, optional }) => {
  const limit = optional('limit', readBytes);
  return { used: required('used', readBytes), ...(limit !== undefined && { limit }) };
});
