import { deepEqual, equal, ok } from 'node:assert/strict';

import * as fc from 'fast-check';

import { recheckLayer } from '../../../src/prune/plan/guard-layer-recheck.ts';
import { mostDeletable } from '../../../src/prune/plan/cap.ts';
import { planPrune } from '../../../src/prune/plan/make.ts';
import { layerDeletionsOf, layersOf } from '../../../src/prune/plan/order.ts';
import {
  countsOf,
  foldJournal,
  layerCountsOf,
  remainingLayers,
} from '../../../src/prune/plan/journal.ts';
import { layerVersionKey } from '../../../src/prune/model/layer.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { parsePlan, planJson } from '../../../src/prune/documents/plan-json.ts';
import { parseSegment, segmentJson } from '../../../src/prune/documents/journal-json.ts';
import { planText } from '../../../src/prune/plan/text/plan.ts';
import { once } from '../../../src/aws/once.ts';
import { deleted, NOW, sha256 } from './build.ts';
import type { LayeredWorld } from './layers-worlds.ts';
import { freeLayerVersions, layeredWorld } from './layers-worlds.ts';
import type { Law } from './try-laws.ts';

/** A generated account (a world) with layers and its plan, which is made once for all laws. */
export interface LayersPlanned {
  readonly one: LayeredWorld;
  readonly plan: () => PrunePlan;
  /** The same layers and their plan without functions, cap and byte target. */
  readonly before: () => LayeredWorld;
  readonly planBefore: () => PrunePlan;
  /** The versions that the independent specification deletes. */
  readonly free: () => ReadonlySet<string>;
  readonly listed: () => readonly string[];
  /** A random selection of versions, by key. */
  readonly isDone: (key: string) => boolean;
}

export const drawn = fc.record({ one: layeredWorld, isDone: fc.func(fc.boolean()) });

export function layersPlanned({
  one,
  isDone,
}: Pick<LayersPlanned, 'one' | 'isDone'>): LayersPlanned {
  const before = once(() => unlimited(one));
  return {
    one,
    isDone,
    plan: once(() => planPrune(one)),
    before,
    planBefore: once(() => planPrune(before())),
    free: once(() => freeLayerVersions(one)),
    listed: once(() => listedIn(one)),
  };
}

/** Every law by its title; each is tested on every world. */
export const layerLaws = new Map<string, Law<LayersPlanned>>();

function holds(name: string, law: Law<LayersPlanned>): void {
  layerLaws.set(name, law);
}

function unlimited(one: LayeredWorld): LayeredWorld {
  const { targetBytes: _, ...filters } = one.filters;
  const settings = { ...one.settings, capLiftedBy: ['configuration', 'request'] as const };
  const regions = one.inventory.regions.map(({ region }) => ({ region, functions: [] }));
  return { ...one, inventory: { ...one.inventory, regions }, evidence: [], filters, settings };
}

function gone(plan: PrunePlan): readonly string[] {
  return layerDeletionsOf(plan).map(layerVersionKey).toSorted();
}

function listedIn({ layers }: LayeredWorld): readonly string[] {
  return layers.regions.flatMap(({ region, layers: listed }) =>
    listed.kind === 'failed'
      ? []
      : listed.value.flatMap(({ name, versions }) =>
          versions.kind === 'failed'
            ? []
            : versions.value.map(({ version }) =>
                layerVersionKey({ region, layerName: name, version }),
              ),
        ),
  );
}

holds('deletes exactly the versions that the independent specification deletes', (asked) => {
  deepEqual(gone(asked.planBefore()), [...asked.free()].toSorted());
});

holds('never deletes a version that a rule keeps, whatever cap and target do', ({ plan, free }) => {
  for (const key of gone(plan())) ok(free().has(key), key);
});

holds('gives every listed version one verdict, and every kept version a reason', (asked) => {
  const { layers } = asked.plan();
  if (layers?.kind !== 'planned') throw new Error('no layers');
  const all = layers.layers.flatMap(({ region, name, versions }) =>
    versions.map(({ version }) => layerVersionKey({ region, layerName: name, version })),
  );
  deepEqual(all.toSorted(), asked.listed().toSorted());
  const { totals } = layers;
  equal(totals.keep.versions + totals.delete.versions, totals.listed.versions);
  const kept = totals.keptFor.reduce((sum, { versions }) => sum + versions, 0);
  equal(kept, totals.keep.versions);
});

