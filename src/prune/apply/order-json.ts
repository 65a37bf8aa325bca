import type { Read } from '../../documents/reading.ts';
import {
  list,
  number,
  object,
  oneOf,
  readBytes,
  readCount,
  text,
} from '../../documents/reading.ts';
import { readAccount } from '../documents/plan-json.ts';
import { readRegionStorage, regionStorageForJson } from '../documents/region-storage-json.ts';
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
    ...(codeStorage !== undefined && { codeStorage: codeStorage.map(regionStorageForJson) }),
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
