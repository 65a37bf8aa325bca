import type { Region } from '../../model/aws-ids.ts';
import type { Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import type { CodeStorage, PruneStore } from '../ports.ts';
import type { Read } from '../../documents/reading.ts';
import {
  instantText,
  object,
  oneOf,
  parsed,
  readFailure,
  readInstant,
} from '../../documents/reading.ts';
import { readStorage } from '../documents/region-storage-json.ts';
import { measuredName } from './documents.ts';

const MEASURED_KIND = 'limits-watchdog.prune-measured';
const MEASURED_FORMAT = 1;
/** Why a figure was taken: before the first deletion, or because there is nothing more to do. */
const OCCASIONS = ['before', 'nothing-left', 'target-reached'] as const;

type Occasion = (typeof OCCASIONS)[number];

/** Code storage as AWS gave it at one moment of a run, or why it could not be read. */
export interface Measured {
  readonly occasion: Occasion;
  readonly at: Instant;
  readonly storage: Reading<CodeStorage>;
}

/** @returns undefined when it was not measured, or what was written cannot be understood. */
export async function loadMeasured(
  store: PruneStore,
  planId: string,
  region: Region,
  when: 'before' | 'after',
): Promise<Measured | undefined> {
  const text = await store.read(measuredName(planId, region, when));
  if (text === undefined) return undefined;
  const found = parsed(text, readMeasured);
  return found.ok ? found.value : undefined;
}

/** Written once; what was there first stays. */
export async function storeMeasured(
  store: PruneStore,
  planId: string,
  region: Region,
  measured: Measured,
): Promise<void> {
  const { occasion, at, storage } = measured;
  const when = occasion === 'before' ? 'before' : 'after';
  await store.create(
    measuredName(planId, region, when),
    JSON.stringify({
      kind: MEASURED_KIND,
      format: MEASURED_FORMAT,
      occasion,
      at: instantText(at),
      ...(storage.kind === 'read' ? { storage: storage.value } : { failure: storage.failure }),
    }),
  );
}

const readMeasured: Read<Measured> = object(({ required, optional }): Measured => {
  required('kind', oneOf([MEASURED_KIND]));
  required('format', oneOf([MEASURED_FORMAT]));
  const measured = {
    occasion: required('occasion', oneOf(OCCASIONS)),
    at: required('at', readInstant),
  };
  const failure = optional('failure', readFailure);
  if (failure !== undefined) return { ...measured, storage: { kind: 'failed', failure } };
  return { ...measured, storage: { kind: 'read', value: required('storage', readStorage) } };
});
