import { describe, expect, it } from 'vitest';

import type { RegionChange } from '../../sandbox/change.ts';
import type { FunctionWorld } from '../../sandbox/world.ts';
import { sized } from '../../size.ts';
import { existingVersions, lastOf, OLD, pruningWith, storedPlan, versionsOf } from './harness.ts';
import type { Pruning } from './run-prune.ts';
import { DEV, devAccount } from './run-prune.ts';

/**
 * The number of versions of `pay`, one that is among the last to be deleted, and a time in milliseconds after the
 * start of the first invocation, shortly before that.
 */
const { newest, nearTheEnd, nearTheEndMs } = sized(
  { newest: 120, nearTheEnd: '105', nearTheEndMs: 7_000 },
  { newest: 320, nearTheEnd: '285', nearTheEndMs: 22_000 },
);
const PAY = functionOf(newest);
const FIRST_CHANGE_MS = sized(4_000, 10_000);
const BETWEEN_SLICES_MS = 52_000;
const MOST_IN_CHUNK = 50;

function functionOf(versions: number): FunctionWorld {
  const aliases = [{ name: 'live', version: String(versions) }];
  return { name: 'pay', versions: `1-${versions}`, ...OLD, aliases };
}

const policy = (version: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'topic',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:eu-west-1:${DEV}:function:pay:${version}`,
    },
  ],
});

interface Event {
  readonly what: string;
  /** Makes something use `version` of `pay`, whose alias `live` is at the version `live`. */
  readonly happens: (change: RegionChange, version: string, live: string) => void;
  /** Whether only that version is kept, or all remaining versions of the function. */
  readonly keeps: 'version' | 'function';
  readonly code: RegExp;
}

const EVENTS: readonly Event[] = [
  {
    what: 'an alias weights it, which AWS would not refuse to delete',
    happens: (change, version, live) => change.moveAlias('pay', 'live', live, { [version]: 0.5 }),
    keeps: 'function',
    code: /alias/,
  },
  {
    what: 'an alias moves to the version above, so that it is the rollback target',
    happens: (change, version) => change.moveAlias('pay', 'live', String(Number(version) + 1)),
    keeps: 'function',
    code: /alias/,
  },
  {
    what: 'an alias is made for it',
    happens: (change, version) => change.moveAlias('pay', 'next', version),
    keeps: 'function',
    code: /alias/,
  },
  {
    what: 'it gets provisioned concurrency',
    happens: (change, version) =>
      change.updateFunction('pay', () => ({ provisionedConcurrency: { [version]: 1 } })),
    keeps: 'version',
    code: /provisioned/,
  },
  {
    what: 'it gets a resource policy',
    happens: (change, version) =>
      change.updateFunction('pay', () => ({ resourcePolicies: { [version]: policy(version) } })),
    keeps: 'version',
    code: /policy/,
  },
  {
    what: 'the function is tagged limits-watchdog:keep',
    happens: (change) =>
      change.updateFunction('pay', () => ({ tags: { 'limits-watchdog:keep': 'ticket-123' } })),
    keeps: 'function',
    code: /limits-watchdog:keep/,
  },
];

/**
 * Applies a plan while `happens` changes the account, `afterMs` milliseconds after the start of the first
 * invocation.
 */
async function during(afterMs: number, happens: (change: RegionChange) => void) {
  const pruning = pruningWith({ accounts: [devAccount({ functions: [PAY] })] });
  const { sandbox } = pruning;
  const { planId, plan } = await storedPlan(pruning);
  let before: ReadonlySet<string> = new Set();
  const meanwhile = sandbox.clock.sleep(afterMs).then(() => {
    before = existingVersions(sandbox);
    happens(sandbox.change({ account: DEV, region: 'eu-west-1' }));
  });
  const [answers] = await Promise.all([pruning.pruneAll(planId, 'dev'), meanwhile]);
  const goes = versionsOf(plan, 'delete');
  return { sandbox, before, after: existingVersions(sandbox), goes, last: lastOf(answers) };
}

describe('a use of a version that begins while its own function is being deleted', () => {
  const cases = EVENTS.flatMap((event, at) => {
    const moments = [
      {
        ...event,
        version: sized('85', '250'),
        when: 'in the first slice',
        afterMs: FIRST_CHANGE_MS,
      },
      { ...event, version: nearTheEnd, when: 'near the end', afterMs: nearTheEndMs },
    ];
    return sized([moments[at % 2] ?? []].flat(), moments);
  });
  it.each(cases)('$what ($when)', async ({ happens, keeps, code, version, afterMs }) => {
    const { before, after, goes, last } = await during(afterMs, (change) =>
      happens(change, version, String(newest)),
    );
    expect(goes.has(`pay:${version}`)).toBe(true);
    expect(before.has(`pay:${version}`)).toBe(true);
    expect(after.has(`pay:${version}`)).toBe(true);
    expect(last).toMatchObject({
      state: 'finished',
      counts: { planned: goes.size, failed: 0, notAttempted: 0 },
      skipped: [{ why: expect.stringMatching(code) }],
    });
    const deletedLater = [...before].filter((key) => !after.has(key));
    // When the whole function is kept, at most the batch that was read before the change is still deleted.
    const most = keeps === 'function' ? MOST_IN_CHUNK : goes.size;
    expect(deletedLater.length).toBeLessThanOrEqual(most);
    const left = [...goes].filter((key) => after.has(key));
    expect(keeps === 'function' ? [`pay:${version}`] : left).toEqual([`pay:${version}`]);
  });

  it('a mapping, read every ten seconds in a Region with few mappings', async () => {
    const { after, last } = await during(FIRST_CHANGE_MS, (change) =>
      change.update(() => ({
        eventSourceMappings: [
          {
            functionName: 'pay',
            qualifier: nearTheEnd,
            eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
          },
        ],
      })),
    );
    expect(last.state).toBe('finished');
    expect(after.has(`pay:${nearTheEnd}`)).toBe(true);
  });

  it('an alias that moved away for a moment keeps the remaining versions of its function', async () => {
    const pruning = pruningWith({ accounts: [devAccount({ functions: [PAY] })] });
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const change = sandbox.change({ account: DEV, region: 'eu-west-1' });
    const meanwhile = sandbox.clock
      .sleep(FIRST_CHANGE_MS)
      .then(() => change.moveAlias('pay', 'live', nearTheEnd))
      .then(() => sandbox.clock.sleep(12_000))
      .then(() => change.moveAlias('pay', 'live', String(newest)));
    const [answers] = await Promise.all([pruning.pruneAll(planId, 'dev'), meanwhile]);
    expect(existingVersions(sandbox).has(`pay:${nearTheEnd}`)).toBe(true);
    expect(lastOf(answers)).toMatchObject({ skipped: [{ why: expect.stringMatching(/alias/) }] });
    expect(sandbox.calls.count({ operation: 'DeleteFunction', status: 409 })).toBe(0);
  });
});

describe('a second invocation for a function', () => {
  /** Versions and milliseconds for each deletion, too many for one invocation. */
  const { versions, version, eachMs } = sized(
    { versions: 80, version: '65', eachMs: 9_000 },
    { versions: 703, version: '600', eachMs: 0 },
  );
  it.each(EVENTS.filter((_, at) => at % sized(10, 1) === 0))(
    '$what',
    async ({ happens, keeps }) => {
      const pruning = pruningWith({
        accounts: [devAccount({ functions: [functionOf(versions)] })],
      });
      const { sandbox } = pruning;
      const { planId, plan } = await storedPlan(pruning);
      const restore = sandbox.faults.add({
        match: { operation: 'DeleteFunction' },
        times: 'always',
        effect: { kind: 'delay', ms: eachMs },
      });
      expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('goes-on');
      restore();
      await sandbox.clock.sleep(BETWEEN_SLICES_MS);
      happens(sandbox.change({ account: DEV, region: 'eu-west-1' }), version, String(versions));
      const before = existingVersions(sandbox);
      const last = lastOf(await pruning.pruneAll(planId, 'dev'));
      const goes = [...versionsOf(plan, 'delete')];
      expect(last.state).toBe('finished');
      const stays =
        keeps === 'version' ? [`pay:${version}`] : goes.filter((key) => before.has(key));
      expect(goes.filter((key) => existingVersions(sandbox).has(key))).toEqual(stays);
    },
  );
});

describe('deletions that AWS answers slowly', () => {
  it('begin at most 20 seconds after the read of their function, and 60 after the read of mappings', async () => {
    const pruning = pruningWith({ accounts: [devAccount({ functions: [PAY] })] });
    const { sandbox } = pruning;
    const { planId, plan } = await storedPlan(pruning);
    sandbox.faults.add({
      match: { operation: 'DeleteFunction' },
      times: 'always',
      effect: { kind: 'delay', ms: 9_000 },
    });
    sandbox.calls.clear();
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    const most = { ListAliases: 20_000, ListTags: 20_000, ListEventSourceMappings: 60_000 };
    const readAt = new Map<string, number>();
    // Requests within one second wait for their turn.
    const turnMs = 1_000;
    for (const { operation, time } of sandbox.calls.list({ service: 'lambda' })) {
      readAt.set(operation, time);
      if (operation !== 'DeleteFunction') continue;
      for (const [read, ms] of Object.entries(most)) {
        expect([read, time - (readAt.get(read) ?? 0) <= ms + turnMs]).toEqual([read, true]);
      }
    }
    const planned = plan.totals.delete.versions;
    expect(last).toMatchObject({ state: 'finished', counts: { planned, deleted: planned } });
  });
});

describe('the call log of a function with more than one batch', () => {
  it('has reads of its aliases, concurrency and tags before at most every 50 deletions', async () => {
    const pruning: Pruning = pruningWith({ accounts: [devAccount({ functions: [PAY] })] });
    const { planId } = await storedPlan(pruning);
    pruning.sandbox.calls.clear();
    await pruning.pruneAll(planId, 'dev');
    const reads = ['ListAliases', 'ListProvisionedConcurrencyConfigs', 'ListTags'];
    const deletionsSince = new Map<string, number>();
    for (const { operation } of pruning.sandbox.calls.list({ service: 'lambda' })) {
      if (reads.includes(operation)) deletionsSince.set(operation, 0);
      if (operation !== 'DeleteFunction') continue;
      for (const read of reads) {
        const since = (deletionsSince.get(read) ?? MOST_IN_CHUNK) + 1;
        expect([read, since <= MOST_IN_CHUNK]).toEqual([read, true]);
        deletionsSince.set(read, since);
      }
    }
    expect([...deletionsSince.keys()].toSorted()).toEqual(reads);
  });
});
