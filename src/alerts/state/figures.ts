import type { ReadFailure } from '../../model/failure.ts';
import { FAILURE_REASONS } from '../../model/failure.ts';
import type { FigureTime, QuotaIncrease, WorstParent } from '../../model/finding.ts';
import type { OwnIncrease } from '../../model/increase/increase.ts';
import { OWN_INCREASE_STATES } from '../../model/increase/increase.ts';
import type { Responsibility } from '../../model/limit.ts';
import type { Forecast, Jump } from '../../model/notice.ts';
import { instant } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import { quantity } from '../../model/units.ts';
import type { Fields, Reader } from '../../documents/stored-values.ts';
import { finite, flag, made, objectOf, oneOf, text, whole } from '../../documents/stored-values.ts';

export const at = made(finite, instant);

export const amount: Reader<Quantity> = objectOf((of) => {
  const unit = of.get('unit', oneOf('bytes', 'count'));
  return of.get(
    'amount',
    made(finite, (stored) => quantity(unit, stored)),
  );
});

const openness: Reader<QuotaIncrease['open']> = (stored, path) =>
  stored === 'unknown' ? stored : flag(stored, path);

export const failure: Reader<ReadFailure> = objectOf((of) => {
  const requestId = of.maybe('requestId', text);
  const resource = of.maybe('resource', text);
  return {
    reason: of.get('reason', oneOf(...FAILURE_REASONS)),
    operation: of.get('operation', text),
    errorName: of.get('errorName', text),
    message: of.get('message', text),
    attempts: of.get('attempts', whole),
    ...(requestId !== undefined && { requestId }),
    ...(resource !== undefined && { resource }),
  };
});

export const stated: Reader<Responsibility> = objectOf((of) => ({
  owner: of.get('owner', text),
  reason: of.get('reason', text),
}));

export const parent: Reader<WorstParent> = objectOf((of) => ({
  kind: of.get('kind', text),
  name: of.get('name', text),
}));

export const figure: Reader<FigureTime> = objectOf((of): FigureTime => {
  const kind = of.get('kind', oneOf('latest', 'peak'));
  const moment = of.get('at', at);
  return kind === 'latest'
    ? { kind, at: moment }
    : { kind, at: moment, since: of.get('since', at) };
});

export const forecast: Reader<Forecast> = objectOf((of) => {
  const latestDays = of.maybe('latestDays', finite);
  return {
    daysToFull: of.get('daysToFull', finite),
    earliestDays: of.get('earliestDays', finite),
    ...(latestDays !== undefined && { latestDays }),
    basisDays: of.get('basisDays', finite),
    perDay: of.get('perDay', finite),
  };
});

export const jump: Reader<Jump> = objectOf((of) => ({
  from: of.get('from', amount),
  to: of.get('to', amount),
  sinceDays: of.get('sinceDays', finite),
  usual: of.get('usual', finite),
}));

export const increase: Reader<QuotaIncrease> = objectOf((of): QuotaIncrease => {
  const open = of.get('open', openness);
  switch (open) {
    case true:
      return {
        open,
        desired: of.get('desired', amount),
        since: of.get('since', at),
        ...requestIn(of),
      };
    case false:
      return { open };
    case 'unknown':
      return { open, failure: of.get('failure', failure) };
  }
});

/** What former versions did not remember of an open request. */
function requestIn(of: Fields) {
  const state = of.maybe('state', oneOf('pending', 'case-opened'));
  const requestId = of.maybe('requestId', text);
  const caseId = of.maybe('caseId', text);
  const automatic = of.maybe('automatic', flag);
  return {
    ...(state !== undefined && { state }),
    ...(requestId !== undefined && { requestId }),
    ...(caseId !== undefined && { caseId }),
    ...(automatic === true && { automatic }),
  };
}

export const ownIncrease: Reader<OwnIncrease> = objectOf((of) => {
  const requestId = of.maybe('requestId', text);
  return {
    state: of.get('state', oneOf(...OWN_INCREASE_STATES)),
    desired: of.get('desired', amount),
    at: of.get('at', at),
    ...(requestId !== undefined && { requestId }),
  };
});
