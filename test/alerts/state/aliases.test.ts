import { describe, expect, it } from 'vitest';

import type { AliasReading, AliasState } from '../../../src/alerts/state/aliases.ts';
import { aliasHistory, recordAliases } from '../../../src/alerts/state/aliases.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import { DAY_MS, HOUR_MS, instant } from '../../../src/model/time.ts';

const START = Date.UTC(2026, 10, 1, 3);
const on = (day: number, hour = 0) => instant(START + day * DAY_MS + hour * HOUR_MS);
const NOTHING: AliasState = { aliases: {}, aliasesReadOn: {} };
const orders = {
  account: accountId('111111111111'),
  region: region('eu-west-1'),
  functionName: 'orders',
};
const KEY = '111111111111/eu-west-1/orders';

function reading(aliases: Readonly<Record<string, readonly number[]>>): AliasReading {
  return {
    ...orders,
    aliases: Object.entries(aliases).map(([name, versions]) => ({ name, versions })),
  };
}

/** One reading a day; `undefined` for a day on which the function was not read. */
function overDays(days: readonly (Readonly<Record<string, readonly number[]>> | undefined)[]) {
  return days.reduce(
    (state, aliases, day) =>
      recordAliases(state, aliases === undefined ? [] : [reading(aliases)], on(day)),
    NOTHING,
  );
}

const steady = (days: number, live: number) =>
  Array.from({ length: days }, () => ({ live: [live] }));

describe('the record of aliases', () => {
  it('keeps what an alias referred to, with the first and the last day', () => {
    const state = overDays([{ live: [4] }, { live: [4] }, { live: [5, 4] }, { live: [5] }]);
    expect(state.aliases[KEY]).toEqual([
      { alias: 'live', versions: [4], firstDay: '2026-11-01', lastDay: '2026-11-02' },
      { alias: 'live', versions: [4, 5], firstDay: '2026-11-03', lastDay: '2026-11-03' },
      { alias: 'live', versions: [5], firstDay: '2026-11-04', lastDay: '2026-11-04' },
    ]);
    expect(state.aliasesReadOn[KEY]).toEqual({ firstDay: '2026-11-01', lastDay: '2026-11-04' });
  });

  it('takes no notice of the order of weighted versions, nor of a second reading on a day', () => {
    let state = recordAliases(NOTHING, [reading({ live: [9, 10] })], on(0));
    state = recordAliases(state, [reading({ live: [10, 9, 9] })], on(0, 6));
    expect(state.aliases[KEY]).toHaveLength(1);
  });

  it('drops what is older than 30 days, and functions that are no longer read', () => {
    const state = overDays([{ live: [1] }, ...steady(31, 2)]);
    expect(state.aliases[KEY]?.map(({ versions }) => versions)).toEqual([[2]]);
    expect(recordAliases(state, [], on(61))).toEqual({ ...state });
    expect(recordAliases(state, [], on(62))).toEqual(NOTHING);
  });

  it('does not touch the functions that a run did not read', () => {
    const state = overDays(steady(3, 1));
    const other = { ...orders, functionName: 'billing', aliases: [] };
    const after = recordAliases(state, [other], on(3));
    expect(after.aliases[KEY]).toEqual(state.aliases[KEY]);
    expect(after.aliasesReadOn[KEY]).toEqual(state.aliasesReadOn[KEY]);
  });
});

describe('the history of aliases', () => {
  it('knows nothing by a day that is still to come, and begins anew', () => {
    const state = overDays(steady(12, 3));
    const ahead = {
      ...state,
      aliasesReadOn: { [KEY]: { firstDay: '2026-11-01', lastDay: '2031-01-01' } },
    };
    expect(aliasHistory(state, orders, 7, on(11)).kind).toBe('known');
    expect(aliasHistory(ahead, orders, 7, on(11))).toEqual({ kind: 'unknown' });
    expect(recordAliases(ahead, [reading({ live: [3] })], on(12)).aliasesReadOn[KEY]).toEqual({
      firstDay: '2026-11-13',
      lastDay: '2026-11-13',
    });
  });

  it('names every version that an alias referred to in the days asked for, and no older one', () => {
    const state = overDays([
      ...steady(5, 3),
      ...steady(5, 4),
      ...steady(10, 5).map(({ live }) => ({ live, canary: [live[0] ?? 0, 12] })),
    ]);
    expect(aliasHistory(state, orders, 14, on(19))).toEqual({
      kind: 'known',
      versions: [3, 4, 5, 12],
    });
    expect(aliasHistory(state, orders, 9, on(19))).toEqual({ kind: 'known', versions: [4, 5, 12] });
    expect(aliasHistory(state, orders, 8, on(19))).toEqual({ kind: 'known', versions: [5, 12] });
  });

  it('still names a version whose alias is gone', () => {
    const state = overDays([...steady(10, 3), ...Array.from({ length: 10 }, () => ({}))]);
    expect(aliasHistory(state, orders, 14, on(19))).toEqual({ kind: 'known', versions: [3] });
  });

  it.each([
    ['was never read', NOTHING, 14, 20],
    ['has been read for 13 days only', overDays(steady(14, 1)), 14, 13],
    [
      'was not read on one day in between',
      overDays([...steady(10, 1), undefined, ...steady(10, 1)]),
      14,
      20,
    ],
    ['was not read yesterday nor today', overDays(steady(20, 1)), 14, 21],
    ['is asked about for longer than is kept', overDays(steady(60, 1)), 30, 59],
  ])('is unknown, never empty, when the function %s', (_, state, days, today) => {
    expect(aliasHistory(state, orders, days, on(today))).toEqual({ kind: 'unknown' });
  });

  it('is known from the 14th day on, also for a function without aliases', () => {
    const state = overDays(Array.from({ length: 15 }, () => ({})));
    expect(aliasHistory(state, orders, 14, on(14))).toEqual({ kind: 'known', versions: [] });
    expect(aliasHistory(state, orders, 14, on(15))).toEqual({ kind: 'known', versions: [] });
  });

  it('tells functions, accounts and Regions apart', () => {
    const state = overDays(steady(20, 1));
    const elsewhere = [
      { ...orders, functionName: 'order' },
      { ...orders, account: accountId('222222222222') },
      { ...orders, region: region('eu-west-2') },
      { ...orders, functionName: '__proto__' },
    ];
    expect(elsewhere.map((other) => aliasHistory(state, other, 14, on(19)).kind)).toEqual(
      elsewhere.map(() => 'unknown'),
    );
  });
});
