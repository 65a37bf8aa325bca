import { describe, expect, it } from 'vitest';

import type { AliasReading, AliasState } from '../../../src/alerts/state/aliases.ts';
import { aliasesSeen, recordAliases } from '../../../src/alerts/state/aliases.ts';
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

/** Records one reading a day; `undefined` for a day on which the function was not read. */
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

  it('ignores the order of weighted versions and a second reading on one day', () => {
    let state = recordAliases(NOTHING, [reading({ live: [9, 10] })], on(0));
    state = recordAliases(state, [reading({ live: [10, 9, 9] })], on(0, 6));
    expect(state.aliases[KEY]).toHaveLength(1);
  });

  it('removes records older than 30 days, and functions that are no longer read', () => {
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

describe('the revision of an alias', () => {
  const live = (revision: string | undefined, versions: readonly number[] = [4]) => ({
    ...orders,
    aliases: [{ name: 'live', versions, ...(revision !== undefined && { revision }) }],
  });

  it('begins a new record, even if the alias points to its earlier version again', () => {
    let state = recordAliases(NOTHING, [live('a')], on(0));
    state = recordAliases(state, [live('a')], on(1));
    state = recordAliases(state, [live('b')], on(2));
    state = recordAliases(state, [live(undefined)], on(3));
    expect(state.aliases[KEY]).toEqual([
      { ...record('a'), firstDay: '2026-11-01', lastDay: '2026-11-02' },
      { ...record('b'), firstDay: '2026-11-03', lastDay: '2026-11-03' },
      { alias: 'live', versions: [4], firstDay: '2026-11-04', lastDay: '2026-11-04' },
    ]);
  });
  const record = (revision: string) => ({ alias: 'live', versions: [4], revision });
});

describe('the versions that aliases referred to', () => {
  const seen = (
    state: AliasState,
    of: Parameters<typeof aliasesSeen>[1],
    days: number,
    day: number,
  ) => {
    const versions = aliasesSeen(state, of, days, on(day)).flatMap((one) => one.versions);
    return [...new Set(versions)].toSorted((a, b) => a - b);
  };

  it('are all those of the given days, and no older ones', () => {
    const state = overDays([
      ...steady(5, 3),
      ...steady(5, 4),
      ...steady(10, 5).map(({ live }) => ({ live, canary: [live[0] ?? 0, 12] })),
    ]);
    expect(seen(state, orders, 14, 19)).toEqual([3, 4, 5, 12]);
    expect(seen(state, orders, 9, 19)).toEqual([4, 5, 12]);
    expect(seen(state, orders, 8, 19)).toEqual([5, 12]);
  });

  it('include versions of a deleted alias, and readings with gaps', () => {
    const gone = overDays([...steady(10, 3), ...Array.from({ length: 10 }, () => ({}))]);
    expect(seen(gone, orders, 14, 19)).toEqual([3]);
    expect(seen(overDays([...steady(10, 1), undefined, ...steady(2, 2)]), orders, 14, 20)).toEqual([
      1, 2,
    ]);
  });

  it('are separate for functions, accounts and Regions', () => {
    const state = overDays(steady(20, 1));
    const elsewhere = [
      { ...orders, functionName: 'order' },
      { ...orders, account: accountId('222222222222') },
      { ...orders, region: region('eu-west-2') },
      { ...orders, functionName: '__proto__' },
    ];
    expect(elsewhere.map((other) => seen(state, other, 14, 19))).toEqual(elsewhere.map(() => []));
  });
});

describe('a reading of an earlier run of the day', () => {
  const read = (versions: readonly number[], readAt: number) => ({
    ...orders,
    aliases: [{ name: 'live', versions }],
    readAt: instant(readAt),
  });

  it('is recorded on its own day, even if the run that read it could not save', () => {
    const state = recordAliases(NOTHING, [read([4], on(1))], on(1, 20));
    expect(state.aliases[KEY]).toEqual([
      { alias: 'live', versions: [4], firstDay: '2026-11-02', lastDay: '2026-11-02' },
    ]);
    // The run began on the day before it ended.
    const late = recordAliases(state, [read([4], on(1))], on(2));
    expect(late).toEqual(state);
  });

  it('removes nothing that was recorded since', () => {
    const since = overDays([{ live: [4] }, { live: [4] }, { live: [5] }]);
    expect(recordAliases(since, [read([4], on(0))], on(2, 1))).toEqual({
      ...since,
      aliasesReadOn: since.aliasesReadOn,
    });
  });

  it('counts as read now if its time is in the future', () => {
    const state = recordAliases(NOTHING, [read([4], on(9))], on(1));
    expect(state.aliasesReadOn[KEY]).toEqual({ firstDay: '2026-11-02', lastDay: '2026-11-02' });
  });
});
