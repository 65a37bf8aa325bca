import { describe, expect, it } from 'vitest';

import { DEFAULTS } from '../../src/config/defaults.ts';
import { expectedFindings, wrongFindings } from '../../scripts/bench/floors/organisation.ts';
import {
  applyCalls,
  planBuckets,
  planCalls,
  type PrunedAccount,
} from '../../scripts/bench/floors/prune.ts';
import { candidatesOf, listingPages, oldVersionsOf } from '../../scripts/bench/floors/published.ts';
import { wallFloor } from '../../scripts/bench/floors/wall.ts';
import { sum, watchBuckets, watchCalls, watchChain } from '../../scripts/bench/floors/watch.ts';
import { functionsOf, TOOLING, TOOLING_REGION } from '../../scripts/bench/worlds/accounts.ts';
import { oneAccount } from '../../scripts/bench/worlds/one-account.ts';
import { organisation, SEVENTEEN_REGIONS } from '../../scripts/bench/worlds/organisation.ts';
import { START } from './virtual-runs.ts';

const now = Date.parse(START);

function watched(functions: number, versions: number) {
  const { world } = oneAccount(functions, versions, now);
  return { world, regions: [TOOLING_REGION], tooling: TOOLING, kept: DEFAULTS, now };
}

function pruned(functions: number, versions: number): PrunedAccount {
  const account = oneAccount(functions, versions, now).world.accounts[1];
  if (account === undefined) throw new Error('no account');
  return { account, region: TOOLING_REGION, kept: DEFAULTS, now };
}

describe('the floor of calls of a watch run', () => {
  it.each([
    // An account without functions needs no listing.
    { functions: 0, versions: 0, lists: undefined, aliases: undefined, all: 18 },
    // Three versions are kept by number, so the aliases are not read.
    { functions: 4, versions: 3, lists: 1, aliases: undefined, all: 19 },
    { functions: 4, versions: 4, lists: 1, aliases: 4, all: 23 },
    // 49 versions and $LATEST fill a page; one more version needs another page.
    { functions: 1, versions: 49, lists: 1, aliases: 1, all: 20 },
    { functions: 1, versions: 50, lists: 2, aliases: 1, all: 21 },
  ])('is $all for $functions functions of $versions versions', (world) => {
    const calls = watchCalls(watched(world.functions, world.versions));
    expect(calls['lambda:ListFunctions']).toBe(world.lists);
    expect(calls['lambda:ListAliases']).toBe(world.aliases);
    expect(sum(calls)).toBe(world.all);
  });

  it('of an account that denies every session is one call for a session', () => {
    const { world, ...rest } = watched(5, 50);
    const closed = world.accounts.map(({ stacks, ...account }) =>
      account.id === TOOLING ? { ...account, stacks: stacks ?? [] } : account,
    );
    expect(watchCalls({ ...rest, world: { accounts: closed } })).toEqual({
      's3:GetObject': 3 + 1,
      's3:ListObjectsV2': 1,
      's3:PutObject': 6,
      'sns:ListSubscriptionsByTopic': 2,
      'sts:AssumeRole': 1,
    });
  });
});

describe('the floor of time', () => {
  it.each([
    { latencyMs: 0, chain: 10, calls: 5, ms: 0, because: 'pace' },
    { latencyMs: 0, chain: 10, calls: 25, ms: 4_000, because: 'pace' },
    { latencyMs: 400, chain: 10, calls: 25, ms: 4_000, because: 'pace' },
    { latencyMs: 401, chain: 10, calls: 25, ms: 4_010, because: 'latency' },
  ])('is $ms ms for $calls calls at $latencyMs ms', ({ latencyMs, chain, calls, ms, because }) => {
    const buckets = [{ calls, perSecond: 5, burst: 5 }];
    expect(wallFloor(latencyMs, chain, buckets)).toEqual({ ms, because });
  });

  it('is that of the slowest rate limit', () => {
    const buckets = [
      { calls: 100, perSecond: 50, burst: 0 },
      { calls: 30, perSecond: 10, burst: 0 },
    ];
    expect(wallFloor(0, 1, buckets).ms).toBe(3_000);
  });

  it('of a watch run counts session, settings, each page, aliases, and storing the state', () => {
    expect(watchChain(watched(1, 120))).toBe(1 + 1 + 3 + 1 + 1 + 2);
    expect(watchChain(watched(0, 0))).toBe(1 + 1 + 1 + 2);
    expect(watchBuckets(watched(1, 120))).toEqual([{ calls: 5, perSecond: 5, burst: 5 }]);
  });
});

