import { describe, expect, it } from 'vitest';

import type { Finding } from '../../src/model/finding.ts';
import type { Instant } from '../../src/model/time.ts';
import { DAY_MS, HOUR_MS, instant, SECOND_MS } from '../../src/model/time.ts';
import { quantity } from '../../src/model/units.ts';
import type { Setup } from './simulation.ts';
import { lineOf, noticesOf, Simulation } from './simulation.ts';
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
  unknown,
} from './world.ts';

function hours(count: number): Instant {
  return instant(NOON + count * HOUR_MS);
}

/** What is said of one finding after the other, a run every six hours: one entry a run, `-` for none. */
function said(findings: readonly (Finding | readonly Finding[])[], setup: Setup = {}): string[] {
  const simulation = new Simulation(setup);
  return findings.map((finding, run) => {
    const notices = noticesOf(simulation.run([finding].flat(), hours(run * 6), setup));
    return notices.map(short).join(' + ') || '-';
  });
}

function short(notice: Parameters<typeof lineOf>[0]): string {
  const muted = notice.mutedBy === undefined ? '' : ' muted';
  if (notice.kind === 'closed') return `closed: ${notice.why}`;
  if (!('change' in notice)) return notice.kind + muted;
  const level = notice.kind === 'limit' && notice.level !== undefined ? ` ${notice.level}` : '';
  return notice.change + level + muted;
}

const used = (...values: readonly number[]) => values.map((value) => judged({ used: value }));

