import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, instant } from '../../../src/model/time.ts';
import { used } from './sent-changes.ts';
import type { Setup } from './simulation.ts';
import { lineOf, noticesOf, Simulation } from './simulation.ts';
import { judged, mute, NOON, settings } from './world.ts';

describe('a forecast', () => {
  /** Runs once a day at noon with these values, and returns the notices. */
  function daily(values: readonly number[]): string[] {
    const simulation = new Simulation();
    return values.flatMap((value, day) => {
      const at = instant(NOON + day * DAY_MS);
      return noticesOf(simulation.run([judged({ used: value })], at)).map(lineOf);
    });
  }
  const line = (days: number, from: number, perDay: number) =>
    Array.from({ length: days }, (_, day) => from + day * perDay);
  const KEY = '111111111111/eu-west-1/lambda-code-storage';

  it('is a warning below the thresholds; when usage crosses one, no second warning is sent', () => {
    expect(daily(line(18, 500, 20))).toEqual([
      `raised warn by forecast: ${KEY}#1, 74.0 % of 1000, full in 13 d`,
    ]);
  });

  it('is resolved as soon as a clean-up leaves less usage than a week ago', () => {
    expect(daily([...line(14, 500, 20), 300, 301, 302])).toEqual([
      `raised warn by forecast: ${KEY}#1, 74.0 % of 1000, full in 13 d`,
      `recovered: ${KEY}#2, 30.0 % of 1000`,
    ]);
  });
});

describe('a jump', () => {
  const KEY = '111111111111/eu-west-1/lambda-code-storage';
  /** Runs four times a day, with one value for each day and, on the last day, one for each run. */
  function lastDay(days: readonly number[], runs: readonly number[], setup: Setup = {}): string[] {
    const simulation = new Simulation(setup);
    const at = (day: number, run: number) => instant(NOON + day * DAY_MS + (run - 2) * 6 * HOUR_MS);
    for (const [day, value] of days.entries()) simulation.run(used(value), at(day, 0));
    return runs.map(
      (value, run) =>
        noticesOf(simulation.run(used(value), at(days.length, run)))
          .map(lineOf)
          .join(' + ') || '-',
    );
  }
  const calm = Array.from({ length: 20 }, (_, day) => 400 + day);

  it('is reported once a day', () => {
    const jump = `jump: ${KEY}#1, 419 to 500 in 1 d, usually 1`;
    expect(lastDay(calm, [420, 500, 560, 600])).toEqual(['-', jump, '-', '-']);
  });

  it('is part of the alert about the same limit in the same run, and is not reported again that day', () => {
    const raised = `raised warn by threshold: ${KEY}#1, 85.0 % of 1000, full in 150 d, jump 419 to 850`;
    expect(lastDay(calm, [850, 860])).toEqual([raised, '-']);
  });

  it('is not reported while muted, and is reported if the mute ends on the same day', () => {
    const until = instant(NOON + 20 * DAY_MS);
    const alerts = settings({ mutes: [mute({ until })] });
    const [first, second, third] = lastDay(calm, [500, 500, 500], { alerts });
    expect([first, second]).toEqual(['-', '-']);
    expect(third).toContain(`jump: ${KEY}#1, 419 to 500`);
  });
});
