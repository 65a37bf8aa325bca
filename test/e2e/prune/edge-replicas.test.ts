import { describe, expect, it } from 'vitest';

import type { FunctionWorld } from '../../sandbox/world.ts';
import {
  existingVersions,
  lastOf,
  OLD,
  pruningWith,
  reasonsFor,
  storedPlan,
  versionsOf,
} from './harness.ts';
import { arnOf, shop } from './rows.ts';
import { devAccount } from './run-prune.ts';

const GOES = ['pay:1', 'pay:2', 'pay:3', 'ship:1', 'ship:2'];

const SIX = { versions: '1-6', ...OLD } as const;
const masterArn = arnOf('edge:1', 'us-east-1');

/** Replicas in another Region, in the forms in which AWS may list them; AWS does not document which it uses. */
const WAYS: readonly (readonly [string, boolean, FunctionWorld])[] = [
  ['with their master, under their own name', true, { name: 'us-east-1.edge', masterArn, ...SIX }],
  ['with their master, under the name of the master', true, { name: 'edge', masterArn, ...SIX }],
  ['by their name alone', true, { name: 'us-east-1.edge', ...SIX }],
  ['only by MasterRegion', false, { name: 'us-east-1.edge', masterArn, ...SIX }],
];

describe('edge replicas in a Region that is pruned', () => {
  it.each(WAYS)(
    'listed %s: no replica is deleted, and all other candidates are',
    async (_, isListed, replica) => {
      const listing = { hidesReplicas: !isListed };
      const pruning = pruningWith({
        accounts: [devAccount(shop({}, { functions: [replica], listing }))],
      });
      const { plan, planId } = await storedPlan(pruning);
      expect(plan.failedChecks).toEqual([]);
      expect([...versionsOf(plan, 'delete')]).toEqual(GOES);
      const reasons = isListed ? reasonsFor(plan, `${replica.name}:1`) : [];
      expect(reasons).toEqual(isListed ? [{ code: 'edge-replica' }] : []);
      const last = lastOf(await pruning.pruneAll(planId, 'dev'));
      expect(last).toMatchObject({ counts: { deleted: GOES.length, skipped: 0, failed: 0 } });
      const left = [...existingVersions(pruning.sandbox)].filter((key) =>
        key.startsWith(replica.name),
      );
      expect(left).toHaveLength(6);
    },
  );
});

describe('a version that still has replicas at the edge', () => {
  const edgeShop = () =>
    pruningWith({
      regions: ['us-east-1'],
      accounts: [
        devAccount({}, { regions: { 'us-east-1': shop({ replicatedVersions: ['1', '2'] }) } }),
      ],
    });

  it('is refused by AWS, even without a distribution, and the other versions are deleted', async () => {
    const pruning = edgeShop();
    const { plan, planId } = await storedPlan(pruning);
    expect([...versionsOf(plan, 'delete')]).toEqual(GOES);
    expect(lastOf(await pruning.pruneAll(planId, 'dev'))).toMatchObject({
      state: 'finished',
      counts: { planned: 5, deleted: 3, skipped: 2, failed: 0, notAttempted: 0 },
      skipped: [{ code: 'refused', versions: 2 }],
    });
    const left = existingVersions(pruning.sandbox, 'us-east-1');
    expect(GOES.filter((key) => left.has(key))).toEqual(['pay:1', 'pay:2']);
  });

  it('is kept while any distribution uses it, even if no Region lists replicas', async () => {
    const pruning = pruningWith({
      regions: ['us-east-1'],
      accounts: [
        devAccount(
          {},
          {
            regions: { 'us-east-1': shop({}, { listing: { hidesReplicas: true } }) },
            distributions: [{ id: 'E1', functions: [{ arn: arnOf('pay:1', 'us-east-1') }] }],
          },
        ),
      ],
    });
    const { plan } = await storedPlan(pruning);
    expect(reasonsFor(plan, 'pay:1')).toMatchObject([
      { code: 'in-use', check: 'edge-associations' },
    ]);
  });
});