describe('a limit', () => {
  it.each([
    ['nothing wrong', [500, 799], ['-', '-']],
    ['raised at the threshold, not above it', [799, 800], ['-', 'raised warn']],
    ['told once while nothing changes', [850, 850, 850], ['raised warn', '-', '-']],
    ['raised as critical at once', [950], ['raised critical']],
    ['escalated', [850, 900], ['raised warn', 'escalated critical']],
    ['a wobble below the threshold', [800, 799, 771, 800], ['raised warn', '-', '-', '-']],
    ['over 3 points below', [800, 770], ['raised warn', 'recovered']],
    [
      'not over before: percentages are not rounded',
      [8000, 7701, 7700],
      ['raised warn', '-', 'recovered'],
    ],
    ['a wobble below critical', [900, 871, 900], ['raised critical', '-', '-']],
    ['eased 3 points below critical', [900, 870], ['raised critical', 'eased warn']],
    [
      'eased, and still held within 3 points of warn',
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
      'raised again after it was over',
      [850, 500, 850],
      ['raised warn', 'recovered', 'raised warn'],
    ],
  ])('%s', (_, values, expected) => {
    const quota = values.some((value) => value > 1_000) ? 10_000 : 1_000;
    expect(said(values.map((value) => judged({ used: value, quota })))).toEqual(expected);
  });

  it('recovers when the quota is raised, and is raised when it is lowered', () => {
    const quotas = [1_000, 2_000, 1_000].map((quota) => judged({ used: 850, quota }));
    expect(said(quotas)).toEqual(['raised warn', 'recovered', 'raised warn']);
  });

  it('clears a headroom at the percentage that it stands for, less the points', () => {
    const thresholds = {
      warn: { kind: 'free', free: quantity('count', 200) },
      critical: { kind: 'free', free: quantity('count', 50) },
    } as const;
    const findings = [800, 771, 770, 950, 921, 920].map((value) =>
      judged({ used: value, thresholds }),
    );
    expect(said(findings)).toEqual([
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
    expect(said(findings)).toEqual(['raised warn', '-', 'recovered']);
  });

  it('a limit of nothing is raised by any use and ends with it', () => {
    const findings = [0, 1, 0].map((value) => judged({ used: value, quota: 0 }));
    expect(said(findings)).toEqual(['-', 'raised critical', 'recovered']);
  });

  it.each([
    ['critical', 950, 24],
    ['warn', 850, 7 * 24],
  ])(
    'reminds of %s after its hours, not a run later for a run that was 2 s early',
    (_, value, after) => {
      const simulation = new Simulation();
      const told: number[] = [];
      for (let hour = 0; hour <= 2 * after; hour += 6) {
        const early = hour === 0 ? 0 : 2 * SECOND_MS;
        const at = instant(hours(hour) - early);
        if (simulation.run(used(value), at).length > 0) told.push(hour);
      }
      expect(told).toEqual([0, after, 2 * after]);
    },
  );

  it('does not remind sooner than the tolerance', () => {
    const simulation = new Simulation();
    simulation.run(used(950), NOON);
    expect(simulation.run(used(950), instant(hours(24) - 16 * 60 * SECOND_MS))).toEqual([]);
  });

  it('counts the reminder from the escalation', () => {
    const values = used(850, 950, 950, 950, 950, 950);
    expect(said(values)).toEqual([
      'raised warn',
      'escalated critical',
      '-',
      '-',
      '-',
      'reminded critical',
    ]);
  });
});

describe('what cannot be seen', () => {
  it.each([
    ['not measured', blind({})],
    ['limit unknown', unknown({ used: 100 })],
  ])('ends no alert, raises none and is not reminded of as a limit: %s', (_, finding) => {
    const [high] = used(950);
    const findings = [high, finding, finding, finding, finding, high].flatMap((each) => each ?? []);
    expect(said(findings)).toEqual([
      'raised critical',
      'blind',
      '-',
      '-',
      '-',
      'reminded critical + sighted',
    ]);
  });

  it('is reminded of like something critical, and sighted once', () => {
    const ok = judged({ used: 1 });
    const unseen = Array.from({ length: 5 }, () => blind({}));
    expect(said([...unseen, ok, ok])).toEqual([
      'blind',
      '-',
      '-',
      '-',
      'still-blind',
      'sighted',
      '-',
    ]);
  });

  it('one unknown limit among known ones blinds the target', () => {
    const findings = [judged({ used: 1 }), unknown({ used: 1, limit: BUCKETS })];
    const accounts = [accountOf(DEV, ['eu-west-1'], [STORAGE, BUCKETS])];
    const limits = [definition(STORAGE), definition(BUCKETS)];
    expect(said([findings, [judged({ used: 1 })]], { accounts, limits })).toEqual([
      'blind',
      'sighted',
    ]);
  });

  it('tells a new reason in the reminder and not before', () => {
    const simulation = new Simulation();
    const tell = (hour: number, reason: 'denied' | 'throttled') =>
      noticesOf(simulation.run([blind({ reason })], hours(hour))).map(lineOf);
    expect(tell(0, 'denied')).toEqual([
      'blind: 111111111111/eu-west-1/blind#1 lambda-code-storage denied',
    ]);
    expect(tell(6, 'throttled')).toEqual([]);
    expect(simulation.memories).toHaveProperty(
      ['111111111111/eu-west-1/blind', 'open', 'reasons'],
      'lambda-code-storage: throttled',
    );
    expect(tell(24, 'throttled')).toEqual([
      'still-blind: 111111111111/eu-west-1/blind#2 lambda-code-storage throttled',
    ]);
  });

  it('a Region that is not enabled and that nobody named hides nothing', () => {
    expect(said([blind({ state: 'not-enabled', reason: 'not-enabled' })])).toEqual(['-']);
  });

  it('a Region that is left closes its alert and its blindness, as no recovery', () => {
    const off = blind({ state: 'not-enabled', reason: 'not-enabled' });
    expect(said([judged({ used: 950 }), off, off])).toEqual([
      'raised critical',
      'closed: Region not enabled',
      '-',
    ]);
    expect(said([blind({}), off, off])).toEqual(['blind', 'closed: Region not enabled', '-']);
  });
});

describe('what leaves the configuration', () => {
  const wide = {
    accounts: [accountOf(DEV, ['eu-west-1'], [STORAGE, BUCKETS]), accountOf(PROD)],
    limits: [definition(STORAGE), definition(BUCKETS)],
  };
  it.each([
    ['account removed', { ...wide, accounts: [accountOf(PROD)] }],
    ['Region removed', { ...wide, accounts: [accountOf(DEV, ['us-east-1']), accountOf(PROD)] }],
    ['limit removed', { ...wide, limits: [definition(BUCKETS)] }],
  ])('is closed once, with why: %s', (why, after) => {
    const simulation = new Simulation(wide);
    simulation.run([judged({ used: 950 })], NOON);
    const first = noticesOf(simulation.run([], hours(6), after));
    expect(first.map(short)).toEqual([`closed: ${why}`]);
    expect(simulation.run([], hours(12), after)).toEqual([]);
  });

  it('says nothing of what was not open', () => {
    const simulation = new Simulation(wide);
    simulation.run([judged({ used: 500 })], NOON);
    expect(simulation.run([], hours(6), { ...wide, accounts: [] })).toEqual([]);
  });

  it('closes the blindness of a target too', () => {
    const simulation = new Simulation(wide);
    simulation.run([blind({})], NOON);
    const [digest] = simulation.run([], hours(6), { ...wide, accounts: [] });
    expect(digest?.notices[0]).toMatchObject({ subject: 'sight', why: 'account removed' });
  });

  it('does not use its notice ids again when it comes back, and is forgotten 90 days later', () => {
    const simulation = new Simulation();
    simulation.run([judged({ used: 950 })], NOON);
    simulation.run([], hours(6), { accounts: [] });
    const [back] = noticesOf(simulation.run([judged({ used: 950 })], hours(12)));
    expect(back?.id).toBe('111111111111/eu-west-1/lambda-code-storage#3');
    simulation.run([], hours(18), { accounts: [] });
    simulation.run([], instant(NOON + 89 * DAY_MS), { accounts: [] });
    expect(Object.keys(simulation.memories)).toHaveLength(1);
    simulation.run([], instant(NOON + 92 * DAY_MS), { accounts: [] });
    expect(simulation.memories).toEqual({});
  });
});

describe('what is measured on', () => {
  it('keeps the count of its notices, however long ago the last one was', () => {
    const simulation = new Simulation();
    simulation.run([blind({})], NOON);
    const both = [judged({ used: 950 }), judged({ used: 500 })];
    for (const [run, finding] of both.entries()) simulation.run([finding], hours(6 + 6 * run));
    for (let day = 1; day < 200; day += 10) {
      simulation.run([judged({ used: 500 })], instant(NOON + day * DAY_MS));
    }
    const later = instant(NOON + 200 * DAY_MS);
    const [raised] = noticesOf(simulation.run([judged({ used: 950 })], later));
    expect(raised?.id).toBe('111111111111/eu-west-1/lambda-code-storage#3');
    expect(simulation.memories).toHaveProperty(['111111111111/eu-west-1/blind', 'sequence'], 2);
  });
});

describe('a forecast', () => {
  /** A run a day at noon; the value of each day. */
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

  it('is a warning below the thresholds, and crossing one is no second warning', () => {
    expect(daily(line(18, 500, 20))).toEqual([
      `raised warn by forecast: ${KEY}#1, 74.0 % of 1000, full in 13 d`,
    ]);
  });

  it('is over as soon as a clean-up has left less than there was a week ago', () => {
    expect(daily([...line(14, 500, 20), 300, 301, 302])).toEqual([
      `raised warn by forecast: ${KEY}#1, 74.0 % of 1000, full in 13 d`,
      `recovered: ${KEY}#2, 30.0 % of 1000`,
    ]);
  });
});

describe('a jump', () => {
  const KEY = '111111111111/eu-west-1/lambda-code-storage';
  /** Four runs a day; a value for each day but the last, which has one for each run. */
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

  it('is told once a day', () => {
    const jump = `jump: ${KEY}#1, 419 to 500 in 1 d, usually 1`;
    expect(lastDay(calm, [420, 500, 560, 600])).toEqual(['-', jump, '-', '-']);
  });

  it('is part of what is told of the same limit in the same run, and is not told again that day', () => {
    const raised = `raised warn by threshold: ${KEY}#1, 85.0 % of 1000, full in 150 d, jump 419 to 850`;
    expect(lastDay(calm, [850, 860])).toEqual([raised, '-']);
  });

  it('under a mute is told on the same day when the mute ends, and not afterwards', () => {
    const until = instant(NOON + 20 * DAY_MS);
    const alerts = settings({ mutes: [mute({ until })] });
    const [first, second, third] = lastDay(calm, [500, 500, 500], { alerts });
    expect([first, second]).toEqual(['-', '-']);
    expect(third).toContain(`jump: ${KEY}#1, 419 to 500`);
  });
});

describe('a mute', () => {
  const until = hours(20);
  const muted = { alerts: settings({ mutes: [mute({ accounts: ['shop-d*'], until })] }) };

  it('keeps a breach from being told, and its end tells it', () => {
    expect(said(used(850, 950, 950, 950, 950), muted)).toEqual([
      '-',
      '-',
      '-',
      '-',
      'raised critical + mute-expired',
    ]);
  });

  it('says nothing at all of what began and ended under it', () => {
    expect(said(used(950, 500, 500, 500, 500), muted)).toEqual([
      '-',
      '-',
      '-',
      '-',
      'mute-expired',
    ]);
  });

  it('announces its end once, as long as its content stays the same', () => {
    const runs = Array.from({ length: 7 }, () => judged({ used: 1 }));
    expect(said(runs, muted)).toEqual(['-', '-', '-', '-', 'mute-expired', '-', '-']);
  });

  it('that is prolonged is another one, with an end of its own', () => {
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

  it('is shown where something unmuted goes to the same group', () => {
    const other = judged({ used: 850, account: { ...PROD, stage: 'nonprod' } });
    expect(said([[...used(950), other]], muted)).toEqual(['raised warn + raised critical muted']);
    const elsewhere = judged({ used: 850, account: PROD });
    expect(said([[...used(950), elsewhere]], muted)).toEqual(['raised warn']);
  });

  it('does not keep the end of what people were told from being told', () => {
    const simulation = new Simulation();
    simulation.run(used(950), NOON);
    const told = noticesOf(simulation.run(used(500), hours(6), muted));
    expect(told.map(short)).toEqual(['recovered']);
  });

  it('that ends tells what was told before it again, at once, with the change it hid', () => {
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
  ])('covers by every glob it has: %o', (globs, covers) => {
    const alerts = settings({ mutes: [mute({ ...globs, until })] });
    expect(said(used(950), { alerts })).toEqual([covers ? '-' : 'raised critical']);
  });

  it('covers blindness only when it covers each limit that cannot be told', () => {
    const alerts = settings({ mutes: [mute({ limits: ['s3-*'], until })] });
    const both = [blind({ limit: BUCKETS }), blind({})];
    expect(said([[blind({ limit: BUCKETS })], both], { alerts })).toEqual(['-', 'blind']);
  });
});
