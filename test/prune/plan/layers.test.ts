import { describe, expect, it } from 'vitest';

import { guardPrune } from '../../../src/prune/plan/guard.ts';
import type { VersionRetention } from '../../../src/model/configuration.ts';
import type { CapLifter } from '../../../src/prune/model/prune-plan.ts';
import type {
  LayerVersionFacts,
  PlannedLayer,
  PlannedLayerVersion,
} from '../../../src/prune/model/layer.ts';
import type { LayerBasis, PlanBasis } from '../../../src/prune/plan/make.ts';
import type {
  FreshLayer,
  InventoriedLayer,
  LayerKeepReason,
  LayerPolicy,
} from '../../../src/prune/model/layer.ts';
import { deletableLayerVersion, layerVersionKey } from '../../../src/prune/model/layer.ts';
import type { Reading } from '../../../src/prune/model/inventory.ts';
import type { JournalState } from '../../../src/prune/model/journal-segment.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { recheckLayer } from '../../../src/prune/plan/guard-layer-recheck.ts';
import { foldJournal } from '../../../src/prune/plan/journal.ts';
import { planDigest } from '../../../src/prune/plan/canonical.ts';
import { bytes } from '../../../src/model/units.ts';
import { MINUTE_MS, instant } from '../../../src/model/time.ts';
import { keepText, reasonsText } from '../../../src/prune/plan/text/reason-text.ts';
import { parsePlan, planJson } from '../../../src/prune/documents/plan-json.ts';
import { planText } from '../../../src/prune/plan/text/plan.ts';
import {
  ALL,
  daysAgo,
  deleted,
  DEV,
  failure,
  fn,
  IRELAND,
  inIreland,
  NOW,
  numbered,
  planOf,
  RETENTION,
  sha256,
  version,
  VIRGINIA,
} from './build.ts';
import {
  deletedLayers,
  layer,
  layerNumber,
  layersIn,
  layerVerdicts,
  layerVersion,
} from './layers-build.ts';

const numbers = (last: number) => Array.from({ length: last }, (_, at) => layerVersion(at + 1));

function read(...regions: Extract<LayerBasis, { kind: 'read' }>['regions']): LayerBasis {
  return { kind: 'read', regions };
}

function planned(
  layers: readonly InventoriedLayer[],
  attached: Readonly<Record<string, string>> = {},
  more: Partial<PlanBasis> = {},
): PrunePlan {
  return planOf(inIreland(), { layers: read(layersIn(layers, attached)), ...more });
}

/** A layer with seven versions, of which the newest three are kept; each test finds what keeps only the second. */
const TOOLS = layer('tools', numbers(7));
const FREE = ['tools:1', 'tools:2', 'tools:3', 'tools:4'];
const others = FREE.filter((key) => key !== 'tools:2');
const withSecond = (more: Parameters<typeof layerVersion>[1]): InventoriedLayer =>
  layer(
    'tools',
    numbers(7).map((one) => (one.version === 2 ? layerVersion(2, more) : one)),
  );
const undatedSecond = layer(
  'tools',
  numbers(7).map((one) => {
    const { createdAt: _, ...undated } = one;
    return one.version === 2 ? undated : one;
  }),
);
const secondPolicy = (policy: Reading<LayerPolicy>): InventoriedLayer => ({
  ...TOOLS,
  policies: new Map([...TOOLS.policies, [2, policy]]),
});

