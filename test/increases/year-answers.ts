import { expect } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/model/time.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
import type { IncreaseState } from '../sandbox/state/quota-increases.ts';
import type { RequestedIncrease, IncreaseVerdict } from '../sandbox/world/quota-increases.ts';

export const CEILING = 20_000;
export const STEP = 1_000;
export const FIRST = 10_000;

export interface Answer {
  readonly name: string;
  readonly verdict?: (asked: RequestedIncrease) => IncreaseVerdict;
  /** A fault that the requests of the year get. */
  readonly fault?: { readonly effect: FaultEffect; readonly times: number | 'always' };
  /** The smallest and largest number of requests that AWS accepted in the year. */
  readonly taken: readonly [least: number, most: number];
  /** The applied value at the end of the year, or its range. */
  readonly applied: number | readonly [least: number, most: number];
}

const granted = ({ desired }: RequestedIncrease) =>
  ({ afterMs: HOUR_MS, status: 'APPROVED', applied: desired }) as const;

export const answers: readonly Answer[] = [
  { name: 'granted', verdict: granted, taken: [10, 10], applied: CEILING },
  {
    name: 'granted by support after five days',
    verdict: (asked) => ({ ...granted(asked), afterMs: 5 * DAY_MS, caseId: 'case-1' }),
    taken: [10, 10],
    applied: CEILING,
  },
  {
    name: 'granted, with the case closed and no word of approval',
    verdict: (asked) => ({ ...granted(asked), status: 'CASE_CLOSED', caseId: 'case-1' }),
    taken: [10, 10],
    applied: CEILING,
  },
  {
    name: 'granted in part each time',
    verdict: ({ applied, desired }) => ({
      afterMs: DAY_MS,
      status: 'APPROVED',
      applied: (applied + desired) / 2,
    }),
    taken: [6, 12],
    applied: [15_000, 16_000],
  },
  {
    name: 'refused',
    verdict: () => ({ afterMs: 2 * DAY_MS, status: 'DENIED' }),
    taken: [3, 3],
    applied: FIRST,
  },
  {
    name: 'not approved at once',
    verdict: () => ({ afterMs: 0, status: 'NOT_APPROVED' }),
    taken: [3, 3],
    applied: FIRST,
  },
  {
    name: 'invalid',
    verdict: () => ({ afterMs: MINUTE_MS, status: 'INVALID_REQUEST' }),
    taken: [3, 3],
    applied: FIRST,
  },
  {
    name: 'approved, and never applied',
    verdict: () => ({ afterMs: DAY_MS, status: 'APPROVED' }),
    taken: [3, 3],
    applied: FIRST,
  },
  {
    name: 'closed by support, and the quota as before',
    verdict: () => ({ afterMs: 10 * DAY_MS, status: 'CASE_CLOSED', caseId: 'case-1' }),
    taken: [3, 3],
    applied: FIRST,
  },
  { name: 'never decided', verdict: () => ({ status: 'PENDING' }), taken: [1, 1], applied: FIRST },
  {
    name: 'in the hands of support for ever',
    verdict: () => ({ status: 'PENDING', caseId: 'case-1' }),
    taken: [1, 1],
    applied: FIRST,
  },
  {
    name: 'granted up to a hard maximum below the ceiling, and closed above',
    verdict: (asked) =>
      asked.desired <= 13_000
        ? granted(asked)
        : { afterMs: 3 * DAY_MS, status: 'CASE_CLOSED', caseId: 'case-1' },
    taken: [6, 6],
    applied: 13_000,
  },
  {
    name: 'throttled for a while, then granted',
    verdict: granted,
    fault: { effect: { kind: 'throttle' }, times: 12 },
    taken: [10, 10],
    applied: CEILING,
  },
  {
    name: 'denied all year',
    verdict: granted,
    fault: { effect: { kind: 'access denied' }, times: 'always' },
    taken: [0, 0],
    applied: FIRST,
  },
  {
    name: 'taken, with every answer lost, and granted',
    verdict: granted,
    fault: { effect: { kind: 'reset', isCarriedOut: true }, times: 'always' },
    taken: [10, 10],
    applied: CEILING,
  },
  {
    name: 'taken, with every answer lost, and refused',
    verdict: () => ({ afterMs: DAY_MS, status: 'DENIED' }),
    fault: { effect: { kind: 'reset', isCarriedOut: true }, times: 'always' },
    taken: [3, 3],
    applied: FIRST,
  },
];

/** Checks the rules for a year, whatever AWS answered. */
export function expectYear(answer: Answer, taken: readonly IncreaseState[], applied: number): void {
  const wanted = answer.applied;
  const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
  expect(applied).toBeGreaterThanOrEqual(least);
  expect(applied).toBeLessThanOrEqual(most);
  expect(taken.length).toBeGreaterThanOrEqual(answer.taken[0]);
  expect(taken.length).toBeLessThanOrEqual(answer.taken[1]);
  for (const [at, { desired, createdAt }] of taken.entries()) {
    expect(desired).toBeLessThanOrEqual(CEILING);
    const before = taken[at - 1];
    if (before === undefined) continue;
    expect(['PENDING', 'CASE_OPENED']).not.toContain(before.status);
    expect(createdAt).toBeGreaterThanOrEqual(before.changedAt);
    const isRepeated = desired <= before.desired;
    if (isRepeated) expect(createdAt - before.changedAt).toBeGreaterThanOrEqual(30 * DAY_MS);
  }
}
