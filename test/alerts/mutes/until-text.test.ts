import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readUntil } from '../../../src/alerts/mutes/until-text.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';

/** 22 November 2026 is a Sunday. */
const NOW = instant(Date.parse('2026-11-22T12:34:56Z'));

function read(text: string, now = NOW): string {
  const reading = readUntil(text, now);
  return reading.ok ? new Date(reading.until).toISOString() : reading.problem;
}

describe('the end of a mute', () => {
  it.each([
    ['2026-12-04', '2026-12-05T00:00:00.000Z'],
    ['2026-12-04T18:00Z', '2026-12-04T18:00:00.000Z'],
    ['2026-12-04t18:00:30z', '2026-12-04T18:00:30.000Z'],
    ['2026-12-04T18:00+01:00', '2026-12-04T17:00:00.000Z'],
    ['12h', '2026-11-23T00:34:56.000Z'],
    ['3d', '2026-11-25T12:34:56.000Z'],
    ['3 days', '2026-11-25T12:34:56.000Z'],
    ['1 week', '2026-11-29T12:34:56.000Z'],
    ['2w', '2026-12-06T12:34:56.000Z'],
    ['today', '2026-11-23T00:00:00.000Z'],
    ['Tomorrow', '2026-11-24T00:00:00.000Z'],
    ['friday', '2026-11-28T00:00:00.000Z'],
    ['Fri', '2026-11-28T00:00:00.000Z'],
    ['mon', '2026-11-24T00:00:00.000Z'],
    ['saturday', '2026-11-29T00:00:00.000Z'],
  ])('is read from %s', (text, until) => {
    expect(read(text)).toBe(until);
  });

  it('is refused as ambiguous on the named weekday itself', () => {
    expect(read('sunday')).toMatchInlineSnapshot(
      `"it is Sunday in UTC now, so this could be today or 2026-11-29; write today, or 2026-11-29"`,
    );
  });

  it.each([
    ['2026-12-04T18:00', 'needs its zone'],
    ['2026-12-04 18:00', 'needs its zone'],
    ['04/12/2026', 'year, month and day'],
    ['4.12.', 'it must be'],
    ['12-04', 'year, month and day'],
    ['5m', 'minutes or months'],
    ['2026-02-30', 'it must be'],
    ['0d', 'it must be'],
    ['-3d', 'it must be'],
    ['1.5d', 'it must be'],
    ['s', 'it must be'],
    ['t', 'it must be'],
    ['next friday', 'it must be'],
    ['forever', 'it must be'],
    ['', 'it must be'],
  ])('is refused as %o', (text, why) => {
    const reading = readUntil(text, NOW);
    expect(reading.ok ? 'read' : reading.problem).toContain(why);
  });

  it('of a weekday is the end of the next day with that name', () => {
    const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(...days), (ms, day) => {
        const now = instant(ms);
        const reading = readUntil(day, now);
        const isToday = new Date(now).getUTCDay() === days.indexOf(day);
        expect(reading.ok).toBe(!isToday);
        if (!reading.ok) return;
        expect(reading.until).toBeGreaterThan(now);
        expect(reading.until - now).toBeLessThanOrEqual(7 * DAY_MS);
        expect(reading.until % DAY_MS).toBe(0);
        expect(new Date(reading.until - 1).getUTCDay()).toBe(days.indexOf(day));
      }),
    );
  });

  it('is a time or a problem for any text, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reading = readUntil(text, NOW);
        expect(reading.ok ? Number.isFinite(reading.until) : reading.problem.length > 0).toBe(true);
      }),
    );
  });
});
