import { describe, expect, it } from 'vitest';

import type { LayerKeepReason } from '../../../src/prune/model/layer.ts';
import { deletedLayers, layerVerdicts } from '../../prune/plan/layers-build.ts';
import type { RegionWorld } from '../../sandbox/world.ts';
import type { LayerWorld } from '../../sandbox/world/layers.ts';
import { pruningWith, storedPlan, versionsOf } from './harness.ts';
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
import { expectDenied } from '../../sandbox/expected.ts';

const FREE = ['tools:1', 'tools:2', 'tools:3', 'tools:4'];

async function planned(region: RegionWorld, event: object = ASKED) {
  const pruning = pruningWith(layered(region));
  const { plan } = await storedPlan(pruning, { ...event });
  return { plan, pruning };
}

const tools = (more: Partial<LayerWorld>): RegionWorld => ({ layers: [{ ...TOOLS, ...more }] });
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'org', Effect: 'Allow', Principal: '*', Action: 'lambda:GetLayerVersion' }],
};

describe('planning with layers', () => {
  it('deletes versions that nothing keeps, with their size', async () => {
    const { plan, pruning } = await planned({ functions: [PAY], layers: [TOOLS] });
    expect(deletedLayers(plan)).toEqual(FREE);
    expect(layerVerdicts(plan).get('tools:1')).toMatchObject({
      packageBytes: MIB,
      storage: 'copy',
    });
    expect(versionsOf(plan, 'delete').size).toBe(3);
    const { calls } = pruning.sandbox;
    expect(calls.count({ operation: 'GetLayerVersion' })).toBe(4);
    expect(calls.count({ operation: 'GetLayerVersionPolicy' })).toBe(4);
    expect(calls.count({ operation: 'ListLayers' })).toBe(1);
    expect(calls.list().filter(({ status }) => status >= 400 && status !== 404)).toEqual([]);
  });

  it.each<[string, RegionWorld, LayerKeepReason]>([
    [
      'attached to a version',
      {
        ...tools({}),
        functions: [{ ...PAY, versionLayers: { '2': attaching('tools', 2) ?? [] } }],
      },
      { code: 'attached', by: 'pay:2' },
    ],
    [
      'attached to $LATEST alone',
      {
        ...tools({}),
        functions: [
          {
            name: 'fresh',
            versions: '',
            versionLayers: { $LATEST: attaching('tools', 2) ?? [] },
          },
        ],
      },
      { code: 'attached', by: 'fresh:$LATEST' },
    ],
    ['shared', tools({ policies: { '2': POLICY } }), { code: 'shared', admits: 'org (*)' }],
    [
      'too young',
      tools({ createdDates: { '2': '2026-11-20T00:00:00.000+0000' } }),
      { code: 'too-young', minimumAgeDays: 7 },
    ],
    ['without a date', tools({ createdDates: { '2': 'yesterday' } }), { code: 'undated' }],
  ])('keeps exactly the version that is %s', async (_, region, reason) => {
    const { plan } = await planned(region);
    expect(deletedLayers(plan)).toEqual(FREE.filter((key) => key !== 'tools:2'));
    expect(layerVerdicts(plan).get('tools:2')).toMatchObject({ reasons: [reason] });
  });

  async function planDespite(operation: string) {
    const pruning = pruningWith(layered({ functions: [PAY], layers: [TOOLS] }));
    const match = { service: 'lambda', operation };
    pruning.sandbox.faults.add({ match, times: 'always', effect: { kind: 'access denied' } });
    return (await storedPlan(pruning, ASKED)).plan;
  }

  it.each([
    ['GetLayerVersionPolicy', 'layer-policy'],
    ['ListFunctions', 'functions'],
    ['ListLayers', 'layers'],
    ['ListLayerVersions', 'layer-versions'],
  ])(
    'reports that %s was denied, and keeps the versions that it would have cleared',
    async (operation, check) => {
      const plan = await planDespite(operation);
      expect(deletedLayers(plan)).toEqual([]);
      expect(plan.layers).toMatchObject({
        failedChecks: expect.arrayContaining([
          expect.objectContaining({
            check,
            failure: expect.objectContaining({ reason: 'denied' }),
          }),
        ]),
      });
      const about = { code: 'not-checked', check, why: 'denied' };
      const kept = [...layerVerdicts(plan).values()].flatMap((one) =>
        one.verdict === 'keep' ? [one.reasons] : [],
      );
      const could = kept.filter((reasons) => reasons.some((one) => one.code === about.code));
      const listed = { 'layer-policy': 4, functions: 7 }[check] ?? 0;
      expect(could).toHaveLength(listed);
      for (const reasons of could) expect(reasons).toContainEqual(about);
    },
  );

  it('uses only attached layers of the account, whatever layers of AWS are attached too', async () => {
    const awsLayer = { arn: 'arn:aws:lambda:::awslayer:AmazonLinux1803', codeSize: 0 };
    const functions = [{ ...PAY, versionLayers: { '1': [awsLayer] } }];
    const { plan } = await planned({ functions, layers: [TOOLS] });
    expect(deletedLayers(plan)).toEqual(FREE);
  });

  it('reports a size that could not be read, which is no reason to keep the version', async () => {
    const plan = await planDespite('GetLayerVersion');
    expect(deletedLayers(plan)).toEqual(FREE);
    expect(plan.layers).toMatchObject({
      totals: { delete: { sizeUnknown: 4, packageBytes: 0 } },
      failedChecks: FREE.map(() => ({ check: 'layer-size', failure: { reason: 'denied' } })),
    });
  });

  it('reads every page of layers and versions', async () => {
    const layers = Array.from({ length: 53 }, (_, at) => ({
      name: `layer-${at}`,
      versions: at === 0 ? '1-120' : '1-4',
      ...OLD_LAYERS,
    }));
    const { plan, pruning } = await planned({ layers });
    expect(plan.layers).toMatchObject({ totals: { listed: { layers: 53, versions: 328 } } });
    expect(pruning.sandbox.calls.count({ operation: 'ListLayers' })).toBe(2);
    expect(pruning.sandbox.calls.count({ status: 429 })).toBe(0);
    // The plan needed more than one invocation, each with a session, and repeated no read.
    expect(pruning.sandbox.calls.count({ operation: 'AssumeRole' })).toBeGreaterThan(1);
    const policies = pruning.sandbox.calls.count({ operation: 'GetLayerVersionPolicy' });
    expect(policies).toBe(117 + 52);
  });

  it("counts no freed bytes for content in the customer's own bucket", async () => {
    const { plan } = await planned(tools({ referencedContent: ['1'] }));
    expect(layerVerdicts(plan).get('tools:1')).toMatchObject({ storage: 'reference' });
    expect(plan.layers).toMatchObject({ totals: { delete: { versions: 4, freesNothing: 1 } } });
  });

  it('uses keep, olderThanDays and until of the request', async () => {
    const region = tools({ codeSizes: { '2': 5 * MIB } });
    expect(deletedLayers((await planned(region, { ...ASKED, keep: 5 })).plan)).toEqual([
      'tools:1',
      'tools:2',
    ]);
    expect(deletedLayers((await planned(region, { ...ASKED, until: '5MiB' })).plan)).toEqual([
      'tools:2',
    ]);
    const { plan } = await planned(region, { ...ASKED, olderThanDays: 690 });
    expect(deletedLayers(plan)).toEqual(['tools:1']);
  });
});

