import { describe, expect, it } from 'vitest';

import { killedAfter } from '../../prune/apply/killed.ts';
import { grantsOfTemplate } from '../../sandbox/iam/granted.ts';
import type { RegionChange } from '../../sandbox/change.ts';
import type { RegionWorld } from '../../sandbox/world.ts';
import { sized } from '../../size.ts';
import type { Setting } from './harness.ts';
import { existingVersions, handlersOver, lastOf, pruningWith, storedPlan } from './harness.ts';
import {
  ASKED,
  attaching,
  layered,
  layeredAccount,
  MIB,
  OLD_LAYERS,
  PAY,
  TOOLS,
} from './layered.ts';
import type { Pruning } from './run-prune.ts';
import { DEV, EXTERNAL_ID, TOOLING } from './run-prune.ts';
import { expectDenied } from '../../sandbox/expected.ts';

const FONTS = { ...TOOLS, name: 'fonts', versions: '1-5' };
const REGION: RegionWorld = { functions: [PAY], layers: [TOOLS, FONTS] };

function layersLeft({ sandbox }: Pruning): Readonly<Record<string, readonly number[]>> {
  const { layers } = sandbox.organisation.account(DEV).lambda('eu-west-1');
  return Object.fromEntries([...layers].map(([name, { versions }]) => [name, versions]));
}

/** Creates a plan, changes the account, and applies the plan to its end. */
async function applied(
  setting: Setting,
  meanwhile: (other: RegionChange) => void = () => undefined,
) {
  const pruning = pruningWith(setting);
  const { planId } = await storedPlan(pruning, ASKED);
  // A pause for a person to read the plan; without it both functions together exceed the rate limit.
  await pruning.sandbox.clock.sleep(5_000);
  meanwhile(pruning.sandbox.change({ account: DEV, region: 'eu-west-1' }));
  const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
  if (!('counts' in answer)) throw new Error(JSON.stringify(answer));
  const { planned, deleted, skipped, failed, notAttempted } = answer.counts;
  expect(deleted + skipped + failed + notAttempted).toBe(planned);
  expect(pruning.sandbox.calls.count({ status: 429 })).toBe(0);
  return { pruning, answer, left: layersLeft(pruning) };
}

describe('deleting layer versions', () => {
  it('deletes the planned ones after the versions of functions, and counts them separately', async () => {
    const { pruning, answer, left } = await applied(layered(REGION));
    expect(left).toEqual({ tools: [7, 6, 5], fonts: [5, 4, 3] });
    expect(existingVersions(pruning.sandbox).size).toBe(3);
    expect(answer).toMatchObject({
      state: 'finished',
      counts: { planned: 9, deleted: 9 },
      layers: { counts: { planned: 6, deleted: 6 }, packageBytesDeleted: 6 * MIB },
    });
    expect(answer.text).toContain(
      'of these, layer versions: 6 planned: 6 deleted, 0 skipped, 0 failed, 0 not attempted',
    );
    const deletions = pruning.sandbox.calls
      .list()
      .map(({ operation }) => operation)
      .filter((operation) => operation.startsWith('Delete'));
    expect(deletions).toEqual([
      ...Array.from({ length: 3 }, () => 'DeleteFunction'),
      ...Array.from({ length: 6 }, () => 'DeleteLayerVersion'),
    ]);
    expect(pruning.sandbox.calls.list({ status: 403 })).toEqual([]);
    const [mail] = pruning.sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.body).toContain('9 of 9 old Lambda versions and layer versions deleted');
  });

  it('deletes layers alone, in a Region without a function', async () => {
    const { left, answer } = await applied(layered({ layers: [TOOLS] }));
    expect(left).toEqual({ tools: [7, 6, 5] });
    expect(answer).toMatchObject({ counts: { planned: 4, deleted: 4 } });
  });

  it('checks a deleted version once more, whatever AWS answers', async () => {
    for (const missingLayerVersion of [404, 204] as const) {
      const setting = layered({ layers: [TOOLS] }, { world: { missingLayerVersion } });
      const pruning = pruningWith(setting);
      const { planId } = await storedPlan(pruning, ASKED);
      pruning.sandbox.faults.add({
        match: { service: 'lambda', operation: 'DeleteLayerVersion' },
        times: 1,
        effect: { kind: 'reset', isCarriedOut: true },
      });
      const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
      expect(answer).toMatchObject({ state: 'finished', counts: { deleted: 4, skipped: 0 } });
    }
  });

  it('stops when the target is reached, as measured in the account', async () => {
    const used = { limitBytes: 100 * MIB };
    const functions = [{ ...PAY, codeSize: 10 * MIB }];
    const region = { functions, layers: [TOOLS], codeStorage: used };
    const pruning = pruningWith(layered(region));
    const { planId } = await storedPlan(pruning, { ...ASKED, until: '99%' });
    const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(answer).toMatchObject({ regions: [{ targetReached: true }], counts: { deleted: 0 } });
    expect(layersLeft(pruning)).toEqual({ tools: [7, 6, 5, 4, 3, 2, 1] });
  });

  it('reads hundreds of versions in batches, within the rate', async () => {
    const versions = sized(120, 300);
    const layers = [{ name: 'big', versions: `1-${versions}`, ...OLD_LAYERS }];
    const { left, answer, pruning } = await applied(layered({ functions: [PAY], layers }));
    const deleted = 0.9 * versions;
    expect(left['big']).toHaveLength(versions - deleted);
    expect(answer).toMatchObject({ layers: { counts: { deleted } } });
    expect(pruning.sandbox.calls.count({ operation: 'DeleteLayerVersion' })).toBe(deleted);
  });
});

