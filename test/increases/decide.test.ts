import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decideIncrease } from '../../src/increases/decide/decide.ts';
import type { IncreaseCase, PastRequest } from '../../src/increases/decide/model.ts';
import { nextValue } from '../../src/increases/decide/decide.ts';
import { isOpen } from '../../src/increases/decide/requests.ts';
import type { IncreaseRule } from '../../src/model/increase/increase.ts';
import { DAY_MS, HOUR_MS, instant } from '../../src/model/time.ts';
import { quantity } from '../../src/model/units.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 6));
const daysAgo = (days: number) => instant(NOW - days * DAY_MS);
const percent = (value: number) => ({ kind: 'percent', percent: value }) as const;
const count = (amount: number) => quantity('count', amount);

/** 850 of 1,000 in use, with a warning from 80 %, a ceiling of 2,000 and steps of 250; no earlier request. */
const NEAR: IncreaseCase = {
  rule: { ceiling: 2_000, step: { kind: 'by', amount: 250 } },
  pressure: {
    used: count(850),
    quota: count(1_000),
    thresholds: { warn: percent(80), critical: percent(90) },
    isFullSoon: false,
  },
  quota: { applied: count(1_000), adjustable: true },
  history: [],
  memory: { requests: [] },
  now: NOW,
};

const past = (status: string, days: number, desired = 1_250, more: Partial<PastRequest> = {}) =>
  ({ id: `${status}-${days}`, desired, status, at: daysAgo(days), ...more }) as const;

interface Row extends Partial<Omit<IncreaseCase, 'pressure'>> {
  readonly name: string;
  readonly pressure?: Partial<IncreaseCase['pressure']>;
  readonly wanted: object;
}

const REQUESTED = { kind: 'request', desired: 1_250 };
const UNGRANTED = [
  'DENIED',
  'NOT_APPROVED',
  'CASE_CLOSED',
  'INVALID_REQUEST',
  'APPROVED',
  'NEW_ONE',
];