describe('a plan of layers', () => {
  it('deletes the versions that nothing keeps', () => {
    const plan = planned([TOOLS]);
    expect(deletedLayers(plan)).toEqual(FREE);
    expect(layerVerdicts(plan).get('tools:5')).toMatchObject({
      reasons: [{ code: 'newest', keepNewest: 3 }],
    });
  });

  it.each<[string, InventoriedLayer, Readonly<Record<string, string>>, LayerKeepReason]>([
    ['attached', TOOLS, { 'tools:2': 'pay:$LATEST' }, { code: 'attached', by: 'pay:$LATEST' }],
    [
      'shared',
      secondPolicy({ kind: 'read', value: { admits: 'org' } }),
      {},
      { code: 'shared', admits: 'org' },
    ],
    ['undated', undatedSecond, {}, { code: 'undated' }],
    [
      'too young',
      withSecond({ createdAt: daysAgo(6) }),
      {},
      { code: 'too-young', minimumAgeDays: 7 },
    ],
    [
      'not to be checked',
      secondPolicy({ kind: 'failed', failure: failure('denied') }),
      {},
      { code: 'not-checked', check: 'layer-policy', why: 'denied' },
    ],
    [
      'not asked about',
      { ...TOOLS, policies: new Map([...TOOLS.policies].filter(([one]) => one !== 2)) },
      {},
      { code: 'not-checked', check: 'layer-policy', why: 'not-read' },
    ],
  ])('keeps exactly the version that is %s, for that reason', (_, tools, attached, reason) => {
    const plan = planned([tools], attached);
    expect(deletedLayers(plan)).toEqual(others);
    expect(layerVerdicts(plan).get('tools:2')).toMatchObject({ reasons: [reason] });
    expect(keepText(reason, 'layer versions')).not.toBe('');
  });

  it('takes no version for attached because another layer or Region has that number attached', () => {
    const plan = planOf(inIreland(), {
      layers: read(
        layersIn([TOOLS], { 'fonts:2': 'pay:1', 'tools:20': 'pay:1' }),
        layersIn([layer('fonts', numbers(4))], { 'tools:2': 'pay:1' }, VIRGINIA),
      ),
    });
    expect(deletedLayers(plan)).toEqual([...FREE, 'fonts:1']);
  });

  it('keeps everything of a Region whose functions could not be listed', () => {
    const regions = {
      ...layersIn([TOOLS]),
      attached: { kind: 'failed', failure: failure() },
    } as const;
    const plan = planOf(inIreland(), { layers: read(regions) });
    expect(deletedLayers(plan)).toEqual([]);
    expect(layerVerdicts(plan).get('tools:1')).toMatchObject({
      reasons: [{ code: 'not-checked', check: 'functions', why: 'denied' }],
    });
    expect(plan.layers).toMatchObject({ failedChecks: [{ check: 'functions', region: IRELAND }] });
  });

  it('names the layers and Regions that could not be listed', () => {
    const broken = {
      ...TOOLS,
      versions: { kind: 'failed', failure: failure('throttled') },
    } as const;
    const plan = planOf(inIreland(), {
      layers: read(layersIn([broken]), {
        ...layersIn([], {}, VIRGINIA),
        layers: { kind: 'failed', failure: failure() },
      }),
    });
    expect(plan.layers).toMatchObject({
      layers: [],
      failedChecks: [
        { check: 'layer-versions', layerName: 'tools', failure: { reason: 'throttled' } },
        { check: 'layers', region: VIRGINIA },
      ],
    });
    const text = planText(plan);
    expect(text).toContain("Could not check the layer's versions of tools in eu-west-1: throttled");
    expect(text).toContain('Could not check the list of layers in us-east-1: access denied');
  });

  it('deletes versions of unknown size, and counts them in the totals', () => {
    const { packageBytes: _, ...unsized } = layerVersion(2, { storage: 'unknown' });
    const tools = layer('tools', [layerVersion(1), unsized, ...numbers(7).slice(2)], {
      unsized: new Map([[2, failure('throttled', 'lambda:GetLayerVersion')]]),
    });
    const plan = planned([tools]);
    expect(deletedLayers(plan)).toEqual(FREE);
    expect(plan.layers).toMatchObject({
      totals: { delete: { sizeUnknown: 1, packageBytes: 3000 } },
    });
    expect(planText(plan)).toContain('layer tools:2  size unknown  2026-08-14  delete');
    // With a target in bytes, a version of unknown size does not count towards it.
    const aimed = planned([tools], {}, { filters: { ...ALL, targetBytes: bytes(1_000_000) } });
    expect(layerVerdicts(aimed).get('tools:2')).toMatchObject({ reasons: [{ code: 'target' }] });
  });

  it('says why it contains no layers', () => {
    const plan = planOf(inIreland(), {
      layers: { kind: 'left-out', because: ['not-allowed', 'functions-named'] },
    });
    expect(deletedLayers(plan)).toEqual([]);
    const text = planText(plan);
    expect(text).toContain('the configuration must allow it too. Set prune.layers');
    expect(text).toContain('the request names functions, and no layer is one');
    expect(parsePlan(planJson(plan))).toEqual({ ok: true, value: plan });
  });

  it('has no field for layers when they are not requested', () => {
    const plan = planOf(inIreland());
    expect(plan).not.toHaveProperty('layers');
    expect(planText(plan)).not.toMatch(/layer version[^s]|of \d+ layer/);
    expect(plan.notCovered).toContain('layer versions, attached or not');
    expect(planned([TOOLS]).notCovered).not.toContain('layer versions, attached or not');
  });

  it('replaces one line of the callers that are not covered', () => {
    const { notCovered } = planOf(inIreland());
    const ofLayers = planned([TOOLS]).notCovered;
    expect(ofLayers).toHaveLength(notCovered.length);
    expect(ofLayers.filter((one) => !notCovered.includes(one))).toHaveLength(1);
  });

  it('filters by age and by Region', () => {
    const tools = withSecond({ createdAt: daysAgo(20) });
    const aged = planned([tools], {}, { filters: { ...ALL, olderThanDays: 30 } });
    expect(deletedLayers(aged)).toEqual(others);
    const elsewhere = planned([tools], {}, { filters: { ...ALL, regions: [VIRGINIA] } });
    expect(deletedLayers(elsewhere)).toEqual([]);
    expect(layerVerdicts(elsewhere).get('tools:1')).toMatchObject({
      reasons: [{ code: 'filtered', filter: 'region' }],
    });
  });

  it('counts function and layer versions towards a byte target, the largest first', () => {
    const sized = (number: number, size: number) =>
      layerVersion(number, { packageBytes: bytes(size) });
    const plan = planOf(
      inIreland(fn('orders', [version(1, { packageBytes: bytes(60) }), ...numbered(2, 5)])),
      {
        layers: read(
          layersIn([
            layer('tools', [
              sized(1, 5000),
              sized(2, 500),
              layerVersion(3, { storage: 'reference', packageBytes: bytes(90_000) }),
              ...numbers(6).slice(3),
            ]),
          ]),
        ),
        filters: { ...ALL, targetBytes: bytes(5500) },
      },
    );
    expect(deletedLayers(plan)).toEqual(['tools:1']);
    expect(deleted(plan)).toEqual(['eu-west-1/orders:2']);
  });

  it('does not count versions that the cap keeps towards the target', () => {
    const sized = (number: number) => layerVersion(number, { packageBytes: bytes(number) });
    const versions = Array.from({ length: 20 }, (_, at) => sized(at + 1));
    const of = (targetBytes: number) =>
      planOf(
        inIreland(
          fn(
            'orders',
            numbered(1, 20).map((one) => ({
              ...one,
              packageBytes: bytes(Number(one.version)),
              modifiedAt: daysAgo(100 - Number(one.version)),
            })),
          ),
        ),
        {
          layers: read(layersIn([layer('tools', versions)])),
          settings: { retention: { ...RETENTION, keepNewest: 1 }, capLiftedBy: [] },
          filters: { ...ALL, targetBytes: bytes(targetBytes) },
        },
      );
    // 18 of 20 may go, so that 19 is kept by the cap, and 18 is the largest that goes.
    expect(deleted(of(36))).toEqual(['eu-west-1/orders:18']);
    expect(deletedLayers(of(36))).toEqual(['tools:18']);
  });

  it('applies the cap to layers and to functions separately', () => {
    const capped = { settings: { retention: { ...RETENTION, keepNewest: 1 }, capLiftedBy: [] } };
    const many = planOf(inIreland(fn('orders', numbered(1, 400))), {
      layers: read(layersIn([layer('tools', numbers(40))])),
      ...capped,
    });
    // 95 % of 40 are 38, but 90 % of all layer versions are 36, whatever functions hold.
    expect(deletedLayers(many)).toHaveLength(36);
    const kept = [...layerVerdicts(many).values()].filter(({ verdict }) => verdict === 'keep');
    expect(kept.map(({ version: number }) => Number(number))).toEqual([37, 38, 39, 40]);
    expect(kept[0]).toMatchObject({ reasons: [{ code: 'cap', of: 'account', percent: 90 }] });
  });
});

