import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { untilOf } from '../../src/config/until.ts';
import { DAY_MS, instant, isoTime } from '../../src/model/time.ts';

describe('until', () => {
  test.each([
    ['a day lasts to its end, UTC', '2026-12-24', '2026-12-25T00:00:00Z'],
    ['the last day of a year', '2026-12-31', '2027-01-01T00:00:00Z'],
    ['a leap day', '2028-02-29', '2028-03-01T00:00:00Z'],
    ['a day long past is no fault', '2001-01-01', '2001-01-02T00:00:00Z'],
    ['a moment', '2026-12-24T18:30:15Z', '2026-12-24T18:30:15Z'],
    ['a moment without seconds', '2026-12-24T18:30Z', '2026-12-24T18:30:00Z'],
    ['a moment with a fraction', '2026-12-24T18:30:15.999Z', '2026-12-24T18:30:15Z'],
    ['a moment in a zone ahead', '2026-12-24T00:30+05:30', '2026-12-23T19:00:00Z'],
    ['a moment in a zone behind', '2026-12-31T23:00:00-08:00', '2027-01-01T07:00:00Z'],
  ])('%s', (_what, text, expected) => {
    const until = untilOf(text);
    expect(until === undefined ? undefined : isoTime(until)).toBe(expected);
  });

  test.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31T10:00:00Z',
    '2026-13-01',
    '2026-00-10',
    '2026-12-00',
    '2026-12-32',
    '0226-12-24',
    '2026-12-24T10:00:00',
    '2026-12-24 10:00:00Z',
    '2026-12-24T24:00:00Z',
    '2026-12-24T10:60:00Z',
    '2026-12-24T10:00:60Z',
    '2026-12-24T10:00:00+15:00',
    '2026-12-24T10Z',
    '2026-12-24Z',
    '24.12.2026',
    '12/24/2026',
    '2026-12',
    '20261224',
    'tomorrow',
    '',
    '2026-12-24\n',
  ])('%j is no day or moment', (text) => {
    expect(untilOf(text)).toBeUndefined();
  });

  test('every day of the calendar is accepted, and ends when the next day begins', () => {
    const days = fc.integer({
      min: Date.UTC(2000, 0) / DAY_MS,
      max: Date.UTC(2999, 11, 30) / DAY_MS,
    });
    const check = fc.property(days, (day) => {
      const text = isoTime(instant(day * DAY_MS)).slice(0, 10);
      expect(untilOf(text)).toBe((day + 1) * DAY_MS);
      expect(untilOf(`${text}T00:00:00Z`)).toBe(day * DAY_MS);
    });
    fc.assert(check);
  });
});
