import { describe, expect, it } from 'vitest';

import type {
  Alias,
  InventoriedFunction,
  PruneInventory,
} from '../../../src/prune/model/inventory.ts';
import type { FunctionWorld, RegionWorld } from '../../sandbox/world.ts';
import {
  devAccount,
  last,
  prune,
  setUp,
  store,
  unqualifiedDeletes,
  versionsOf,
} from './run-prune.ts';
import { planOf } from './world-plan.ts';

const ORDERS: FunctionWorld = {
  name: 'orders',
  versions: '1-9',
  aliases: [{ name: 'live', version: '5' }],
};
const HOOK: FunctionWorld = { name: 'hook', versions: '1-9' };
const BOTH: RegionWorld = { functions: [ORDERS, HOOK] };

/** Returns an inventory in which `orders` was different when the plan was created. */
function was(change: (fn: InventoriedFunction) => InventoriedFunction) {
  return (inventory: PruneInventory): PruneInventory => ({
    ...inventory,
    regions: inventory.regions.map(({ region, functions }) => ({
      region,
      functions: functions.map((fn) => (fn.name === 'orders' ? change(fn) : fn)),
    })),
  });
}

function aliases(...value: readonly Alias[]) {
  return was((fn) => ({ ...fn, aliases: { kind: 'read', value } }));
}

const live = (pointsAt: string, weights: Alias['weights'] = []): Alias => ({
  name: 'live',
  pointsAt,
  weights,
});

async function appliedTo(
  world: RegionWorld,
  change?: (inventory: PruneInventory) => PruneInventory,
) {
  const setting = setUp({ accounts: [devAccount({ 'eu-west-1': world })] });
  const planId = await store(setting, planOf(setting.sandbox, { ...(change && { change }) }));
  const answer = last(await prune(setting, planId));
  expect(answer.state).toBe('finished');
  expect(unqualifiedDeletes(setting)).toEqual([]);
  // The other function is none the worse for it.
  expect(versionsOf(setting, 'hook')).toEqual([7, 8, 9]);
  return { setting, ...answer };
}

describe('between plan and deletion', () => {
  it.each<[string, (inventory: PruneInventory) => PruneInventory]>([
    ['an alias moves', aliases(live('6'))],
    ['an alias begins to weight a version', aliases({ ...live('5'), weights: [] }, live('9'))],
    ['a weight changes', aliases(live('5', [{ version: '2', weight: 0.1 }]))],
    ['an alias is made', aliases()],
  ])('%s: its function is skipped, and no other', async (_, change) => {
    const { setting, counts, skipped } = await appliedTo(BOTH, change);
    expect(versionsOf(setting, 'orders')).toHaveLength(9);
    expect(counts).toMatchObject({ deleted: 6, failed: 0, notAttempted: 0 });
    expect(skipped).toMatchObject([{ why: 'its aliases changed after planning' }]);
  });

  it('a version is published: its function is skipped', async () => {
    const { setting, skipped } = await appliedTo(
      BOTH,
      was((fn) => ({ ...fn, versions: fn.versions.filter(({ version }) => version !== '9') })),
    );
    expect(versionsOf(setting, 'orders')).toHaveLength(9);
    expect(skipped).toMatchObject([{ why: 'its versions changed after planning' }]);
  });

  it('a version is deleted by another client: its function is skipped', async () => {
    const { setting, skipped } = await appliedTo(
      BOTH,
      was((fn) => {
        const [first] = fn.versions;
        return { ...fn, versions: first ? [...fn.versions, { ...first, version: '10' }] : [] };
      }),
    );
    expect(versionsOf(setting, 'orders')).toHaveLength(9);
    expect(skipped).toMatchObject([{ why: 'its versions changed after planning' }]);
  });

  it('the function is deleted: reported, and never an error', async () => {
    const { counts, skipped } = await appliedTo({ functions: [HOOK] }, (inventory) => ({
      ...inventory,
      regions: inventory.regions.map(({ region, functions }) => ({
        region,
        functions: [...functions, ...functions.map((fn) => ({ ...fn, name: 'orders' }))],
      })),
    }));
    expect(counts).toMatchObject({ planned: 12, deleted: 6, skipped: 6, failed: 0 });
    expect(skipped).toEqual([
      { code: 'function-gone', why: 'the function no longer exists', versions: 6 },
    ]);
  });

  it('a mapping, a policy and provisioned concurrency appear: exactly those versions stay', async () => {
    const Principal = { Service: 'sns.amazonaws.com' };
    const statement = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal }] };
    const { setting, counts, skipped } = await appliedTo({
      functions: [
        {
          ...ORDERS,
          aliases: [],
          resourcePolicies: { 2: statement },
          provisionedConcurrency: { 3: 1 },
        },
        HOOK,
      ],
      eventSourceMappings: [
        { functionName: 'orders', qualifier: '1', eventSourceArn: 'arn:aws:sqs:eu-west-1:2:q' },
      ],
    });
    expect(versionsOf(setting, 'orders')).toEqual([1, 2, 3, 7, 8, 9]);
    expect(counts).toMatchObject({ deleted: 9, skipped: 3 });
    expect(skipped.map(({ why }) => why)).toEqual([
      'invoked by event source mapping arn:aws:sqs:eu-west-1:2:q',
      'has provisioned concurrency arn:aws:lambda:eu-west-1:222222222222:function:orders:3',
      'its resource policy allows invocation: a statement (sns.amazonaws.com)',
    ]);
  });
});

describe('a read that fails before a deletion keeps what it would have cleared', () => {
  const operations = [
    ['ListAliases', 'orders*', 0],
    ['ListProvisionedConcurrencyConfigs', 'orders*', 0],
    ['ListTags', 'orders*', 0],
    ['GetPolicy', 'orders*', 0],
    ['GetPolicy', 'orders', 0],
    ['GetPolicy', 'orders:2', 5],
  ] as const;

  it.each(operations)('%s of %s', async (operation, resource, deleted) => {
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': { functions: [{ ...ORDERS, aliases: [] }, HOOK] } })],
      faults: [
        {
          match: {
            operation,
            resource: `*:function:${resource}`,
          },
          times: 'always',
          effect: { kind: 'access denied' },
        },
      ],
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer.counts).toMatchObject({ deleted: 6 + deleted, skipped: 6 - deleted });
    expect(answer.skipped[0]).toMatchObject({ code: 'kept-now', keptFor: 'not-checked' });
    expect(answer.skipped[0]?.why).toContain('could not check');
    expect(versionsOf(setting, 'orders')).toHaveLength(9 - deleted);
  });

  it.each(['ListFunctions', 'ListEventSourceMappings'])('%s of the Region', async (operation) => {
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': BOTH })],
      faults: [{ match: { operation }, times: 'always', effect: { kind: 'access denied' } }],
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer.counts).toMatchObject({ deleted: 0, skipped: 10 });
    expect(setting.sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(0);
  });

  it('repeats a failed read of the Region for the next function', async () => {
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': BOTH })],
      faults: [
        {
          match: { operation: 'ListEventSourceMappings' },
          times: 3,
          effect: { kind: 'server error' },
        },
      ],
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer.counts).toMatchObject({ deleted: 4, skipped: 6 });
  });
});
