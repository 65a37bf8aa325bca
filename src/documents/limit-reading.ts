import { limitId } from '../model/limit.ts';
import type { LimitDefinition, QuotaCode, Threshold } from '../model/limit.ts';
import { isLimitSet } from '../model/limit-choice/sets.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import type { Read } from './reading.ts';
import { made, number, object, oneOf, readCount, text } from './reading.ts';

export const readLimitId = made((value) => {
  try {
    return limitId(value);
  } catch {
    return undefined; // The name of no limit.
  }
}, 'a limit');

const readQuotaCode: Read<QuotaCode> = object(({ required }) => ({
  ServiceCode: required('service', text),
  QuotaCode: required('code', text),
}));

/** A limit as a report defines it. */
export const readLimit: Read<LimitDefinition> = object(
  ({ required, optional }): LimitDefinition => {
    const set = optional('set', text);
    const quota = optional('quota', readQuotaCode);
    const unit = required('unit', oneOf(['bytes', 'count']));
    return {
      id: required('id', readLimitId),
      title: required('title', text),
      unit,
      noun: required('noun', text),
      scope: required('scope', oneOf(['region', 'account'])),
      source: required('source', readSource(unit)),
      defaults: required('defaults', readThresholds(unit)),
      // A later version may have further sets.
      ...(set !== undefined && isLimitSet(set) && { set }),
      ...(quota !== undefined && { quota }),
    };
  },
);

function readSource(unit: Unit): Read<LimitDefinition['source']> {
  return object(({ required }): LimitDefinition['source'] => {
    const kind = required('kind', oneOf(['quota', 'ceiling']));
    return kind === 'ceiling'
      ? { kind, default: quantity(unit, required('default', readCount)) }
      : { kind, increase: required('increase', oneOf(['possible', 'impossible'])) };
  });
}

export function readThresholds(unit: Unit): Read<LimitDefinition['defaults']> {
  return object(({ required }) => ({
    warn: required('warn', readThreshold(unit)),
    critical: required('critical', readThreshold(unit)),
  }));
}

function readThreshold(unit: Unit): Read<Threshold> {
  return object(({ required, optional }): Threshold => {
    const percent = optional('percent', number);
    if (percent !== undefined) return { kind: 'percent', percent };
    return { kind: 'free', free: quantity(unit, required('free', readCount)) };
  });
}
