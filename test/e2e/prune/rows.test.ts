import { describe, expect, it } from 'vitest';

import { sized } from '../../size.ts';
import {
  deletedArns,
  existingVersions,
  lastOf,
  pruningWith,
  reasonsFor,
  storedPlan,
  versionsOf,
} from './harness.ts';
import type { Setting, StoredPlan } from './harness.ts';
import type { Row } from './rows.ts';
import { ROWS, shop } from './rows.ts';
import { devAccount } from './run-prune.ts';
import { keepText } from '../../../src/prune/plan/text/reason-text.ts';
import { repetitiveSentences } from '../../prune/plan/repeated-words.ts';

const DELETES_ONE_VERSION = /:function:[\w-]+:[1-9]\d*$/;

/** Most rows extend the same world, which is planned only once. */
const plans = new Map<string, Promise<StoredPlan>>();

function planOf(setting: Setting): Promise<StoredPlan> {
  const key = JSON.stringify(setting);
  const made = plans.get(key) ?? storedPlan(pruningWith(setting));
  plans.set(key, made);
  return made;
}

describe('each row of the specification', () => {
  it.each(ROWS.map((row): [string, Row] => [row.name, row]))(
    '%s: keeps exactly one version, which is deleted without it',
    async (row, { withRow, withoutRow, kept, reason, event }) => {
      const { plan: without } = await planOf(withoutRow);
      expect(versionsOf(without, 'delete')).toContain(kept);

      const pruning = pruningWith(withRow);
      const before = existingVersions(pruning.sandbox, withRow.regions?.[0]);
      const { plan, planId } = await storedPlan(pruning, event);
      const keeps = versionsOf(plan, 'keep');
      expect(keeps).toContain(kept);
      // The row is the only reason to keep the version.
      const reasons = reasonsFor(plan, kept);
      expect(reasons).toHaveLength(1);
      expect(reasons[0]).toMatchObject(reason);
      // The reasons, as one sentence, repeat no words.
      expect(repetitiveSentences(reasons.map((reason) => keepText(reason)))).toEqual([]);
      const ofPay = [...keeps].filter((key) => key.startsWith('pay:'));
      expect(ofPay.filter((key) => versionsOf(without, 'delete').has(key))).toEqual([kept]);
      expect(plan.failedChecks).toEqual([]);

      // The reason to keep the version is read again before each deletion. Quick runs check every second row.
      if (ROWS.findIndex(({ name }) => name === row) % sized(3, 1) !== 0) return;
      const last = lastOf(await pruning.pruneAll(planId, 'dev'));
      const goes = versionsOf(plan, 'delete');
      expect(last).toMatchObject({
        state: 'finished',
        counts: { planned: goes.size, deleted: goes.size, skipped: 0, failed: 0 },
      });
      const after = existingVersions(pruning.sandbox, withRow.regions?.[0]);
      expect(after).toContain(kept);
      expect(after).toEqual(new Set([...before].filter((key) => !goes.has(key))));
    },
  );

  it('0 no candidate: a version that is not a number is in no plan and in no deletion', async () => {
    const pruning = pruningWith({
      accounts: [devAccount(shop({ hasLatestPublished: true }))],
    });
    const { plan, planId } = await storedPlan(pruning);
    const numbers = plan.functions.flatMap((fn) => fn.versions.map(({ version }) => version));
    expect(numbers.filter((version) => !/^[1-9]\d*$/.test(version))).toEqual([]);
    await pruning.pruneAll(planId, 'dev');
    expect(deletedArns(pruning.sandbox)).toHaveLength(versionsOf(plan, 'delete').size);
    expect(deletedArns(pruning.sandbox).filter((arn) => !DELETES_ONE_VERSION.test(arn))).toEqual(
      [],
    );
  });
});
