import { describe, expect, it } from 'vitest';

import type { RegionChange } from '../../sandbox/change.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import {
  existingVersions,
  handlersOver,
  lastOf,
  OLD,
  orderKey,
  planKey,
  pruningWith,
  storedPlan,
  storedText,
  versionsOf,
} from './harness.ts';
import { arnOf, shop } from './rows.ts';
import type { Pruning } from './run-prune.ts';
import { DEV, devAccount, PROD, STATE_BUCKET } from './run-prune.ts';

const HOUR_MS = 3_600_000;

const ALIASED = { aliases: [{ name: 'live', version: '6' }] } as const;
/** The versions of `pay` that a plan deletes when `live` is at 6 of 1 to 6. */
const OF_PAY = ['pay:1', 'pay:2', 'pay:3'];
const OF_SHIP = ['ship:1', 'ship:2'];

interface ChangeAfterPlan {
  readonly what: string;
  readonly happens: (change: RegionChange) => void;
  /** The text of the answer that gives the reason for skipping versions. */
  readonly why: RegExp;
  readonly skipped: readonly string[];
}

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'topic',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arnOf('pay:1'),
    },
  ],
};

const CHANGES: readonly ChangeAfterPlan[] = [
  {
    what: 'an alias moves',
    happens: (change) => change.moveAlias('pay', 'live', '5'),
    why: /alias/,
    skipped: OF_PAY,
  },
  {
    what: 'an alias comes to weight an old version, which AWS would delete',
    happens: (change) => change.moveAlias('pay', 'live', '6', { '1': 0.1 }),
    why: /alias/,
    skipped: OF_PAY,
  },
  {
    what: 'an alias is made',
    happens: (change) => change.moveAlias('ship', 'new', '5'),
    why: /alias/,
    skipped: OF_SHIP,
  },
  {
    what: 'a function is deleted',
    happens: (change) => change.deleteFunction('pay'),
    why: /gone|exist/,
    skipped: OF_PAY,
  },
  {
    what: 'a function is deleted and made again',
    happens: (change) => {
      change.deleteFunction('pay');
      change.createFunction({ name: 'pay', versions: '7-12', ...OLD });
    },
    why: /version|alias/,
    skipped: OF_PAY,
  },
  {
    what: 'a version is published',
    happens: (change) => void change.publishVersion('pay'),
    why: /version/,
    skipped: OF_PAY,
  },
  {
    what: 'somebody else deletes a version',
    happens: (change) => change.deleteVersion('pay', 2),
    why: /version/,
    skipped: OF_PAY,
  },
  {
    what: 'a mapping appears',
    happens: (change) =>
      change.update(() => ({
        eventSourceMappings: [
          {
            functionName: 'pay',
            qualifier: '1',
            eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
          },
        ],
      })),
    why: /jobs/,
    skipped: ['pay:1'],
  },
  {
    what: 'provisioned concurrency appears',
    happens: (change) =>
      change.updateFunction('pay', () => ({ provisionedConcurrency: { '1': 1 } })),
    why: /provisioned concurrency/,
    skipped: ['pay:1'],
  },
  {
    what: 'a trigger appears',
    happens: (change) =>
      change.updateFunction('pay', () => ({ resourcePolicies: { '1': POLICY } })),
    why: /policy/,
    skipped: ['pay:1'],
  },
  {
    what: 'the policy of the function comes to name a version',
    happens: (change) => change.updateFunction('pay', () => ({ resourcePolicies: { '': POLICY } })),
    why: /own policy/,
    skipped: ['pay:1'],
  },
];

describe('a change between a plan and its deletions', () => {
  it.each(CHANGES)(
    '$what: exactly the versions concerned are kept',
    async ({ happens, why, skipped }) => {
      const pruning = pruningWith({ accounts: [devAccount(shop(ALIASED))] });
      const { plan, planId } = await storedPlan(pruning);
      expect([...versionsOf(plan, 'delete')]).toEqual([...OF_PAY, ...OF_SHIP]);
      happens(pruning.sandbox.change({ account: DEV, region: 'eu-west-1' }));
      const before = existingVersions(pruning.sandbox);
      const last = lastOf(await pruning.pruneAll(planId, 'dev'));
      const deleted = [...OF_PAY, ...OF_SHIP].filter((key) => !skipped.includes(key));
      expect(last).toMatchObject({
        state: 'finished',
        counts: {
          planned: 5,
          deleted: deleted.length,
          skipped: skipped.length,
          failed: 0,
          notAttempted: 0,
        },
        skipped: [{ why: expect.stringMatching(why), versions: skipped.length }],
      });
      expect(existingVersions(pruning.sandbox)).toEqual(
        new Set([...before].filter((key) => !deleted.includes(key))),
      );
    },
  );

  it('a weight that appears while other functions are pruned keeps all versions of its function', async () => {
    const functions = Array.from({ length: 8 }, (_, at) => ({
      name: `service-${at}`,
      versions: '1-23',
      codeSize: 9_000_000 - at * 1_000_000,
      ...OLD,
      aliases: [{ name: 'live', version: '23' }],
    }));
    const pruning = pruningWith({ accounts: [devAccount({ functions })] });
    const { sandbox } = pruning;
    const { planId, plan } = await storedPlan(pruning);
    const goes = versionsOf(plan, 'delete');
    const change = sandbox.change({ account: DEV, region: 'eu-west-1' });
    const meanwhile = sandbox.clock.sleep(8_000).then(() => {
      expect(existingVersions(sandbox)).not.toContain('service-0:1');
      change.moveAlias('service-7', 'live', '23', { '1': 0.5 });
    });
    const [answers] = await Promise.all([pruning.pruneAll(planId, 'dev'), meanwhile]);
    const last = lastOf(answers);
    expect(last).toMatchObject({
      state: 'finished',
      counts: { planned: goes.size, deleted: goes.size - 20, skipped: 20, failed: 0 },
    });
    expect([...goes].filter((key) => existingVersions(sandbox).has(key))).toEqual(
      [...goes].filter((key) => key.startsWith('service-7:')),
    );
  });
});