const rows: readonly Row[] = [
  { name: 'a threshold is reached', wanted: REQUESTED },
  {
    name: 'the limit will be full soon',
    pressure: { used: count(500), isFullSoon: true },
    wanted: REQUESTED,
  },
  {
    name: 'neither a threshold nor a forecast says so',
    pressure: { used: count(799) },
    wanted: { kind: 'none', reason: 'not-near' },
  },
  {
    name: 'the quota has been increased since the run',
    quota: { applied: count(1_500), adjustable: true },
    wanted: { kind: 'none', reason: 'not-near' },
  },
  {
    name: 'the forecast is about another value than the applied one',
    pressure: { used: count(500), isFullSoon: true },
    quota: { applied: count(1_500), adjustable: true },
    wanted: { kind: 'none', reason: 'not-near' },
  },
  {
    name: 'the applied value is below that of the run and a threshold is reached by it',
    pressure: { used: count(450) },
    quota: { applied: count(500), adjustable: true },
    wanted: { kind: 'request', desired: 750 },
  },
  {
    name: 'AWS does not increase the quota',
    quota: { applied: count(1_000), adjustable: false },
    wanted: { kind: 'none', reason: 'not-adjustable' },
  },
  {
    name: 'the applied value is the ceiling',
    rule: { ceiling: 1_000, step: { kind: 'by', amount: 250 } },
    wanted: { kind: 'none', reason: 'at-ceiling' },
  },
  {
    name: 'the applied value is above the ceiling',
    rule: { ceiling: 900, step: { kind: 'times', factor: 2 } },
    wanted: { kind: 'none', reason: 'at-ceiling' },
  },
  {
    name: 'a step goes beyond the ceiling',
    rule: { ceiling: 1_100, step: { kind: 'by', amount: 250 } },
    wanted: { kind: 'request', desired: 1_100 },
  },
  ...['PENDING', 'CASE_OPENED'].map((status) => ({
    name: `a request of anybody is ${status}, for however long`,
    history: [past(status, 200, 5_000)],
    wanted: { kind: 'none', reason: 'open', request: { status } },
  })),
  {
    name: 'a request of the automatic management is open',
    history: [past('PENDING', 1, 1_100, { automatic: true })],
    wanted: { kind: 'none', reason: 'open', request: { automatic: true } },
  },
  {
    name: 'it has sent one an hour ago that AWS does not name yet',
    memory: { requests: [{ desired: 1_250, status: 'UNCONFIRMED', at: instant(NOW - HOUR_MS) }] },
    wanted: { kind: 'none', reason: 'open', request: { status: 'UNCONFIRMED' } },
  },
  {
    name: 'it has sent one a day ago that AWS never took',
    memory: { requests: [{ desired: 1_250, status: 'UNCONFIRMED', at: daysAgo(1) }] },
    wanted: REQUESTED,
  },
  {
    name: 'it was killed after sending, and AWS has denied the request since',
    memory: { requests: [{ desired: 1_250, status: 'UNCONFIRMED', at: daysAgo(2) }] },
    history: [past('DENIED', 2)],
    wanted: { kind: 'none', reason: 'asked-lately' },
  },
  {
    name: 'it has made one an hour ago, and the history is behind',
    memory: { requests: [{ ...past('PENDING', 0), at: instant(NOW - HOUR_MS) }] },
    wanted: { kind: 'none', reason: 'open' },
  },
  {
    name: 'an open one of its own is gone from the history',
    memory: { requests: [past('PENDING', 29)] },
    wanted: { kind: 'none', reason: 'asked-lately', until: daysAgo(-1) },
  },
  ...UNGRANTED.map((status) => ({
    name: `AWS made one ${status} 29 days ago and the quota is as before`,
    history: [past(status, 60, 1_250, { changedAt: daysAgo(29) })],
    wanted: { kind: 'none', reason: 'asked-lately', until: daysAgo(-1) },
  })),
  ...UNGRANTED.map((status) => ({
    name: `AWS made one ${status} 30 days ago and the quota is as before`,
    history: [past(status, 60, 1_250, { changedAt: daysAgo(30) })],
    wanted: REQUESTED,
  })),
  {
    name: 'only the memory still knows of one that was denied',
    memory: { requests: [past('DENIED', 10)] },
    wanted: { kind: 'none', reason: 'asked-lately' },
  },
  {
    name: 'AWS has granted one yesterday, and it is not enough',
    pressure: { used: count(1_200), quota: count(1_250) },
    quota: { applied: count(1_250), adjustable: true },
    history: [past('APPROVED', 1)],
    wanted: { kind: 'request', desired: 1_500 },
  },
  {
    name: 'AWS has granted a part of one yesterday',
    pressure: { used: count(1_050), quota: count(1_100) },
    quota: { applied: count(1_100), adjustable: true },
    history: [past('APPROVED', 1)],
    wanted: { kind: 'none', reason: 'asked-lately' },
  },
  {
    name: 'AWS has denied two in a row, the last 89 days ago',
    memory: { requests: [past('DENIED', 89), past('DENIED', 120)] },
    wanted: { kind: 'none', reason: 'asked-lately', until: daysAgo(-1) },
  },
  {
    name: 'AWS has denied two in a row, the last 90 days ago',
    memory: { requests: [past('DENIED', 90), past('DENIED', 120)] },
    wanted: REQUESTED,
  },
  {
    name: 'AWS has denied three in a row, the last 364 days ago',
    memory: { requests: [past('DENIED', 364), past('DENIED', 370), past('DENIED', 380)] },
    wanted: { kind: 'none', reason: 'asked-lately', until: daysAgo(-1) },
  },
  {
    name: 'AWS has denied more than is requested now, twice, the last 30 days ago',
    memory: { requests: [past('DENIED', 30, 5_000), past('DENIED', 60, 5_000)] },
    wanted: REQUESTED,
  },
  {
    name: 'the last attempt failed, and its time is not up',
    memory: { requests: [], notBefore: instant(NOW + 1), error: 'AccessDeniedException' },
    wanted: { kind: 'none', reason: 'failed-lately', error: 'AccessDeniedException' },
  },
  {
    name: 'the last attempt failed, and its time is up',
    memory: { requests: [], notBefore: NOW, error: 'AccessDeniedException' },
    wanted: REQUESTED,
  },
];

describe('whether to request an increase', () => {
  it.each(rows)('where $name', ({ name: _name, wanted, pressure = {}, ...given }) => {
    const subject = { ...NEAR, ...given, pressure: { ...NEAR.pressure, ...pressure } };
    expect(decideIncrease(subject)).toMatchObject(wanted);
  });

  it.each([
    [10, { kind: 'times', factor: 1.1 }, 100, 11],
    [3, { kind: 'times', factor: 1.1 }, 100, 4],
    [1_000, { kind: 'times', factor: 1.5 }, 5_000, 1_500],
    [1_000, { kind: 'by', amount: 500 }, 1_499, 1_499],
    [1_000, { kind: 'by', amount: 500 }, 1_000.9, undefined],
  ] as const)('%d by %o up to %d is %s', (applied, step, ceiling, wanted) => {
    expect(nextValue(applied, { ceiling, step })).toBe(wanted);
  });
});