describe('a plan of layers for a person', () => {
  it('has a line for each version, and totals of its own', () => {
    const plan = planOf(inIreland(fn('orders', numbered(1, 4))), {
      layers: read(
        layersIn(
          [
            layer('tools', [
              layerVersion(1, { storage: 'reference', packageBytes: bytes(5 * 1024 ** 2) }),
              layerVersion(2, { packageBytes: bytes(3 * 1024 ** 2) }),
              ...numbers(5).slice(2),
            ]),
            layer('fonts', numbers(4)),
          ],
          { 'fonts:4': 'orders:$LATEST' },
        ),
      ),
    });
    expect(planText(plan)).toMatchInlineSnapshot(`
      "dev eu-west-1 orders:1  0.9 KiB  2026-08-14  delete
      dev eu-west-1 layer tools:2  3 MiB  2026-08-14  delete
      dev eu-west-1 layer fonts:1  0.9 KiB  2026-08-14  delete
      dev eu-west-1 layer tools:1  5 MiB  2026-08-14  delete (content in your own bucket: frees no code storage)
      dev eu-west-1 orders:2  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 orders:3  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 orders:4  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 layer fonts:2  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 layer fonts:3  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 layer fonts:4  0.9 KiB  2026-08-14  keep: attached to orders:$LATEST (and 1 more reason)
      dev eu-west-1 layer tools:3  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 layer tools:4  0.9 KiB  2026-08-14  keep: one of the newest 3
      dev eu-west-1 layer tools:5  0.9 KiB  2026-08-14  keep: one of the newest 3

      Not covered, among others: state machines that get the name of a function at run time, redriving an execution whose definition has changed since, API Gateway integrations and authorizers with a credentials role, S3 Object Lambda access points, S3 Batch Operations jobs, Systems Manager maintenance windows and automation, AppSync resolvers, Firehose transformations, CodePipeline actions, ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and Athena calls into Lambda, SDK calls with a pinned ARN, templates and pipelines that name a layer version no function attaches, any other caller with a role of its own that has not called the version for 90 days

      dev (111111111111, nonprod), eu-west-1, planned 2026-11-22T06:00:00Z
      4 versions (3.9 KiB) listed
      3 versions (2.9 KiB) kept
        3: among the newest
      1 version (0.9 KiB) to delete
      9 layer versions of 2 layers listed
      6 layer versions kept
        1: attached to a function
        5: among the newest
      3 layer versions of 2 layers (8 MiB) to delete
        1: free no code storage: content in your own bucket
      Sizes are of packages; how much code storage is freed is known only afterwards.
      "
    `);
  });

  it('counts reasons', () => {
    expect(reasonsText([{ code: 'undated' }, { code: 'target' }])).toContain('1 more reason');
  });
});

