import { describe, expect, it } from 'vitest';

import { hours, sentChanges, short, used } from './sent-changes.ts';
import { noticesOf, Simulation } from './simulation.ts';
import {
  accountOf,
  blind,
  BUCKETS,
  definition,
  DEV,
  judged,
  mute,
  NOON,
  PROD,
  settings,
  STORAGE,
} from './world.ts';

describe('a mute', () => {
  const until = hours(20);
  const muted = { alerts: settings({ mutes: [mute({ accounts: ['shop-d*'], until })] }) };

  it('suppresses the alert about a breach, which is sent when the mute ends', () => {
    expect(sentChanges(used(850, 950, 950, 950, 950), muted)).toEqual([
      '-',
      '-',
      '-',
      '-',
      'raised critical + mute-expired',
    ]);
  });

  it('hides an alert that begins and ends while it lasts', () => {
    expect(sentChanges(used(950, 500, 500, 500, 500), muted)).toEqual([
      '-',
      '-',
      '-',
      '-',
      'mute-expired',
    ]);
  });

  it('is reported as expired once, unless its content changes', () => {
    const runs = Array.from({ length: 7 }, () => judged({ used: 1 }));
    expect(sentChanges(runs, muted)).toEqual(['-', '-', '-', '-', 'mute-expired', '-', '-']);
  });

  it('that is prolonged is a new mute, reported again when it expires', () => {
    const simulation = new Simulation();
    const run = (hour: number, mutedUntil: number) => {
      const mutes = [mute({ until: hours(mutedUntil) })];
      const sent = simulation.run(used(1), hours(hour), { alerts: settings({ mutes }) });
      return noticesOf(sent).map(short);
    };
    expect(run(6, 3)).toEqual(['mute-expired']);
    expect(run(12, 3)).toEqual([]);
    expect(run(18, 24)).toEqual([]);
    expect(run(24, 24)).toEqual(['mute-expired']);
    expect(Object.keys(simulation.memories)).toHaveLength(1);
  });

  it('adds its alert to a message that has an unmuted alert of the same group', () => {
    const other = judged({ used: 850, account: { ...PROD, stage: 'nonprod' } });
    expect(sentChanges([[...used(950), other]], muted)).toEqual([
      'raised warn + raised critical muted',
    ]);
    const elsewhere = judged({ used: 850, account: PROD });
    expect(sentChanges([[...used(950), elsewhere]], muted)).toEqual(['raised warn']);
  });

  it('does not suppress the resolution of an alert that was sent', () => {
    const simulation = new Simulation();
    simulation.run(used(950), NOON);
    const told = noticesOf(simulation.run(used(500), hours(6), muted));
    expect(told.map(short)).toEqual(['recovered']);
  });

  it('that ends repeats the alerts that were sent before it, with the changes that it hid', () => {
    const simulation = new Simulation();
    const run = (value: number, hour: number) =>
      noticesOf(simulation.run(used(value), hours(hour), hour < 6 ? {} : muted)).map(short);
    expect(run(850, 0)).toEqual(['raised warn']);
    expect(run(850, 6)).toEqual([]);
    expect(run(950, 12)).toEqual([]);
    expect(run(950, 24)).toEqual(['escalated critical', 'mute-expired']);
    const still = new Simulation();
    still.run(used(850), NOON);
    still.run(used(850), hours(6), muted);
    expect(noticesOf(still.run(used(850), hours(24), muted)).map(short)).toEqual([
      'reminded warn',
      'mute-expired',
    ]);
  });

  it.each([
    [{ accounts: ['111111111111'] }, true],
    [{ accounts: ['shop-???'] }, true],
    [{ accounts: ['shop'] }, false],
    [{ regions: ['eu-*'] }, true],
    [{ regions: ['global'] }, false],
    [{ limits: ['lambda-*'] }, true],
    [{ limits: ['s3-*'] }, false],
    [{ accounts: ['shop-dev'], regions: ['us-*'] }, false],
  ])('covers only what all its globs match: %o', (globs, covers) => {
    const alerts = settings({ mutes: [mute({ ...globs, until })] });
    expect(sentChanges(used(950), { alerts })).toEqual([covers ? '-' : 'raised critical']);
  });

  it('covers the visibility of a target only if it covers each unmeasured limit', () => {
    const alerts = settings({ mutes: [mute({ limits: ['s3-*'], until })] });
    const both = [blind({ limit: BUCKETS }), blind({})];
    expect(sentChanges([[blind({ limit: BUCKETS })], both], { alerts })).toEqual(['-', 'blind']);
  });

  it('that covers the unmeasured limits in some runs only causes no new alert', () => {
    const alerts = settings({ mutes: [mute({ limits: ['s3-*'], until })] });
    const covered = blind({ limit: BUCKETS });
    const findings = [blind({}), covered, blind({}), covered, blind({})];
    const accounts = [accountOf(DEV, ['eu-west-1'], [STORAGE, BUCKETS])];
    const limits = [definition(STORAGE), definition(BUCKETS)];
    expect(sentChanges(findings, { alerts, accounts, limits })).toEqual([
      'blind',
      '-',
      '-',
      '-',
      'still-blind + mute-expired',
    ]);
  });
});
