import { describe, expect, it } from 'vitest';

import { instant, SECOND_MS } from '../../../src/model/time.ts';
import { quantity } from '../../../src/model/units.ts';
import { hours, sentChanges, used } from './sent-changes.ts';
import { Simulation } from './simulation.ts';
import { judged, NOON } from './world.ts';

describe('a limit', () => {
  it.each([
    ['nothing wrong', [500, 799], ['-', '-']],
    ['raised at the threshold, not above it', [799, 800], ['-', 'raised warn']],
    ['sent once while nothing changes', [850, 850, 850], ['raised warn', '-', '-']],
    ['raised as critical at once', [950], ['raised critical']],
    ['escalated', [850, 900], ['raised warn', 'escalated critical']],
    ['a wobble below the threshold', [800, 799, 771, 800], ['raised warn', '-', '-', '-']],
    ['resolved 3 points below', [800, 770], ['raised warn', 'recovered']],
    [
      'not resolved before: percentages are not rounded',
      [8000, 7701, 7700],
      ['raised warn', '-', 'recovered'],
    ],
    ['a wobble below critical', [900, 871, 900], ['raised critical', '-', '-']],
    ['eased 3 points below critical', [900, 870], ['raised critical', 'eased warn']],
    [
      'eased, and still open within 3 points of warn',
      [900, 771],
      ['raised critical', 'eased warn'],
    ],
    ['from critical to nothing', [950, 500], ['raised critical', 'recovered']],
    [
      'escalated after it eased',
      [900, 870, 900],
      ['raised critical', 'eased warn', 'escalated critical'],
    ],
    [
      'raised again after it was resolved',
      [850, 500, 850],
      ['raised warn', 'recovered', 'raised warn'],
    ],
  ])('%s', (_, values, expected) => {
    const quota = values.some((value) => value > 1_000) ? 10_000 : 1_000;
    expect(sentChanges(values.map((value) => judged({ used: value, quota })))).toEqual(expected);
  });

  it('recovers when the quota is raised, and is raised when it is lowered', () => {
    const quotas = [1_000, 2_000, 1_000].map((quota) => judged({ used: 850, quota }));
    expect(sentChanges(quotas)).toEqual(['raised warn', 'recovered', 'raised warn']);
  });

  it('clears a headroom threshold at its equivalent percentage, less the hysteresis points', () => {
    const thresholds = {
      warn: { kind: 'free', free: quantity('count', 200) },
      critical: { kind: 'free', free: quantity('count', 50) },
    } as const;
    const findings = [800, 771, 770, 950, 921, 920].map((value) =>
      judged({ used: value, thresholds }),
    );
    expect(sentChanges(findings)).toEqual([
      'raised warn',
      '-',
      'recovered',
      'raised critical',
      '-',
      'eased warn',
    ]);
  });

  it.each([
    ['a threshold below the points ends at half of it', 2, [20, 11, 10]],
    ['a ceiling above 100 % ends the same points below', 150, [1_500, 1_471, 1_470]],
  ])('%s', (_, percent, values) => {
    const thresholds = {
      warn: { kind: 'percent', percent },
      critical: { kind: 'percent', percent: 1_000 },
    } as const;
    const findings = values.map((value) => judged({ used: value, thresholds }));
    expect(sentChanges(findings)).toEqual(['raised warn', '-', 'recovered']);
  });

  it('a limit of 0 is alerted on while there is any usage', () => {
    const findings = [0, 1, 0].map((value) => judged({ used: value, quota: 0 }));
    expect(sentChanges(findings)).toEqual(['-', 'raised critical', 'recovered']);
  });

  it.each([
    ['critical', 950, 24],
    ['warn', 850, 7 * 24],
  ])('reminds of %s after its interval, even if the run is 2 s early', (_, value, after) => {
    const simulation = new Simulation();
    const told: number[] = [];
    for (let hour = 0; hour <= 2 * after; hour += 6) {
      const early = hour === 0 ? 0 : 2 * SECOND_MS;
      const at = instant(hours(hour) - early);
      if (simulation.run(used(value), at).length > 0) told.push(hour);
    }
    expect(told).toEqual([0, after, 2 * after]);
  });

  it('does not remind earlier than the tolerance allows', () => {
    const simulation = new Simulation();
    simulation.run(used(950), NOON);
    expect(simulation.run(used(950), instant(hours(24) - 16 * 60 * SECOND_MS))).toEqual([]);
  });

  it('counts the reminder from the escalation', () => {
    const values = used(850, 950, 950, 950, 950, 950);
    expect(sentChanges(values)).toEqual([
      'raised warn',
      'escalated critical',
      '-',
      '-',
      '-',
      'reminded critical',
    ]);
  });
});