describe('planning without layers', () => {
  const region: RegionWorld = { functions: [PAY], layers: [TOOLS] };
  const layerCalls = (pruning: ReturnType<typeof pruningWith>): readonly string[] =>
    pruning.sandbox.calls
      .list()
      .map(({ operation }) => operation)
      .filter((operation) => operation.includes('Layer'));

  it('makes no request about them, and does not mention them', async () => {
    const pruning = pruningWith(layered(region));
    const { plan } = await storedPlan(pruning);
    expect(plan).not.toHaveProperty('layers');
    expect(layerCalls(pruning)).toEqual([]);
  });

  it.each([
    ['the configuration does not allow it', {}, ASKED, ['not-allowed']],
    [
      'functions are named',
      { prune: { layers: true } },
      { ...ASKED, functions: ['pay'] },
      ['functions-named'],
    ],
  ])('gives the reason when %s', async (_, more, event, because) => {
    const pruning = pruningWith({ accounts: [layeredAccount(region)], ...more });
    const answer = await pruning.plan(event);
    expect(answer).toMatchObject({ state: 'planned', layers: { state: 'left-out', because } });
    if (answer.state !== 'planned') throw new Error('no plan');
    expect(answer.text.join('\n')).toContain('No layer versions are planned: ');
    expect(layerCalls(pruning)).toEqual([]);
    expect((await storedPlan(pruning, event)).plan.layers).toEqual({ kind: 'left-out', because });
  });

  it('keeps all of them when the read role may not read them', async () => {
    expectDenied({ action: 'lambda:ListLayers', because: 'ReadLayers is off' });
    const accounts = [layeredAccount(region, { read: 'false' })];
    const pruning = pruningWith({ accounts, prune: { layers: true } });
    const answer = await pruning.plan(ASKED);
    expect(answer).toMatchObject({ layers: { state: 'planned', failedChecks: 1 } });
    expect(answer).toHaveProperty('layers.unlisted.0', expect.stringContaining('access denied'));
  });
});
