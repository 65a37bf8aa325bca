import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { recheck } from '../../src/decide/guard-prune-recheck.ts';
import { foldJournal, remaining } from '../../src/decide/prune-journal.ts';
import type { FreshFunction } from '../../src/model/prune-guard.ts';
import type { PlannedFunction } from '../../src/model/prune-plan.ts';
import { deletionsOf } from '../../src/decide/plan-prune-order.ts';
import { planPrune } from '../../src/decide/plan-prune.ts';
import { mostDeletable } from '../../src/decide/plan-prune-cap.ts';
import { versionKey } from '../../src/model/prune-version.ts';
import { parsePlan, planJson } from '../../src/render/plan-json.ts';
import { planText } from '../../src/render/plan-text.ts';
import { deleted, NOW, sha256, verdicts } from './build.ts';
import { oracle } from './oracle.ts';
import { TIME_MS, WORLDS } from './runs.ts';
import type { World } from './worlds.ts';
import { world } from './worlds.ts';

function hold(law: (world: World) => void): void {
  fc.assert(fc.property(world, law), { numRuns: WORLDS });
}

/** Without the two that weigh versions against each other. */
function unlimited(one: World): World {
  const { targetBytes: _, ...filters } = one.filters;
  return {
    ...one,
    filters,
    settings: { ...one.settings, capLiftedBy: ['configuration', 'request'] },
  };
}

function reversed<Item>(items: readonly Item[]): readonly Item[] {
  return items.toReversed();
}

