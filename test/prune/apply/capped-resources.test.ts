import { describe, expect, it } from 'vitest';

import { AccountCap } from '../../../src/prune/apply/account-cap.ts';
import type { CappedResource } from '../../../src/prune/apply/account-cap.ts';
import { cappedFunctions, cappedLayers } from '../../../src/prune/apply/account-cap.ts';
import type { Reading } from '../../../src/prune/model/inventory.ts';
import { failure, fn, inIreland, numbered, planOf, version } from '../plan/build.ts';
import { layer, layersIn, layerVersion } from '../plan/layers-build.ts';

const LAYERS = [1, 2, 3, 4, 5, 6].map((number) => layerVersion(number));
const PLAN = planOf(inIreland(fn('orders', numbered(1, 6))), {
  layers: { kind: 'read', regions: [layersIn([layer('tools', LAYERS)])] },
});
const DELETED = { kind: 'deleted' } as const;

describe('the functions and layers that the cap of an account counts', () => {
  const listed = { versionsListed: () => Promise.reject(new Error('is not listed')) };

  it('count as still to delete the planned versions without an outcome in the journal', () => {
    const of = (outcomes: ReadonlyMap<string, typeof DELETED>) =>
      cappedFunctions(PLAN, { outcomes }, listed);
    const [none] = of(new Map());
    expect(none).toMatchObject({ key: 'eu-west-1/orders', planned: { versions: 6, left: 3 } });
    const [one] = of(new Map([['eu-west-1/orders:1', DELETED]]));
    expect(one?.planned).toEqual({ versions: 6, left: 2 });
    expect(one?.count([...numbered(1, 6), version('$LATEST')])).toEqual({ versions: 6, left: 2 });
    expect(one?.count(numbered(3, 6))).toEqual({ versions: 4, left: 1 });
  });

  it('count layer versions likewise, if layers are deleted', () => {
    const access = {
      layers: {
        attachedNow: () => Promise.reject(new Error('is not asked')),
        versionsNow: () => Promise.resolve({ kind: 'read', value: LAYERS } as const),
        policyNow: () => Promise.reject(new Error('is not asked')),
        deleteLayerVersion: () => Promise.reject(new Error('is not asked')),
      },
    };
    const outcomes = new Map([['eu-west-1/layer:tools:1', DELETED]]);
    expect(cappedLayers(PLAN, { outcomes: new Map() }, access)[0]?.planned.left).toBe(3);
    const [one] = cappedLayers(PLAN, { outcomes }, access);
    expect(one?.planned).toEqual({ versions: 6, left: 2 });
    expect(one?.count(LAYERS.slice(2))).toEqual({ versions: 4, left: 1 });
    expect(cappedLayers(PLAN, { outcomes }, {})).toEqual([]);
  });
});

interface Counts {
  readonly versions: number;
  readonly left: number;
}

describe('the cap of an account', () => {
  const setting = (
    resources: Readonly<Record<string, Counts & { readonly listed?: Reading<Counts> }>>,
  ) => {
    const lists: string[] = [];
    const cap = new AccountCap(
      Object.entries(resources).map(([key, { listed, ...planned }]): CappedResource => ({
        key,
        planned,
        count: (versions) =>
          listed?.kind === 'read' && versions.length > 0 ? listed.value : planned,
        list: async () => {
          lists.push(key);
          return listed?.kind === 'failed' ? listed : { kind: 'read', value: [{ version: 1 }] };
        },
      })),
    );
    return { lists, cap };
  };
  const ALL = { versions: 10, left: 10 };

  it('gives the same answer for a function again', async () => {
    const { lists, cap } = setting({
      a: ALL,
      b: { versions: 10, left: 0 },
      c: { versions: 10, left: 1 },
    });
    expect(await cap.admits('a', [])).toBe('within');
    expect(await cap.admits('a', [])).toBe('within');
    const beyond = setting({ a: ALL }).cap;
    expect(await beyond.admits('a', [])).toBe('beyond');
    expect(await beyond.admits('a', [])).toBe('beyond');
    expect(lists).toEqual(['b']);
  });

  it('keeps its answer for a function, though other functions make room later', async () => {
    const listed = { kind: 'failed', failure: failure('throttled') } as const;
    const { cap } = setting({ a: ALL, c: { versions: 10, left: 0, listed } });
    expect(await cap.admits('a', [])).toBe('beyond');
    expect(await cap.admits('c', [])).toBe('within');
    expect(await cap.admits('a', [])).toBe('beyond');
  });

  it('lists no function that keeps too little to make room, and none twice', async () => {
    const { lists, cap } = setting({ a: ALL, b: ALL, c: { versions: 10, left: 8 }, d: ALL });
    expect(await cap.admits('c', [])).toBe('within');
    expect(await cap.admits('a', [])).toBe('within');
    expect(await cap.admits('b', [])).toBe('beyond');
    expect(lists).toEqual([]);
  });

  it('rejects a function that the plan does not have', async () => {
    await expect(setting({ a: ALL }).cap.admits('b', [])).rejects.toThrow('the plan has no b');
  });

  it.each([
    ['denied', 'beyond'],
    ['absent', 'beyond'],
    ['out-of-time', 'out-of-time'],
  ] as const)('a function whose listing failed as %s makes no room', async (reason, expected) => {
    const listed = { kind: 'failed', failure: failure(reason) } as const;
    const { cap } = setting({ a: ALL, b: { versions: 10, left: 0, listed } });
    expect(await cap.admits('a', [])).toBe(expected);
  });
});