for (const setting of ['keepNewest', 'minimumAgeDays'] as const) {
  holds(`only ever moves versions from delete to keep when ${setting} is raised`, (asked) => {
    const before = asked.before();
    const { retention } = before.settings;
    const raised = { ...retention, [setting]: retention[setting] + 1 };
    const after = { ...before, settings: { ...before.settings, retention: raised } };
    const stayed = new Set(gone(asked.planBefore()));
    for (const key of gone(planPrune(after))) ok(stayed.has(key), key);
  });

  holds(`keeps everything when ${setting} is no number`, ({ before }) => {
    const { settings } = before();
    const retention = { ...settings.retention, [setting]: Number.NaN };
    const plan = planPrune({ ...before(), settings: { ...settings, retention } });
    deepEqual(gone(plan), []);
  });
}

holds('does not depend on the order in which anything was read', ({ one, plan }) => {
  const regions = one.layers.regions.toReversed().map((region) => {
    if (region.layers.kind === 'failed') return region;
    const value = region.layers.value.toReversed().map((layer) => {
      if (layer.versions.kind === 'failed') return layer;
      const policies = new Map([...layer.policies].toReversed());
      const versions = { kind: 'read', value: layer.versions.value.toReversed() } as const;
      return { ...layer, policies, versions };
    });
    return { ...region, layers: { kind: 'read', value } as const };
  });
  deepEqual(planPrune({ ...one, layers: { kind: 'read', regions } as const }), plan());
});

holds(
  'has the same verdicts for functions with and without layers, unless there is a byte target',
  ({ one }) => {
    const { targetBytes: _, ...filters } = one.filters;
    const { layers: _layers, ...without } = { ...one, filters };
    deepEqual(deleted(planPrune({ ...one, filters })), deleted(planPrune(without)));
  },
);

holds(
  'never exceeds the cap unless configuration and request lift it',
  ({ plan: planned, listed }) => {
    const plan = planned();
    if (plan.settings.capLiftedBy.length === 2) return;
    for (const { versions } of layersOf(plan)) {
      const going = versions.filter(({ verdict }) => verdict === 'delete').length;
      ok(going <= mostDeletable(versions.length, 95));
    }
    ok(gone(plan).length <= mostDeletable(listed().length, 90));
  },
);

holds(
  'is unchanged after it was written and read, and has one line for each version as text',
  (asked) => {
    const plan = asked.plan();
    deepEqual(parsePlan(planJson(plan)), { ok: true, value: plan });
    const lines = planText(plan).split('\n');
    const about = lines.filter((line) => / {2}(?:delete|keep: \S)/.test(line));
    equal(about.length, plan.totals.listed.versions + asked.listed().length);
  },
);

holds('continues after an interruption with exactly the remaining deletions', (asked) => {
  const { one, isDone } = asked;
  const plan = asked.plan();
  const done = layerDeletionsOf(plan).filter((ref) => isDone(layerVersionKey(ref)));
  const segment = {
    format: 1,
    plan: plan.digest,
    sequence: 1,
    entries: done.map(
      ({ region, layerName, version }) =>
        ({
          region,
          layerName,
          version,
          at: NOW,
          kind: 'outcome',
          outcome: { kind: 'deleted' },
        }) as const,
    ),
  } as const;
  deepEqual(parseSegment(segmentJson(segment)), { ok: true, value: segment });
  const journal = foldJournal(plan, [segment]);
  const counts = layerCountsOf(plan, journal);
  equal(counts.deleted, done.length);
  equal(counts.skipped + counts.failed, 0);
  equal(counts.deleted + counts.notAttempted, counts.planned);
  equal(countsOf(plan, journal).deleted, done.length);
  const remains = remainingLayers(plan, journal).map((ref) => `delete ${layerVersionKey(ref)}`);
  const left = recheckedWithout(new Set(done.map(layerVersionKey)), one, plan, journal);
  deepEqual(left.toSorted(), remains.toSorted());
});

/** The verdicts for every layer when it is checked again after some of its versions were deleted. */
function recheckedWithout(
  isGone: ReadonlySet<string>,
  one: LayeredWorld,
  plan: PrunePlan,
  journal: ReturnType<typeof foldJournal>,
): readonly string[] {
  return layersOf(plan).flatMap((planned) => {
    const { region, name } = planned;
    const read = one.layers.regions.find((found) => found.region === region);
    const layer =
      read?.layers.kind === 'read'
        ? read.layers.value.find((found) => found.name === name)
        : undefined;
    if (read === undefined || layer?.versions.kind !== 'read') return [];
    const value = layer.versions.value.filter(
      ({ version }) => !isGone.has(layerVersionKey({ region, layerName: name, version })),
    );
    const fresh = {
      versions: { kind: 'read', value },
      policies: layer.policies,
      attached: read.attached,
      attachedReadAt: NOW,
    } as const;
    const { settings } = plan;
    const basis = { settings, accountCap: 'within', now: NOW, hash: sha256 } as const;
    return recheckLayer({ planned, fresh, journal, ...basis }).map(
      ({ verdict, version }) =>
        `${verdict} ${layerVersionKey({ region, layerName: name, version })}`,
    );
  });
}
