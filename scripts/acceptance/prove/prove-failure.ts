import type { ReadFailure } from '../../../src/model/failure.ts';
import type { Ruling } from './model.ts';

/** Returns the ruling of an experiment whose AWS call failed before it answered the question. */
export function failedRuling({ reason, operation, errorName, message }: ReadFailure): Ruling {
  const more = reason === 'denied' ? ' docs/prove.md lists what the credentials need.' : '';
  return {
    verdict: 'could-not-tell',
    why: `${operation} failed with ${errorName}: ${message}.${more}`.replace('..', '.'),
  };
}