describe('the floor of a prune', () => {
  it('counts five reads of each function and the policy of each version to delete', () => {
    const calls = planCalls(pruned(10, 13));
    expect(calls['lambda:GetPolicy']).toBe(100 + 10);
    expect(calls['lambda:ListTags']).toBe(10);
    expect(calls['lambda:ListFunctions']).toBe(3);
    const [lambda, policies] = planBuckets(pruned(10, 13));
    expect(lambda?.calls).toBe(3 + 1 + 1 + 4 * 10);
    expect(policies?.calls).toBe(100 + 10);
  });

  it('counts one deletion of each version, and each of its policies once more', () => {
    expect(applyCalls(pruned(10, 13))).toMatchObject({
      'lambda:DeleteFunction': 100,
      'lambda:GetPolicy': 100 + 10,
      'lambda:ListAliases': 10,
    });
  });
});

describe('old versions of a world', () => {
  const [one] = functionsOf(1, 10, now);
  if (one === undefined) throw new Error('no function');

  it('exclude the newest three, and versions that an alias keeps', () => {
    expect(candidatesOf(one, DEFAULTS, now)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const aliased = { ...one, aliases: [{ name: 'live', version: '5', weights: { '2': 0.1 } }] };
    expect(oldVersionsOf(aliased, DEFAULTS, now)).toEqual([3, 6, 7]);
  });

  it('exclude versions younger than a week', () => {
    const young = { ...one, publishedTo: new Date(now).toISOString() };
    expect(candidatesOf({ ...young, publishedFrom: young.publishedTo }, DEFAULTS, now)).toEqual([]);
  });

  it('are listed with $LATEST of each function on pages of 50', () => {
    expect(listingPages([one])).toBe(1);
    expect(listingPages(Array.from({ length: 5 }, () => one))).toBe(2);
  });
});

describe('the organisation of the benchmark', () => {
  const setting = organisation({ accounts: 100, versions: 20_000 }, now);
  const expected = expectedFindings({
    world: setting.world,
    regions: SEVENTEEN_REGIONS,
    tooling: TOOLING,
    kept: DEFAULTS,
    now,
  });

  it('has the stated numbers of accounts, Regions with functions, and versions', () => {
    const functions = setting.world.accounts.flatMap(({ id, regions = {} }) =>
      id === TOOLING ? [] : Object.values(regions).map((region) => region.functions ?? []),
    );
    expect(functions).toHaveLength(170);
    const versions = functions.flat().map((one) => Number(one.versions?.split('-')[1]));
    expect(versions.reduce((all, amount) => all + amount, 0)).toBe(20_000);
    expect(setting.denied).toHaveLength(3);
    expect(setting.slow).toHaveLength(2);
    expect(setting.slow.filter((id) => setting.denied.includes(id))).toEqual([]);
  });

  it('reports a result that is missing, wrong, or 0 for an account that was not read', () => {
    const right = expected.map(({ used, ...one }) => ({
      message: 'finding' as const,
      ...one,
      ...(used === undefined ? { state: 'not-measured' } : { state: 'ok', used }),
    }));
    expect(wrongFindings(expected, right)).toEqual([]);
    expect(wrongFindings(expected, right.slice(1))).toHaveLength(2);
    const zeros = right.map((one) => ({ ...one, state: 'ok', used: 0 }));
    expect(wrongFindings(expected, zeros).length).toBeGreaterThanOrEqual(3 * 35);
  });
});
