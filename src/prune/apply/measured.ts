import type { Region } from '../../model/aws-ids.ts';
import type { Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import type { CodeStorage, PruneStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { exactTime } from '../../documents/model-values.ts';
import { document, inline, record } from '../../documents/records.ts';
import { oneOf } from '../../documents/values.ts';
import { storageReading } from '../documents/region-storage-json.ts';
import { measuredName } from './documents.ts';

/** Why a figure was taken: before the first deletion, or because there is nothing more to do. */
const OCCASIONS = ['before', 'nothing-left', 'target-reached'] as const;

type Occasion = (typeof OCCASIONS)[number];

/** Code storage as AWS gave it at one moment of a run, or why it could not be read. */
export interface Measured {
  readonly occasion: Occasion;
  readonly at: Instant;
  readonly storage: Reading<CodeStorage>;
}

const measuredDocument = document(
  { kind: 'limits-watchdog.prune-measured', format: 1 },
  record<Measured>({
    occasion: oneOf(OCCASIONS),
    at: exactTime,
    storage: inline(storageReading),
  }),
);

/** @returns undefined when it was not measured, or what was written cannot be understood. */
export async function loadMeasured(
  store: PruneStore,
  planId: string,
  region: Region,
  when: 'before' | 'after',
): Promise<Measured | undefined> {
  const text = await store.read(measuredName(planId, region, when));
  if (text === undefined) return undefined;
  const found = parse(text, measuredDocument);
  return found.ok ? found.value : undefined;
}

/** Written once; what was there first stays. */
export async function storeMeasured(
  store: PruneStore,
  planId: string,
  region: Region,
  measured: Measured,
): Promise<void> {
  const when = measured.occasion === 'before' ? 'before' : 'after';
  await store.create(measuredName(planId, region, when), encode(measured, measuredDocument));
}