describe('the guard', () => {
  const plan = planned([TOOLS]);
  const journal = foldJournal(plan, []);
  const guard = (one: PrunePlan, allowsLayers: boolean) =>
    guardPrune({
      plan: one,
      configured: {
        account: DEV,
        nameMisleads: false,
        liftsCap: false,
        allowsFewer: false,
        allowsLayers,
      },
      identity: { kind: 'read', value: DEV.id },
      confirmation: 'dev',
      journal,
      now: NOW,
      hash: sha256,
    });

  it('allows layer versions to be deleted only while the configuration does', () => {
    expect(guard(plan, true)).toEqual({ kind: 'go' });
    expect(guard(plan, false)).toMatchObject({ refusals: [{ code: 'layers-not-allowed' }] });
    const none = planned([layer('tools', numbers(2))]);
    expect(guard(none, false)).toEqual({ kind: 'go' });
  });

  it('counts the cap again, and refuses a plan that was changed', () => {
    const { layers } = planned([layer('tools', numbers(1))]);
    if (layers?.kind !== 'planned') throw new Error('no layers');
    const all = layers.layers.map((one) => ({
      ...one,
      versions: one.versions.map(({ version: number, storage }) => ({
        version: number,
        storage,
        verdict: 'delete' as const,
      })),
    }));
    const changed = { ...plan, layers: { ...layers, layers: all } };
    const sealed = { ...changed, digest: planDigest(changed, sha256) };
    expect(guard(changed, true)).toMatchObject({ refusals: [{ code: 'plan-tampered' }, {}, {}] });
    expect(
      guard({ ...sealed, settings: { ...plan.settings, capLiftedBy: [] } }, true),
    ).toMatchObject({
      kind: 'refused',
    });
    const codes = guard(sealed, true);
    expect(codes).toMatchObject({ refusals: [{ code: 'cap-layer' }, { code: 'cap-layers' }] });
  });
});

