import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { planActions } from '../../../src/prune/evidence/callers.ts';
import { SEED, WIRE_WORLDS } from '../../prune/plan/runs.ts';
import {
  deletedArns,
  existingVersions,
  lastOf,
  pruningWith,
  storedPlan,
  versionsOf,
} from './harness.ts';
import { devAccount } from './run-prune.ts';
import { usedWorlds } from './worlds.ts';

/** The time limit of one property test, in milliseconds. */
const TIME_MS = 30_000 + 3_000 * WIRE_WORLDS;

const DELETES_ONE_VERSION = /:function:[\w-]+:[1-9]\d*$/;

/**
 * No fault, or one read that is always denied. Reads that most worlds need are listed twice, so they are chosen
 * more often.
 */
const deniedReads = fc.option(
  fc.constantFrom(
    ...planActions().filter((action) => /^(lambda|states|scheduler|cloudwatch):/.test(action)),
  ),
  { freq: 3 },
);

describe(`laws of planning and pruning over the wire, ${WIRE_WORLDS} worlds each`, () => {
  beforeAll(() => {
    process.stdout.write(
      `2 laws over the wire over ${WIRE_WORLDS} worlds each, LAWS_SEED=${SEED}\n`,
    );
  });

  it(
    'versions that any row keeps are never deleted, all others are, counts add up, and a second run deletes nothing',
    async () => {
      await fc.assert(
        fc.asyncProperty(usedWorlds, async ({ region, keepNewest, versions, kept }) => {
          const pruning = pruningWith({
            accounts: [devAccount(region)],
            prune: { keepFewer: true },
          });
          const { sandbox } = pruning;
          const event = { account: 'dev', keep: keepNewest };
          const { plan, planId } = await storedPlan(pruning, event);
          const free = versions.filter((key) => !kept.has(key));
          expect([...versionsOf(plan, 'delete')].toSorted()).toEqual(free.toSorted());
          expect(versionsOf(plan, 'keep')).toEqual(kept);

          const last = lastOf(await pruning.pruneAll(planId, 'dev'));
          expect(existingVersions(sandbox)).toEqual(kept);
          const counts = { planned: free.length, deleted: free.length, skipped: 0, failed: 0 };
          expect(last).toMatchObject({ counts: { ...counts, notAttempted: 0 } });
          expect(deletedArns(sandbox)).toHaveLength(free.length);
          expect(deletedArns(sandbox).every((arn) => DELETES_ONE_VERSION.test(arn))).toBe(true);

          const again = await storedPlan(pruning, event);
          expect(versionsOf(again.plan, 'delete').size).toBe(0);
          await pruning.pruneAll(again.planId, 'dev');
          await pruning.pruneAll(planId, 'dev');
          expect(existingVersions(sandbox)).toEqual(kept);
          expect(deletedArns(sandbox)).toHaveLength(free.length);
        }),
        { numRuns: WIRE_WORLDS, seed: SEED },
      );
    },
    TIME_MS,
  );

  it(
    'with a denied read during planning and applying, versions that any row keeps are not deleted either',
    async () => {
      await fc.assert(
        fc.asyncProperty(usedWorlds, deniedReads, fc.boolean(), async (world, denied, isLate) => {
          const { region, keepNewest, versions, kept } = world;
          const pruning = pruningWith({
            accounts: [devAccount(region)],
            prune: { keepFewer: true },
          });
          const { sandbox } = pruning;
          const [service = '', operation = ''] = (denied ?? '').split(':');
          const match = { service: service === 'cloudwatch' ? 'monitoring' : service, operation };
          const deny = () =>
            sandbox.faults.add({ match, times: 'always', effect: { kind: 'access denied' } });
          if (denied !== null && !isLate) deny();
          const { plan, planId } = await storedPlan(pruning, { account: 'dev', keep: keepNewest });
          if (denied !== null && isLate) deny();
          const goes = versionsOf(plan, 'delete');
          expect([...goes].filter((key) => kept.has(key))).toEqual([]);
          const last = lastOf(await pruning.pruneAll(planId, 'dev'));
          const now = existingVersions(sandbox);
          expect([...kept].filter((key) => !now.has(key))).toEqual([]);
          expect(versions.filter((key) => !now.has(key) && !goes.has(key))).toEqual([]);
          const { counts } = 'counts' in last ? last : { counts: undefined };
          const gone = versions.filter((key) => !now.has(key)).length;
          expect(counts?.deleted).toBe(gone);
          expect(counts?.planned).toBe(goes.size);
          const { skipped = 0, failed = 0, notAttempted = 0 } = counts ?? {};
          expect(gone + skipped + failed + notAttempted).toBe(goes.size);
        }),
        { numRuns: WIRE_WORLDS, seed: SEED },
      );
    },
    TIME_MS,
  );
});
