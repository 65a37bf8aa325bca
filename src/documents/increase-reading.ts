import type { QuotaIncrease } from '../model/finding.ts';
import type { OwnIncrease } from '../model/increase/increase.ts';
import { OWN_INCREASE_STATES } from '../model/increase/increase.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import { readTime } from './kept-runs.ts';
import type { Read } from './reading.ts';
import { object, oneOf, readCount, readFailure, text } from './reading.ts';

/** What `increaseJson` has written; former versions say less of an open request. */
export function readIncrease(unit: Unit): Read<QuotaIncrease> {
  return object(({ required, optional }): QuotaIncrease => {
    const open = required('open', oneOf([true, false, 'unknown']));
    switch (open) {
      case true: {
        const state = optional('state', oneOf(['pending', 'case-opened']));
        const requestId = optional('requestId', text);
        const caseId = optional('caseId', text);
        const automatic = optional('automatic', oneOf([true]));
        return {
          open,
          desired: quantity(unit, required('desired', readCount)),
          since: required('since', readTime),
          ...(state !== undefined && { state }),
          ...(requestId !== undefined && { requestId }),
          ...(caseId !== undefined && { caseId }),
          ...(automatic !== undefined && { automatic }),
        };
      }
      case false:
        return { open };
      case 'unknown':
        return { open, failure: required('failure', readFailure) };
    }
  });
}

export function readOwnIncrease(unit: Unit): Read<OwnIncrease> {
  return object(({ required, optional }): OwnIncrease => {
    const requestId = optional('requestId', text);
    return {
      state: required('state', oneOf(OWN_INCREASE_STATES)),
      desired: quantity(unit, required('desired', readCount)),
      at: required('at', readTime),
      ...(requestId !== undefined && { requestId }),
    };
  });
}