describe('between plan and deletion', () => {
  const others = { tools: [7, 6, 5], fonts: [5, 4, 3] };

  it.each<
    [
      string,
      (other: RegionChange) => void,
      Readonly<Record<string, readonly number[]>>,
      object,
      string,
    ]
  >([
    [
      'a version of a function attaches one',
      (other) => {
        other.createFunction({ name: 'new', versions: '1', layers: attaching('tools', 2) ?? [] });
      },
      { ...others, tools: [7, 6, 5, 2] },
      { code: 'layer-kept-now', keptFor: 'attached' },
      'attached to new:',
    ],
    [
      'a version is shared',
      (other) => {
        other.shareLayerVersion('tools', 2, {
          Version: '2012-10-17',
          Statement: [{ Sid: 'x', Effect: 'Allow' }],
        });
      },
      { ...others, tools: [7, 6, 5, 2] },
      { code: 'layer-kept-now', keptFor: 'shared' },
      'its resource policy allows invocation: x',
    ],
    [
      'a version is published: its layer is skipped, and no other',
      (other) => {
        other.publishLayerVersion('tools');
      },
      { ...others, tools: [8, 7, 6, 5, 4, 3, 2, 1] },
      { code: 'versions-changed' },
      'its versions changed after planning',
    ],
    [
      'a version is deleted: its layer is skipped, and no other',
      (other) => {
        other.deleteLayerVersion('tools', 6);
      },
      { ...others, tools: [7, 5, 4, 3, 2, 1] },
      { code: 'versions-changed' },
      'its versions changed after planning',
    ],
  ])('%s', async (_, meanwhile, layers, codes, why) => {
    const { left, answer } = await applied(layered(REGION), meanwhile);
    expect(left).toEqual(layers);
    expect(answer.state).toBe('finished');
    expect(answer.skipped).toHaveLength(1);
    expect(answer.skipped[0]).toMatchObject({ ...codes, why: expect.stringContaining(why) });
  });

  it('a function that attaches one while others are deleted is found by the next read', async () => {
    const layers = [{ name: 'big', versions: '1-60', ...OLD_LAYERS }];
    const pruning = pruningWith(layered({ functions: [PAY], layers }));
    const { planId } = await storedPlan(pruning, ASKED);
    const other = pruning.sandbox.change({ account: DEV, region: 'eu-west-1' });
    // When the first layer version is deleted, another one is attached, published and detached again.
    pruning.sandbox.faults.add({
      match: { service: 'lambda', operation: 'DeleteLayerVersion' },
      times: 1,
      effect: { kind: 'delay', ms: 500 },
    });
    const applying = pruning.pruneAll(planId, 'dev');
    while (pruning.sandbox.calls.count({ operation: 'DeleteLayerVersion' }) === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    other.updateFunction('pay', () => ({
      versionLayers: { '7': attaching('big', 40) ?? [] },
      lastModified: { $LATEST: '2026-11-22T06:01:00.000+0000' },
    }));
    other.publishVersion('pay');
    const answer = lastOf(await applying);
    expect(layersLeft(pruning)['big']).toContain(40);
    expect(answer).toMatchObject({ skipped: [{ why: 'attached to pay:7', versions: 1 }] });
  });
});

describe('the shipped policies', () => {
  it('allow exactly the layer actions that a run uses', async () => {
    const { pruning } = await applied(layered(REGION));
    const used = pruning.sandbox.calls.list().flatMap(({ access }) => access);
    const ofLayers = used.map(({ action }) => action).filter((action) => /Layer/.test(action));
    const given = { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };
    const granted = [
      ...grantsOfTemplate('src/stacks/member-read-role.yml', {
        ...given,
        PlanEvidence: 'true',
        ReadLayers: 'true',
      }),
      ...grantsOfTemplate('src/stacks/member-prune-role.yml', {
        ...given,
        Stage: 'nonprod',
        PruneLayers: 'true',
      }),
    ].map(({ action }) => action);
    const grantedOfLayers = granted.filter((action) => /Layer/.test(action));
    expect([...new Set(ofLayers)].toSorted()).toEqual([...new Set(grantedOfLayers)].toSorted());
    const without = [
      ...grantsOfTemplate('src/stacks/member-read-role.yml', { ...given, PlanEvidence: 'true' }),
      ...grantsOfTemplate('src/stacks/member-prune-role.yml', { ...given, Stage: 'nonprod' }),
    ].map(({ action }) => action);
    expect(without.filter((action) => /Layer/.test(action))).toEqual([]);
  });
});

describe('the deletion is prevented', () => {
  it('functions take longer to list than an invocation lasts: all are kept, without endless retries', async () => {
    const pruning = pruningWith(layered({ layers: [TOOLS, FONTS] }));
    const { planId } = await storedPlan(pruning, ASKED);
    pruning.sandbox.faults.add({
      match: { service: 'lambda', operation: 'ListFunctions' },
      times: 'always',
      effect: { kind: 'delay', ms: 70_000 },
    });
    const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(answer).toMatchObject({
      state: 'finished',
      counts: { planned: 6, skipped: 6 },
      skipped: [{ why: expect.stringContaining('what functions attach'), versions: 6 }],
    });
    expect(pruning.sandbox.calls.count({ operation: 'DeleteLayerVersion' })).toBe(0);
  });

  it.each([
    ['GetLayerVersionPolicy', "could not check the layer version's policy (access denied)"],
    ['ListLayerVersions', "could not check the layer's versions: access denied"],
    ['ListFunctions', 'could not check what functions attach (access denied)'],
  ])(
    '%s is denied: every layer version is kept, and the answer says so',
    async (operation, why) => {
      const pruning = pruningWith(layered({ layers: [TOOLS] }));
      const { planId } = await storedPlan(pruning, ASKED);
      pruning.sandbox.faults.add({
        match: { service: 'lambda', operation },
        times: 'always',
        effect: { kind: 'access denied' },
      });
      const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
      expect(layersLeft(pruning)['tools']).toHaveLength(7);
      expect(answer).toMatchObject({
        counts: { planned: 4, skipped: 4 },
        skipped: [{ why: expect.stringContaining(why), versions: 4 }],
      });
    },
  );

  it('the role may delete no layer version: the run stops and names the parameter to set', async () => {
    for (const name of ['ListLayerVersions', 'GetLayerVersionPolicy']) {
      expectDenied({ action: `lambda:${name}`, because: 'PruneLayers is off' });
    }
    const accounts = [layeredAccount(REGION, { prune: 'false' })];
    const pruning = pruningWith({ accounts, prune: { layers: true } });
    // The read role creates the plan; reading layers again needs the prune role's own permission.
    const { planId } = await storedPlan(pruning, ASKED);
    const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(layersLeft(pruning)['tools']).toHaveLength(7);
    expect(existingVersions(pruning.sandbox).size).toBe(3);
    expect(answer).toMatchObject({ counts: { planned: 9, deleted: 3, skipped: 6 } });
  });

  it('a denied deletion stops the Region after one attempt', async () => {
    const pruning = pruningWith(layered(REGION));
    const { planId } = await storedPlan(pruning, ASKED);
    pruning.sandbox.faults.add({
      match: { service: 'lambda', operation: 'DeleteLayerVersion' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(answer).toMatchObject({ state: 'stopped', counts: { deleted: 3, notAttempted: 6 } });
    expect(answer).toHaveProperty(
      'regions.0.stopped.sentence',
      expect.stringContaining('Set the parameter PruneLayers'),
    );
    expect(pruning.sandbox.calls.count({ operation: 'DeleteLayerVersion' })).toBe(1);
  });

  it('the configuration no longer allows it: the plan is refused', async () => {
    const setting = layered(REGION);
    const pruning = pruningWith(setting);
    const { planId } = await storedPlan(pruning, ASKED);
    const changed = handlersOver(pruning.sandbox, { ...setting, prune: {} });
    expect(await changed.prune({ planId, confirm: 'dev' })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'layers-not-allowed' }],
    });
    expect(layersLeft(pruning)['tools']).toHaveLength(7);
  });

  it('a plan without layers starts no session that could delete them', async () => {
    const pruning = pruningWith(layered(REGION));
    const { planId } = await storedPlan(pruning);
    await pruning.pruneAll(planId, 'dev');
    const { calls } = pruning.sandbox;
    expect(calls.list().filter(({ operation }) => operation.includes('Layer'))).toEqual([]);
    expect(layersLeft(pruning)['tools']).toHaveLength(7);
  });
});

describe('a run with layers that is killed', () => {
  it.each([404, 204] as const)(
    'after any call and started again ends like an uninterrupted run (%d for a deleted version)',
    async (missingLayerVersion) => {
      const region: RegionWorld = {
        functions: [{ ...PAY, versions: '1-4' }],
        layers: [
          { ...TOOLS, versions: '1-5' },
          { ...FONTS, versions: '1-4' },
        ],
      };
      const setting = layered(region, { world: { missingLayerVersion } });
      const calm = await applied(setting);
      const whole = {
        left: calm.left,
        counts: calm.answer.counts,
        bytes: calm.answer.packageBytesDeleted,
      };
      expect(whole.counts).toMatchObject({ planned: 4, deleted: 4 });
      let isCutOff = true;
      let survived = 0;
      for (; isCutOff; survived += sized(23, 1)) {
        const pruning = pruningWith(setting);
        const { planId } = await storedPlan(pruning, ASKED);
        const { handler, sent } = killedAfter(pruning.http(), survived + 1);
        const killed = handlersOver(pruning.sandbox, setting, handler);
        await killed.prune({ planId, confirm: 'dev' }).catch(() => undefined);
        isCutOff = sent() > survived;
        await pruning.sandbox.clock.sleep(80_000);
        const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
        if (!('counts' in answer)) throw new Error(JSON.stringify(answer));
        const end = {
          left: layersLeft(pruning),
          counts: answer.counts,
          bytes: answer.packageBytesDeleted,
        };
        expect(end, `killed in call ${survived + 1}`).toEqual(whole);
      }
      expect(survived).toBeGreaterThan(30);
    },
    120_000,
  );
});
