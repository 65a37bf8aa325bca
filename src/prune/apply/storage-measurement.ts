import type { Region } from '../../model/aws-ids.ts';
import type { Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import type { CodeStorage, PruneStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { exactTime } from '../../documents/model-values.ts';
import { document, inline, record } from '../../documents/records.ts';
import { oneOf } from '../../documents/values.ts';
import { storageReading } from '../documents/region-storage-json.ts';
import { measurementName } from './documents.ts';

/** When code storage was measured: before the first deletion, or at the end, with the reason for the end. */
const OCCASIONS = ['before', 'nothing-left', 'target-reached'] as const;

/** The code storage of a Region before the first or after the last deletion. */
export interface StorageMeasurement {
  readonly occasion: (typeof OCCASIONS)[number];
  readonly at: Instant;
  readonly storage: Reading<CodeStorage>;
}

const measuredDocument = document(
  { kind: 'limits-watchdog.prune-measured', format: 1 },
  record<StorageMeasurement>({
    occasion: oneOf(OCCASIONS),
    at: exactTime,
    storage: inline(storageReading),
  }),
);

/** Reads a stored measurement; undefined if there is none or it is unreadable. */
export async function loadMeasurement(
  store: PruneStore,
  planId: string,
  region: Region,
  when: 'before' | 'after',
): Promise<StorageMeasurement | undefined> {
  const text = await store.read(measurementName(planId, region, when));
  if (text === undefined) return undefined;
  const found = parse(text, measuredDocument);
  return found.ok ? found.value : undefined;
}

/** Stores a measurement; an existing one is not replaced. */
export async function storeMeasurement(
  store: PruneStore,
  planId: string,
  region: Region,
  measured: StorageMeasurement,
): Promise<void> {
  const when = measured.occasion === 'before' ? 'before' : 'after';
  await store.create(measurementName(planId, region, when), encode(measured, measuredDocument));
}