describe('a layer read again', () => {
  const plan = planned([TOOLS], { 'tools:4': 'pay:1' });
  const [tools] = plan.layers?.kind === 'planned' ? plan.layers.layers : [];
  if (tools === undefined) throw new Error('no layer is planned');
  const fresh: FreshLayer = {
    versions: { kind: 'read', value: numbers(7) },
    policies: TOOLS.policies,
    attached: { kind: 'read', value: new Map([['tools:4', 'pay:1']]) },
    attachedReadAt: NOW,
  };
  const recheck = (
    more: Partial<FreshLayer> = {},
    journal = foldJournal(plan, []),
    accountCap: 'within' | 'beyond' = 'within',
    retention: VersionRetention = RETENTION,
  ) =>
    recheckLayer({
      planned: tools,
      fresh: { ...fresh, ...more },
      journal,
      settings: { retention, capLiftedBy: [] },
      accountCap,
      now: NOW,
      hash: sha256,
    });
  const entry = { region: IRELAND, layerName: 'tools', version: layerNumber(1), at: NOW };
  const intended = foldJournal(plan, [
    { format: 1, plan: plan.digest, sequence: 1, entries: [{ ...entry, kind: 'intent' }] },
  ]);

  it('is deleted as planned when nothing has changed', () => {
    expect(recheck()).toEqual([1, 2, 3].map((number) => ({ verdict: 'delete', version: number })));
  });

  it.each<[string, Partial<FreshLayer>]>([
    ['attached since', { attached: { kind: 'read', value: new Map([['tools:2', 'new:1']]) } }],
    [
      'shared since',
      { policies: new Map([...TOOLS.policies, [2, { kind: 'read', value: { admits: 'a' } }]]) },
    ],
    [
      'not to be checked',
      { policies: new Map([...TOOLS.policies, [2, { kind: 'failed', failure: failure() }]]) },
    ],
  ])('skips exactly the version that is %s', (_, more) => {
    const skipped = recheck(more).filter(({ verdict }) => verdict === 'skip');
    expect(skipped).toMatchObject([{ version: 2, reason: { code: 'layer-kept-now' } }]);
  });

  it.each<[string, Partial<FreshLayer>, string]>([
    ['published to', { versions: { kind: 'read', value: numbers(8) } }, 'versions-changed'],
    ['deleted from', { versions: { kind: 'read', value: numbers(6) } }, 'versions-changed'],
    ['not listed', { versions: { kind: 'failed', failure: failure() } }, 'versions-not-listed'],
    [
      'unknown to functions',
      { attached: { kind: 'failed', failure: failure() } },
      'layer-kept-now',
    ],
    [
      'known to functions a while ago',
      { attachedReadAt: instant(NOW - MINUTE_MS - 1) },
      'layer-kept-now',
    ],
    [
      'known to functions by a reading of a time to come',
      { attachedReadAt: instant(NOW + 1) },
      'layer-kept-now',
    ],
  ])('is skipped completely when it is %s', (_, more, code) => {
    const found = recheck(more);
    expect(found).toHaveLength(3);
    for (const one of found) expect(one).toMatchObject({ verdict: 'skip', reason: { code } });
  });

  it('keeps versions that only the current configuration keeps', () => {
    expect(recheck({}, undefined, 'within', { ...RETENTION, keepNewest: 5 })).toMatchObject([
      { version: 1, verdict: 'delete' },
      { version: 2, verdict: 'delete' },
      { version: 3, reason: { code: 'layer-kept-now', reasons: [{ code: 'newest' }] } },
    ]);
    const older = { ...RETENTION, minimumAgeDays: 101 };
    for (const one of recheck({}, undefined, 'within', older)) {
      expect(one).toMatchObject({ reason: { reasons: [{ code: 'too-young' }] } });
    }
  });

  it('is skipped when the cap of the account or of the layer is exceeded', () => {
    const capped = (of: 'account' | 'layer') => [{ code: 'cap', of }];
    for (const one of recheck({}, undefined, 'beyond')) {
      expect(one).toMatchObject({ reason: { code: 'layer-kept-now', reasons: capped('account') } });
    }
    const versions = tools.versions.map((one): PlannedLayerVersion => {
      const { version: number, storage, createdAt } = one;
      const version = layerNumber(number);
      return { version, storage, ...(createdAt && { createdAt }), verdict: 'delete' };
    });
    const basis = { fresh, journal: foldJournal(plan, []), now: NOW, hash: sha256 } as const;
    const emptied = (capLiftedBy: readonly CapLifter[]) =>
      recheckLayer({
        ...basis,
        planned: { ...tools, versions },
        settings: { retention: RETENTION, capLiftedBy },
        accountCap: 'within',
      });
    for (const one of emptied(['configuration'])) {
      expect(one).toMatchObject({ reason: { code: 'layer-kept-now', reasons: capped('layer') } });
    }
    expect(emptied(['configuration', 'request']).map(({ verdict }) => verdict)).toContain('delete');
  });

  it('judges no version with an outcome, and does not take its own deletion for a change', () => {
    const done = foldJournal(plan, [
      {
        format: 1,
        plan: plan.digest,
        sequence: 1,
        entries: [{ ...entry, kind: 'outcome', outcome: { kind: 'deleted' } }],
      },
    ]);
    const gone = { versions: { kind: 'read', value: numbers(7).slice(1) } } as const;
    expect(recheck({}, done)).toMatchObject([{ version: 2 }, { version: 3 }]);
    expect(recheck(gone, done)).toEqual(recheck().slice(1));
  });

  it('takes a missing version that the plan keeps for a change, whatever the journal says', () => {
    const without4 = numbers(7).filter(({ version: number }) => number !== 4);
    const gone = { versions: { kind: 'read', value: without4 } } as const;
    const key = layerVersionKey({ region: IRELAND, layerName: 'tools', version: layerNumber(4) });
    const none = foldJournal(plan, []);
    for (const journal of [
      { ...none, intended: new Set([key]) },
      { ...none, outcomes: new Map([[key, { kind: 'deleted' } as const]]) },
    ]) {
      for (const one of recheck(gone, journal)) {
        expect(one).toMatchObject({ reason: { code: 'versions-changed' } });
      }
    }
  });

  it('keeps a version that is no longer listed for its uses, but not for its age', () => {
    const gone = { versions: { kind: 'read', value: numbers(7).slice(1) } } as const;
    const older = { ...RETENTION, minimumAgeDays: 101 };
    expect(recheck(gone, intended, 'within', older).map(({ verdict }) => verdict)).toEqual([
      'delete',
      'skip',
      'skip',
    ]);
    const attached = { kind: 'read', value: new Map([['tools:1', 'pay:1']]) } as const;
    expect(recheck({ ...gone, attached }, intended)[0]).toMatchObject({ verdict: 'skip' });
  });

  it('gives the error of a failed read of attachments, however old the read is', () => {
    const attached = { kind: 'failed', failure: failure('denied') } as const;
    const attachedReadAt = instant(NOW - MINUTE_MS - 1);
    for (const one of recheck({ attached, attachedReadAt })) {
      expect(one).toMatchObject({ reason: { reasons: [{ check: 'functions', why: 'denied' }] } });
    }
  });

  describe('of 20 versions', () => {
    const twenty = numbers(20);
    const whole = planned(
      [layer('tools', twenty)],
      {},
      {
        settings: {
          retention: { ...RETENTION, keepNewest: 1 },
          capLiftedBy: ['configuration', 'request'],
        },
      },
    );
    const [one] = whole.layers?.kind === 'planned' ? whole.layers.layers : [];
    if (one === undefined) throw new Error('no layer is planned');
    const keys = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, at) =>
        layerVersionKey({ region: IRELAND, layerName: 'tools', version: layerNumber(first + at) }),
      );
    const verdictsOf = (
      listed: readonly LayerVersionFacts[],
      more: Partial<JournalState>,
      all: PlannedLayer = one,
    ) =>
      recheckLayer({
        planned: all,
        fresh: {
          ...fresh,
          versions: { kind: 'read', value: listed },
          policies: layer('tools', twenty).policies,
          attached: { kind: 'read', value: new Map() },
        },
        journal: { ...foldJournal(whole, []), ...more },
        settings: { retention: { ...RETENTION, keepNewest: 1 }, capLiftedBy: [] },
        accountCap: 'within',
        now: NOW,
        hash: sha256,
      }).map(({ verdict }) => verdict);
    const deletions = (length: number) => Array.from({ length }, () => 'delete');
    const all: PlannedLayer = {
      ...one,
      versions: one.versions.map(({ version, storage, createdAt }): PlannedLayerVersion => ({
        version: layerNumber(version),
        storage,
        ...(createdAt && { createdAt }),
        verdict: 'delete',
      })),
    };

    it('the cap is a share of the listed versions, without those that are gone', () => {
      const intended = new Set(keys(1, 5));
      expect(verdictsOf(twenty.slice(5), { intended })).toEqual(deletions(19));
    });

    it('the cap does not count versions that were skipped before', () => {
      const reason = { code: 'refused', failure: failure('conflict') } as const;
      const outcomes = new Map(
        keys(1, 1).map((key) => [key, { kind: 'skipped', reason } as const]),
      );
      expect(verdictsOf(twenty, { outcomes }, all)).toEqual([...deletions(18), 'skip']);
      expect(verdictsOf(twenty, {}, all)).not.toContain('delete');
    });
  });

  it('requests a deletion without a recorded answer again, whether the version is still listed or not', () => {
    const gone = { versions: { kind: 'read', value: numbers(7).slice(1) } } as const;
    expect(recheck({}, intended)).toHaveLength(3);
    expect(recheck(gone, intended)).toEqual(recheck());
    expect(recheck(gone)[0]).toMatchObject({ reason: { code: 'versions-changed' } });
  });
});

describe('the number of a layer version', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is not %d', (number) => {
    expect(deletableLayerVersion(number)).toBeUndefined();
    const json = planJson(planned([TOOLS])).replace('"version":1,', `"version":${number},`);
    expect(parsePlan(json).ok).toBe(false);
  });
});
