import { bytes, exactTime, failure, region } from '../../documents/model-values.ts';
import type { RecordCodec } from '../../documents/record-types.ts';
import { convertedRecord, inline, optional, record } from '../../documents/records.ts';
import { variantsByField } from '../../documents/variants.ts';
import type { Reading } from '../model/inventory.ts';
import type { CodeStorage, RegionStorage } from '../ports.ts';

/** The code storage of a Region as field `storage`, or why it could not be read as field `failure`. */
export const storageReading: RecordCodec<Reading<CodeStorage>> = convertedRecord(
  variantsByField(
    'failure',
    record({ failure }),
    record({ storage: record<CodeStorage>({ used: bytes, limit: optional(bytes) }) }),
  ),
  (stored): Reading<CodeStorage> =>
    'failure' in stored
      ? { kind: 'failed', failure: stored.failure }
      : { kind: 'read', value: stored.storage },
  (reading) =>
    reading.kind === 'failed' ? { failure: reading.failure } : { storage: reading.value },
);

/** The code storage of a Region with the time at which it was read. */
export const regionStorage = record<RegionStorage>({
  region,
  at: exactTime,
  storage: inline(storageReading),
});
