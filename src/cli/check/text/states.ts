import type { FindingState } from '../../../model/finding.ts';
import type { Tone } from '../../../text/paint.ts';

/** A word for each state, so that colours only repeat it. */
export const STATE_WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  warn: 'WARNING',
  critical: 'CRITICAL',
  unknown: 'UNKNOWN',
  'not-measured': 'NOT MEASURED',
  'not-enabled': 'not enabled',
  'no-data': 'no data',
};

export const STATE_TONES: Readonly<Record<FindingState, Tone>> = {
  ok: 'good',
  warn: 'care',
  critical: 'bad',
  unknown: 'care',
  'not-measured': 'care',
  'not-enabled': 'quiet',
  'no-data': 'quiet',
};
