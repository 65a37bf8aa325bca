import { FAILURE_REASONS } from '../../model/failure.ts';
import { CHECKS, EVIDENCE_CHECKS } from '../evidence/callers.ts';
import type { KeepReason, SkipReason } from '../model/reason.ts';
import { CAPPED_WHOLES, FILTERS, KEEP_CODES, SKIP_CODES } from '../model/reason.ts';
import { readLayerKeepReason } from './layers-json.ts';
import type { Read } from '../../documents/reading.ts';
import { number, object, oneOf, readFailure, some, text } from '../../documents/reading.ts';

/** A reason to keep, as a plan and a journal write it. */
export const readKeepReason: Read<KeepReason> = object(({ required }): KeepReason => {
  const code = required('code', oneOf(KEEP_CODES));
  switch (code) {
    case 'not-a-version':
    case 'edge-replica':
    case 'capacity-provider':
    case 'undated':
    case 'target':
      return { code };
    case 'alias-target':
    case 'alias-weight':
      return { code, alias: required('alias', text) };
    case 'in-use':
      return { code, check: required('check', oneOf(EVIDENCE_CHECKS)), by: required('by', text) };
    case 'opted-out':
      return { code, glob: required('glob', text) };
    case 'rollback-target':
      return { code, alias: required('alias', text), of: required('of', text) };
    case 'newest':
      return { code, keepNewest: required('keepNewest', number) };
    case 'too-young':
      return { code, minimumAgeDays: required('minimumAgeDays', number) };
    case 'not-checked':
      return {
        code,
        check: required('check', oneOf(CHECKS)),
        why: required('why', oneOf([...FAILURE_REASONS, 'not-read'])),
      };
    case 'filtered':
      return { code, filter: required('filter', oneOf(FILTERS)) };
    case 'cap':
      return {
        code,
        of: required('of', oneOf(CAPPED_WHOLES)),
        percent: required('percent', number),
      };
  }
});

export const readSkipReason: Read<SkipReason> = object(({ required }): SkipReason => {
  const code = required('code', oneOf(SKIP_CODES));
  switch (code) {
    case 'function-gone':
    case 'versions-changed':
    case 'aliases-changed':
    case 'layer-gone':
      return { code };
    case 'kept-now':
      return { code, reasons: required('reasons', some(readKeepReason)) };
    case 'layer-kept-now':
      return { code, reasons: required('reasons', some(readLayerKeepReason)) };
    case 'versions-not-listed':
    case 'refused':
      return { code, failure: required('failure', readFailure) };
  }
});
