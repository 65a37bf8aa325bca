import { deepEqual, equal, ok } from 'node:assert/strict';

import * as fc from 'fast-check';

import { recheck } from '../../../src/prune/plan/guard-recheck.ts';
import { foldJournal, remainingDeletions } from '../../../src/prune/plan/journal.ts';
import type { FreshFunction } from '../../../src/prune/model/recheck.ts';
import type { PlannedFunction, PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { deletionsOf } from '../../../src/prune/plan/order.ts';
import { planPrune } from '../../../src/prune/plan/make.ts';
import { mostDeletable } from '../../../src/prune/plan/cap.ts';
import { versionKey } from '../../../src/prune/model/version.ts';
import { parsePlan, planJson } from '../../../src/prune/documents/plan-json.ts';
import { planText } from '../../../src/prune/plan/text/plan.ts';
import { once } from '../../../src/aws/once.ts';
import { deleted, NOW, sha256, verdicts } from './build.ts';
import { oracle } from './oracle.ts';
import type { Law } from './try-laws.ts';
import type { World } from './worlds.ts';
import { world } from './worlds.ts';

/** A generated account (a world) with its plan, which is made once for all laws. */
export interface PlannedWorld {
  readonly one: World;
  readonly plan: () => PrunePlan;
  /** The same world and its plan without cap and byte target, which choose between versions. */
  readonly before: () => World;
  readonly planBefore: () => PrunePlan;
  /** The result of the independent specification. */
  readonly oracle: () => ReturnType<typeof oracle>;
  /** A random selection of versions, by key. */
  readonly isDone: (key: string) => boolean;
}

export const drawn = fc.record({ one: world, isDone: fc.func(fc.boolean()) });

export function planned({ one, isDone }: Pick<PlannedWorld, 'one' | 'isDone'>): PlannedWorld {
  const before = once(() => unlimited(one));
  const plan = once(() => planPrune(one));
  const planBefore = once(() => planPrune(before()));
  return { one, isDone, plan, before, planBefore, oracle: once(() => oracle(one)) };
}

/** Every law by its title; each is tested on every world. */
export const laws = new Map<string, Law<PlannedWorld>>();

function holds(name: string, law: Law<PlannedWorld>): void {
  laws.set(name, law);
}

/** Settings and filters without cap and byte target, which choose between versions. */
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

holds('deletes exactly the versions that the independent specification deletes', (planned) => {
  deepEqual(deleted(planned.plan()).toSorted(), planned.oracle().plan);
});

holds(
  'never deletes a version that a rule keeps, or whose check failed or is missing',
  (planned) => {
    const free = new Set(planned.oracle().rows);
    deepEqual(
      deleted(planned.plan()).filter((key) => !free.has(key)),
      [],
    );
  },
);

holds('gives every listed version one verdict, and every kept version a reason', (planned) => {
  const plan = planned.plan();
  const listed = planned.one.inventory.regions.flatMap(({ region, functions }) =>
    functions.flatMap(({ name, versions }) =>
      versions.map(({ version }) => versionKey({ region, functionName: name, version })),
    ),
  );
  deepEqual([...verdicts(plan).keys()].toSorted(), listed.toSorted());
  const { totals } = plan;
  equal(totals.keep.versions + totals.delete.versions, totals.listed.versions);
  equal(totals.keep.packageBytes + totals.delete.packageBytes, totals.listed.packageBytes);
  equal(
    totals.keptFor.reduce((sum, { versions }) => sum + versions, 0),
    totals.keep.versions,
  );
});

for (const setting of ['keepNewest', 'minimumAgeDays', 'keepBelowAlias'] as const) {
  holds(
    `only ever moves versions from delete to keep when ${setting} is raised`,
    ({ before, planBefore }) => {
      const { retention } = before().settings;
      const raised = { ...retention, [setting]: retention[setting] + 1 };
      const settings = { ...before().settings, retention: raised };
      const stayed = new Set(deleted(planBefore()));
      const after = deleted(planPrune({ ...before(), settings }));
      deepEqual(
        after.filter((key) => !stayed.has(key)),
        [],
      );
    },
  );
}

holds('never deletes more when a setting is raised, with and without cap and target', ({ one }) => {
  const { targetBytes: _, ...filters } = one.filters;
  const before = { ...one, filters };
  const { retention } = before.settings;
  const raised = { ...retention, keepNewest: retention.keepNewest + 1, minimumAgeDays: 30 };
  const after = { ...before, settings: { ...before.settings, retention: raised } };
  ok(deleted(planPrune(after)).length <= deleted(planPrune(before)).length);
});

holds('deletes no more with a filter, the cap or a target than without', ({ plan, before }) => {
  const free = { ...before(), filters: { functions: [], regions: [] } };
  const all = new Set(deleted(planPrune(free)));
  deepEqual(
    deleted(plan()).filter((key) => !all.has(key)),
    [],
  );
});

holds('does not depend on the order in which anything was read', ({ one, plan }) => {
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
  deepEqual(planPrune(mixed), plan());
});

holds('is the same when everything was read twice', ({ one, plan }) => {
  const { inventory, evidence } = one;
  const regions = [...inventory.regions, ...inventory.regions];
  const twice = {
    ...one,
    inventory: { ...inventory, regions },
    evidence: [...evidence, ...evidence],
  };
  deepEqual(deleted(planPrune(twice)), deleted(plan()));
});

holds('never exceeds the cap unless configuration and request lift it', (planned) => {
  const plan = planned.plan();
  if (plan.settings.capLiftedBy.length === 2) return;
  for (const { versions } of plan.functions) {
    const gone = versions.filter(({ verdict }) => verdict === 'delete').length;
    const published = versions.filter(({ version }) => /^\d{1,3}$/.test(version)).length;
    ok(gone <= mostDeletable(published, 95));
  }
});

holds('deletes the largest package first, and packages that free nothing last', ({ plan }) => {
  const order = deletionsOf(plan()).map(({ storage, packageBytes }) =>
    storage === 'image' || storage === 'reference' ? packageBytes - 1e12 : packageBytes,
  );
  deepEqual(
    order,
    order.toSorted((a, b) => b - a),
  );
});

holds('is unchanged after it was written and read', ({ plan }) => {
  deepEqual(parsePlan(planJson(plan())), { ok: true, value: plan() });
});

holds('has one line for each version as text', ({ plan }) => {
  const lines = planText(plan()).split('\n');
  const about = lines.filter((line) => /  (?:delete|keep: \S)/.test(line));
  equal(about.length, plan().totals.listed.versions);
});

holds('keeps everything when a setting is not a number', ({ one }) => {
  for (const setting of ['keepNewest', 'minimumAgeDays'] as const) {
    const retention = { ...one.settings.retention, [setting]: Number.NaN };
    const plan = planPrune({ ...one, settings: { ...one.settings, retention } });
    deepEqual(deleted(plan), []);
    deepEqual(parsePlan(planJson(plan)), { ok: true, value: plan });
  }
});

holds('continues after an interruption with exactly the remaining deletions', (planned) => {
  const plan = planned.plan();
  const done = deletionsOf(plan).filter((deletion) => planned.isDone(versionKey(deletion)));
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
  const left = plan.functions.flatMap((fn) =>
    recheck({
      planned: fn,
      fresh: freshOf(planned.one, fn, gone),
      journal,
      settings: plan.settings,
      accountCap: 'within',
      now: NOW,
      hash: sha256,
    }).map(({ verdict, version }) => `${verdict} ${fn.region}/${fn.name}:${version}`),
  );
  const remains = remainingDeletions(plan, journal).map(
    (deletion) => `delete ${versionKey(deletion)}`,
  );
  deepEqual(left.toSorted(), remains.toSorted());
});

/** A function of a world without the deleted versions `gone`. */
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
    readAt: NOW,
  };
}