function refusalsOf(answer: Awaited<ReturnType<Pruning['prune']>>): readonly string[] {
  return 'refusals' in answer ? answer.refusals.map(({ code }) => code) : [];
}

function overwrite(sandbox: Sandbox, key: string, body: string): void {
  const bucket = sandbox.organisation.findBucket(STATE_BUCKET);
  bucket?.put({
    key,
    body: Buffer.from(body),
    now: sandbox.clock.now(),
    contentType: 'application/json',
    metadata: {},
  });
}

function deletions({ calls }: Sandbox): number {
  return calls.count({ operation: 'DeleteFunction' });
}

describe('a plan that may no longer be applied', () => {
  it('is refused an hour after it was made, and not before', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop())] });
    const { sandbox } = pruning;
    const { plan, planId } = await storedPlan(pruning);
    await sandbox.clock.sleep(plan.madeAt + HOUR_MS + 1_000 - sandbox.clock.now());
    const late = await pruning.prune({ planId, confirm: 'dev' });
    expect(refusalsOf(late)).toEqual(['plan-too-old-to-begin']);
    expect(deletions(sandbox)).toBe(0);

    const second = await storedPlan(pruning);
    await sandbox.clock.sleep(second.plan.madeAt + HOUR_MS - 5_000 - sandbox.clock.now());
    expect(lastOf(await pruning.pruneAll(second.planId, 'dev'))).toMatchObject({
      state: 'finished',
      counts: { deleted: 5 },
    });
  });

  const CHANGES: readonly (readonly [string, (plan: string) => string])[] = [
    ['a verdict', (text) => text.replace('"verdict":"keep"', '"verdict":"delete"')],
    ['a version', (text) => text.replace('"version":"6"', '"version":"7"')],
    ['the date', (text) => text.replace(/"madeAt":"2026-11-22T06/, '"madeAt":"2026-11-22T07')],
    ['the account', (text) => text.replaceAll(DEV, PROD)],
    ['a size', (text) => text.replace('"packageBytes":1', '"packageBytes":2')],
    ['a space behind it', (text) => `${text} `],
    ['its end', (text) => text.slice(0, -1)],
    ['everything', () => ''],
  ];
  it.each(CHANGES)('is refused completely when %s of it was changed', async (_, change) => {
    const pruning = pruningWith({ accounts: [devAccount(shop())] });
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const stored = storedText(sandbox, planKey(planId));
    overwrite(sandbox, planKey(planId), change(stored));
    expect(storedText(sandbox, planKey(planId))).not.toBe(stored);
    const answer = await pruning.prune({ planId, confirm: 'dev' });
    expect(answer.state).toBe('refused');
    expect(refusalsOf(answer)).toContain('plan-tampered');
    expect(deletions(sandbox)).toBe(0);
  });

  it('is refused when one byte anywhere in it or in its order was changed', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop())] });
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning, { account: 'dev', until: '60%' });
    for (const key of [planKey(planId), orderKey(planId)]) {
      const stored = storedText(sandbox, key);
      const step = Math.max(1, Math.floor(stored.length / 40));
      for (let at = 0; at < stored.length; at += step) {
        const other = stored[at] === '1' ? '2' : '1';
        overwrite(sandbox, key, `${stored.slice(0, at)}${other}${stored.slice(at + 1)}`);
        const answer = await pruning.prune({ planId, confirm: 'dev' });
        expect([at, answer.state]).toEqual([at, 'refused']);
        expect(refusalsOf(answer)).toContain('plan-tampered');
      }
      overwrite(sandbox, key, stored);
    }
    expect(deletions(sandbox)).toBe(0);
    // The plan function assumes both: once for the evidence, once for the code storage.
    expect(sandbox.calls.count({ operation: 'AssumeRole' })).toBe(2);
  });

  it('is refused under the name of another account, and without a name', async () => {
    const test = devAccount({}, { id: '333333333333', name: 'test' });
    const pruning = pruningWith({ accounts: [devAccount(shop()), test] });
    const { planId } = await storedPlan(pruning);
    expect(refusalsOf(await pruning.prune({ planId, confirm: 'test' }))).toEqual([
      'confirmation-differs',
    ]);
    expect(refusalsOf(await pruning.prune({ planId }))).toEqual(['not-confirmed']);
    const other = handlersOver(pruning.sandbox, { accounts: [test] });
    expect(refusalsOf(await other.prune({ planId, confirm: 'dev' }))).toContain('account-unknown');
    expect(deletions(pruning.sandbox)).toBe(0);
  });
});
