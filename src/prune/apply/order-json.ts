import type { Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  number,
  object,
  oneOf,
  readBytes,
  readCount,
  readFailure,
  readInstant,
  readRegion,
  text,
} from '../../documents/reading.ts';
import type { RegionStorage } from '../ports.ts';
import { readStorage } from './measured.ts';
import { readAccount } from '../documents/plan-json.ts';
import type { PlanSummary, PruneOrder } from './stored-plan.ts';

const ORDER_KIND = 'limits-watchdog.prune-order';
const ORDER_FORMAT = 1;

interface StoredOrder extends PruneOrder {
  /** Of the text of `plan.json`. */
  readonly planDigest: string;
}

/** An order as it is stored; `readOrder` gives it back. */
export function orderJson(order: PruneOrder, planDigest: string): string {
  const { untilPercent, keepNewest, requestedBy, codeStorage, summary } = order;
  return JSON.stringify({
    kind: ORDER_KIND,
    format: ORDER_FORMAT,
    planDigest,
    ...(untilPercent !== undefined && { untilPercent }),
    ...(keepNewest !== undefined && { keepNewest }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(codeStorage !== undefined && { codeStorage: codeStorage.map(storageForJson) }),
    ...(summary !== undefined && { summary }),
  });
}

export const readOrder: Read<StoredOrder> = object(({ required, optional }) => {
  required('kind', oneOf([ORDER_KIND]));
  required('format', oneOf([ORDER_FORMAT]));
  const untilPercent = optional('untilPercent', number);
  const keepNewest = optional('keepNewest', number);
  const requestedBy = optional('requestedBy', text);
  const codeStorage = optional('codeStorage', list(readRegionStorage));
  const summary = optional('summary', readSummary);
  return {
    planDigest: required('planDigest', text),
    ...(untilPercent !== undefined && { untilPercent }),
    ...(keepNewest !== undefined && { keepNewest }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(codeStorage !== undefined && { codeStorage }),
    ...(summary !== undefined && { summary }),
  };
});

const readSummary: Read<PlanSummary> = object(({ required }) => ({
  account: required('account', readAccount),
  versions: required('versions', readCount),
  packageBytes: required('packageBytes', readBytes),
}));

function storageForJson({ region, at, storage }: RegionStorage): object {
  return {
    region,
    at: instantText(at),
    ...(storage.kind === 'read' ? { storage: storage.value } : { failure: storage.failure }),
  };
}

const readRegionStorage: Read<RegionStorage> = object(({ required, optional }): RegionStorage => {
  const place = { region: required('region', readRegion), at: required('at', readInstant) };
  const failure = optional('failure', readFailure);
  if (failure !== undefined) return { ...place, storage: { kind: 'failed', failure } };
  return { ...place, storage: { kind: 'read', value: required('storage', readStorage) } };
});
