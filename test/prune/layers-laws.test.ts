import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { recheckLayer } from '../../src/decide/guard-layer-recheck.ts';
import { mostDeletable } from '../../src/decide/plan-prune-cap.ts';
import { planPrune } from '../../src/decide/plan-prune.ts';
import { layerDeletionsOf, layersOf } from '../../src/decide/plan-layers-order.ts';
import {
  countsOf,
  foldJournal,
  layerCountsOf,
  remainingLayers,
} from '../../src/decide/prune-journal.ts';
import { layerVersionKey } from '../../src/model/prune-layers.ts';
import type { PrunePlan } from '../../src/model/prune-plan.ts';
import { parsePlan, planJson } from '../../src/render/plan-json.ts';
import { parseSegment, segmentJson } from '../../src/render/plan-journal-json.ts';
import { planText } from '../../src/render/plan-text.ts';
import { deleted, NOW, sha256 } from './build.ts';
import type { LayeredWorld } from './layers-worlds.ts';
import { freeLayerVersions, layeredWorld } from './layers-worlds.ts';
import { TIME_MS, WORLDS } from './runs.ts';

function hold(law: (world: LayeredWorld) => void): void {
  fc.assert(fc.property(layeredWorld, law), { numRuns: WORLDS });
}

function unlimited(one: LayeredWorld): LayeredWorld {
  const { targetBytes: _, ...filters } = one.filters;
  const settings = { ...one.settings, capLiftedBy: ['configuration', 'request'] as const };
  return { ...one, filters, settings };
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

describe('a plan with layers', { timeout: TIME_MS }, () => {
  it('deletes exactly what the specification, asked version by version, lets go', () => {
    hold((one) => {
      expect(gone(planPrune(unlimited(one)))).toEqual([...freeLayerVersions(one)].toSorted());
    });
  });

  it('never holds what any rule keeps, whatever caps and targets do', () => {
    hold((one) => {
      const free = freeLayerVersions(one);
      for (const key of gone(planPrune(one))) expect(free).toContain(key);
    });
  });

  it('gives every listed version one verdict, and every kept one a reason', () => {
    hold((one) => {
      const { layers } = planPrune(one);
      if (layers?.kind !== 'planned') throw new Error('no layers');
      const all = layers.layers.flatMap(({ region, name, versions }) =>
        versions.map(({ version }) => layerVersionKey({ region, layerName: name, version })),
      );
      expect(all.toSorted()).toEqual(listedIn(one).toSorted());
      const { totals } = layers;
      expect(totals.keep.versions + totals.delete.versions).toBe(totals.listed.versions);
      const kept = totals.keptFor.reduce((sum, { versions }) => sum + versions, 0);
      expect(kept).toBe(totals.keep.versions);
    });
  });

  it.each(['keepNewest', 'minimumAgeDays'] as const)(
    'only ever moves versions from delete to keep when %s is raised',
    (setting) => {
      hold((one) => {
        const before = unlimited(one);
        const { retention } = before.settings;
        const raised = { ...retention, [setting]: retention[setting] + 1 };
        const after = { ...before, settings: { ...before.settings, retention: raised } };
        const stayed = new Set(gone(planPrune(before)));
        for (const key of gone(planPrune(after))) expect(stayed).toContain(key);
      });
    },
  );

  it('keeps everything for a number that is none', () => {
    hold((one) => {
      for (const setting of ['keepNewest', 'minimumAgeDays'] as const) {
        const retention = { ...one.settings.retention, [setting]: Number.NaN };
        const plan = planPrune({ ...one, settings: { ...one.settings, retention } });
        expect(gone(plan)).toEqual([]);
      }
    });
  });

  it('does not depend on the order in which anything was read', () => {
    hold((one) => {
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
      const mixed = { ...one, layers: { kind: 'read', regions } as const };
      expect(planPrune(mixed)).toEqual(planPrune(one));
    });
  });

  it('lets the layers change nothing about functions, but for a byte target', () => {
    hold((one) => {
      const { targetBytes: _, ...filters } = one.filters;
      const { layers: _layers, ...without } = { ...one, filters };
      expect(deleted(planPrune({ ...one, filters }))).toEqual(deleted(planPrune(without)));
    });
  });

  it('never goes beyond the cap unless both lift it', () => {
    hold((one) => {
      const plan = planPrune(one);
      if (plan.settings.capLiftedBy.length === 2) return;
      for (const { versions } of layersOf(plan)) {
        const going = versions.filter(({ verdict }) => verdict === 'delete').length;
        expect(going).toBeLessThanOrEqual(mostDeletable(versions.length, 95));
      }
      const all = listedIn(one).length;
      expect(gone(plan).length).toBeLessThanOrEqual(mostDeletable(all, 90));
    });
  });

  it('is the same again after it was written and read, and a line a version for a person', () => {
    hold((one) => {
      const plan = planPrune(one);
      expect(parsePlan(planJson(plan))).toEqual({ ok: true, value: plan });
      const lines = planText(plan).split('\n');
      const about = lines.filter((line) => / {2}(?:delete|keep: \S)/.test(line));
      expect(about).toHaveLength(plan.totals.listed.versions + listedIn(one).length);
    });
  });

  it('goes on, unchanged but for its own deletions, to exactly what remains of it', () => {
    fc.assert(
      fc.property(layeredWorld, fc.func(fc.boolean()), (one, isDone) => {
        const plan = planPrune(one);
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
        expect(parseSegment(segmentJson(segment))).toEqual({ ok: true, value: segment });
        const journal = foldJournal(plan, [segment]);
        const counts = layerCountsOf(plan, journal);
        expect(counts).toMatchObject({ deleted: done.length, skipped: 0, failed: 0 });
        expect(counts.deleted + counts.notAttempted).toBe(counts.planned);
        expect(countsOf(plan, journal).deleted).toBe(done.length);
        const doneKeys = new Set(done.map(layerVersionKey));
        const left = layersOf(plan).flatMap((planned) => {
          const { region, name } = planned;
          const read = one.layers.regions.find((found) => found.region === region);
          const layer =
            read?.layers.kind === 'read'
              ? read.layers.value.find((found) => found.name === name)
              : undefined;
          if (read === undefined || layer?.versions.kind !== 'read') return [];
          const value = layer.versions.value.filter(
            ({ version }) => !doneKeys.has(layerVersionKey({ region, layerName: name, version })),
          );
          return recheckLayer({
            planned,
            fresh: {
              versions: { kind: 'read', value },
              policies: layer.policies,
              attached: read.attached,
              attachedReadAt: NOW,
            },
            journal,
            settings: plan.settings,
            now: NOW,
            digest: sha256,
          }).map(({ verdict, version }) => {
            return `${verdict} ${layerVersionKey({ region, layerName: name, version })}`;
          });
        });
        const remains = remainingLayers(plan, journal).map(
          (ref) => `delete ${layerVersionKey(ref)}`,
        );
        expect(left.toSorted()).toEqual(remains.toSorted());
      }),
      { numRuns: WORLDS },
    );
  });
});