const STATUSES = ['PENDING', 'CASE_OPENED', 'UNCONFIRMED', ...UNGRANTED];
const anyRequest: fc.Arbitrary<PastRequest> = fc
  .record({
    id: fc.option(fc.string({ minLength: 1, maxLength: 3 }), { nil: undefined }),
    desired: fc.integer({ min: 1, max: 4_000 }),
    status: fc.constantFrom(...STATUSES),
    days: fc.double({ min: 0, max: 600, noNaN: true }),
    lasted: fc.double({ min: 0, max: 60, noNaN: true }),
  })
  .map(({ id, days, lasted, ...rest }) => ({
    ...rest,
    ...(id !== undefined && { id }),
    at: instant(Math.round(NOW - days * DAY_MS)),
    changedAt: instant(Math.round(NOW - Math.max(0, days - lasted) * DAY_MS)),
  }));
const anyStep: fc.Arbitrary<IncreaseRule['step']> = fc.oneof(
  fc.record({ kind: fc.constant('by'), amount: fc.integer({ min: 1, max: 2_000 }) }),
  fc.record({ kind: fc.constant('times'), factor: fc.double({ min: 1.01, max: 10, noNaN: true }) }),
);
const anyCase: fc.Arbitrary<IncreaseCase> = fc
  .record({
    ceiling: fc.integer({ min: 1, max: 5_000 }),
    step: anyStep,
    applied: fc.integer({ min: 1, max: 3_000 }),
    of: fc.integer({ min: 1, max: 3_000 }),
    used: fc.integer({ min: 0, max: 3_500 }),
    isFullSoon: fc.boolean(),
    adjustable: fc.boolean(),
    history: fc.array(anyRequest, { maxLength: 6 }),
    own: fc.array(anyRequest, { maxLength: 6 }),
    wait: fc.option(fc.integer({ min: -40, max: 40 }), { nil: undefined }),
  })
  .map(({ ceiling, step, applied, of, used, isFullSoon, adjustable, history, own, wait }) => ({
    rule: { ceiling, step },
    pressure: { ...NEAR.pressure, used: count(used), quota: count(of), isFullSoon },
    quota: { applied: count(applied), adjustable },
    history,
    memory: {
      requests: own,
      ...(wait !== undefined && { notBefore: instant(NOW + wait * DAY_MS) }),
    },
    now: NOW,
  }));

describe('a request, whatever AWS has answered before,', () => {
  it('is for more than is applied and at most the ceiling, and of a quota that AWS increases', () => {
    fc.assert(
      fc.property(anyCase, (subject) => {
        const decided = decideIncrease(subject);
        if (decided.kind === 'none') return;
        const { quota, rule, pressure } = subject;
        expect(decided.desired).toBeGreaterThan(quota.applied.amount);
        expect(decided.desired).toBeLessThanOrEqual(rule.ceiling);
        expect(Number.isInteger(decided.desired)).toBe(true);
        expect(quota.adjustable).toBe(true);
        const isNear = pressure.used.amount * 100 >= 80 * quota.applied.amount;
        expect(isNear || pressure.isFullSoon).toBe(true);
      }),
    );
  });

  it('is never made while any request is open, including those of people', () => {
    fc.assert(
      fc.property(anyCase, (subject) => {
        const decided = decideIncrease(subject);
        const isHeld = decided.kind === 'none' || !subject.history.some(isOpen);
        expect(isHeld).toBe(true);
      }),
    );
  });

  it('is never made within 30 days after AWS decided on another without applying it', () => {
    fc.assert(
      fc.property(anyCase, (subject) => {
        if (decideIncrease(subject).kind === 'none') return;
        const lately = subject.history.filter(
          ({ desired, at, changedAt }) =>
            desired > subject.quota.applied.amount &&
            Math.max(at, changedAt ?? at) > NOW - 30 * DAY_MS,
        );
        expect(lately).toEqual([]);
      }),
    );
  });

  it('is not made because there are more requests that AWS did not grant', () => {
    fc.assert(
      fc.property(anyCase, anyRequest, (subject, more) => {
        const known = decideIncrease({ ...subject, history: [...subject.history, more] });
        if (known.kind === 'none') return;
        // Without an unconfirmed one, which the history can only explain.
        const memory = { ...subject.memory, requests: subject.memory.requests.filter((r) => r.id) };
        const fewer = decideIncrease({ ...subject, memory });
        const isGranted = more.desired <= subject.quota.applied.amount;
        expect(isGranted ? known : fewer).toEqual(known);
      }),
    );
  });
});