describe('a plan', { timeout: TIME_MS }, () => {
  it('deletes exactly what the specification, asked version by version, lets go', () => {
    hold((one) => {
      expect(deleted(planPrune(one)).toSorted()).toEqual(oracle(one).plan);
    });
  });

  it('never holds a version that any rule keeps, or whose check failed or is missing', () => {
    hold((one) => {
      const free = new Set(oracle(one).rows);
      for (const key of deleted(planPrune(one))) expect(free).toContain(key);
    });
  });

  it('gives every listed version one verdict, and every kept one a reason', () => {
    hold((one) => {
      const plan = planPrune(one);
      const listed = one.inventory.regions.flatMap(({ region, functions }) =>
        functions.flatMap(({ name, versions }) =>
          versions.map(({ version }) => versionKey({ region, functionName: name, version })),
        ),
      );
      expect([...verdicts(plan).keys()].toSorted()).toEqual(listed.toSorted());
      const { totals } = plan;
      expect(totals.keep.versions + totals.delete.versions).toBe(totals.listed.versions);
      expect(totals.keep.packageBytes + totals.delete.packageBytes).toBe(
        totals.listed.packageBytes,
      );
      expect(totals.keptFor.reduce((sum, { versions }) => sum + versions, 0)).toBe(
        totals.keep.versions,
      );
    });
  });

  it.each(['keepNewest', 'minimumAgeDays', 'keepBelowAlias'] as const)(
    'only ever moves versions from delete to keep when %s is raised',
    (setting) => {
      hold((one) => {
        const before = unlimited(one);
        const { retention } = before.settings;
        const raised = { ...retention, [setting]: retention[setting] + 1 };
        const after = { ...before, settings: { ...before.settings, retention: raised } };
        const stayed = new Set(deleted(planPrune(before)));
        for (const key of deleted(planPrune(after))) expect(stayed).toContain(key);
      });
    },
  );

  it('never grows when a setting is raised, cap and target or not', () => {
    hold((one) => {
      const { targetBytes: _, ...filters } = one.filters;
      const before = { ...one, filters };
      const { retention } = before.settings;
      const raised = { ...retention, keepNewest: retention.keepNewest + 1, minimumAgeDays: 30 };
      const after = { ...before, settings: { ...before.settings, retention: raised } };
      expect(deleted(planPrune(after)).length).toBeLessThanOrEqual(
        deleted(planPrune(before)).length,
      );
    });
  });

  it('only ever keeps more for a filter, the cap or a target', () => {
    hold((one) => {
      const free = { ...unlimited(one), filters: { functions: [], regions: [] } };
      const all = new Set(deleted(planPrune(free)));
      for (const key of deleted(planPrune(one))) expect(all).toContain(key);
    });
  });

  it('does not depend on the order in which anything was read', () => {
    hold((one) => {
      const mixed = {
        ...one,
        evidence: reversed(one.evidence),
        inventory: {
          ...one.inventory,
          regions: reversed(one.inventory.regions).map(({ region, functions }) => ({
            region,
            functions: reversed(functions).map((fn) => ({
              ...fn,
              versions: reversed(fn.versions),
              ...(fn.aliases?.kind === 'read' && {
                aliases: { kind: 'read' as const, value: reversed(fn.aliases.value) },
              }),
            })),
          })),
        },
      };
      expect(planPrune(mixed)).toEqual(planPrune(one));
    });
  });

  it('stays the same when everything was read twice', () => {
    hold((one) => {
      const { inventory, evidence } = one;
      const regions = [...inventory.regions, ...inventory.regions];
      const twice = {
        ...one,
        inventory: { ...inventory, regions },
        evidence: [...evidence, ...evidence],
      };
      expect(deleted(planPrune(twice))).toEqual(deleted(planPrune(one)));
    });
  });

  it('never goes beyond the cap unless both lift it', () => {
    hold((one) => {
      const plan = planPrune(one);
      if (plan.settings.capLiftedBy.length === 2) return;
      for (const { versions } of plan.functions) {
        const gone = versions.filter(({ verdict }) => verdict === 'delete').length;
        const published = versions.filter(({ version }) => /^\d{1,3}$/.test(version)).length;
        expect(gone).toBeLessThanOrEqual(mostDeletable(published, 95));
      }
    });
  });

  it('deletes the largest package first, and what frees nothing last', () => {
    hold((one) => {
      const order = deletionsOf(planPrune(one)).map(({ storage, packageBytes }) =>
        storage === 'image' || storage === 'reference' ? packageBytes - 1e12 : packageBytes,
      );
      expect(order).toEqual(order.toSorted((a, b) => b - a));
    });
  });

  it('is the same again after it was written and read', () => {
    hold((one) => {
      const plan = planPrune(one);
      expect(parsePlan(planJson(plan))).toEqual({ ok: true, value: plan });
    });
  });

  it('says every version in one line', () => {
    hold((one) => {
      const plan = planPrune(one);
      const lines = planText(plan).split('\n');
      const about = lines.filter((line) => /  (?:delete|keep: \S)/.test(line));
      expect(about).toHaveLength(plan.totals.listed.versions);
    });
  });

  it('keeps everything for a number that is none', () => {
    hold((one) => {
      for (const setting of ['keepNewest', 'minimumAgeDays'] as const) {
        const retention = { ...one.settings.retention, [setting]: Number.NaN };
        const plan = planPrune({ ...one, settings: { ...one.settings, retention } });
        expect(deleted(plan)).toEqual([]);
        expect(parsePlan(planJson(plan))).toEqual({ ok: true, value: plan });
      }
    });
  });

  it('goes on, unchanged but for its own deletions, to exactly what remains of it', () => {
    fc.assert(
      fc.property(world, fc.func(fc.boolean()), (one, isDone) => {
        const plan = planPrune(one);
        const done = deletionsOf(plan).filter((deletion) => isDone(versionKey(deletion)));
        const journal = foldJournal(plan, [
          {
            format: 1,
            plan: plan.digest,
            sequence: 1,
            entries: done.map((deletion) => ({
              ...deletion,
              at: NOW,
              kind: 'outcome',
              outcome: { kind: 'deleted' },
            })),
          },
        ]);
        const gone = new Set(done.map(versionKey));
        const left = plan.functions.flatMap((planned) =>
          recheck({
            planned,
            fresh: freshOf(one, planned, gone),
            journal,
            settings: plan.settings,
            now: NOW,
            digest: sha256,
          }).map(
            ({ verdict, version }) => `${verdict} ${planned.region}/${planned.name}:${version}`,
          ),
        );
        const remains = remaining(plan, journal).map(
          (deletion) => `delete ${versionKey(deletion)}`,
        );
        expect(left.toSorted()).toEqual(remains.toSorted());
      }),
      { numRuns: WORLDS },
    );
  });
});

/** A function of a world as it is once `gone` is deleted, and otherwise as it was. */
function freshOf(
  { inventory, evidence }: World,
  { region, name }: PlannedFunction,
  gone: ReadonlySet<string>,
): FreshFunction {
  const found = inventory.regions
    .filter((one) => one.region === region)
    .flatMap(({ functions }) => functions.filter((one) => one.name === name));
  const versions = found
    .flatMap((one) => one.versions)
    .filter(({ version }) => !gone.has(versionKey({ region, functionName: name, version })));
  return {
    versions: { kind: 'read', value: versions },
    aliases: found[0]?.aliases ?? { kind: 'read', value: [] },
    evidence,
    versionsReadAt: NOW,
    mappingsReadAt: NOW,
  };
}
