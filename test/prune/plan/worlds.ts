import * as fc from 'fast-check';

import type { PlanBasis } from '../../../src/prune/plan/make.ts';
import type {
  Evidence,
  EvidenceOutcome,
  EvidenceScope,
} from '../../../src/prune/model/evidence.ts';
import { EVERY_VERSION } from '../../../src/prune/model/evidence.ts';
import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type {
  Alias,
  InventoriedFunction,
  VersionFacts,
} from '../../../src/prune/model/inventory.ts';
import { VERSION_TRAITS } from '../../../src/prune/model/inventory.ts';
import type { CapLifter } from '../../../src/prune/model/prune-plan.ts';
import { CAP_LIFTERS } from '../../../src/prune/model/prune-plan.ts';
import { bytes } from '../../../src/model/units.ts';
import {
  basisOf,
  daysAgo,
  fn,
  version,
  evidenceOf,
  failure,
  inventory,
  IRELAND,
  NOW,
  sha256,
  VIRGINIA,
} from './build.ts';

/** A random account: mostly old versions and evidence without uses, with a few faults. */
export type World = PlanBasis;

const REGIONS = [IRELAND, VIRGINIA];
const NAMES = ['orders', 'payments', 'hook'];
const HIGHEST = 14;
/** Version numbers that AWS may list and no plan may delete. */
const ODD_VERSIONS: readonly (readonly string[])[] = [
  ['$LATEST'],
  ['9007199254740993'],
  ['live', '012'],
];
const noTexts: readonly string[] = [];

const often = <Value>(value: Value, weight = 12) => ({ arbitrary: fc.constant(value), weight });
const versionText = fc.integer({ min: 1, max: HIGHEST }).map(String);

const age = fc.oneof(
  often(100),
  { arbitrary: fc.integer({ min: 1, max: 200 }), weight: 8 },
  // Ages around the boundaries of the rules.
  { arbitrary: fc.constantFrom(0, 1, 3, 7, 7 - 1e-6, 7 + 1e-6, 10, -5), weight: 3 },
);

/** Returns the version numbers from 1 to `most`. */
function upTo(most: number): string[] {
  return Array.from({ length: most }, (_, at) => String(at + 1));
}

const versionFacts = (version: string): fc.Arbitrary<VersionFacts> =>
  fc
    .record({
      version: fc.constant(version),
      packageBytes: fc.constantFrom(0, 10, 10, 500, 1000, 40_000_000).map(bytes),
      modifiedAt: fc.option(age.map(daysAgo), { freq: 30, nil: undefined }),
      traits: fc.oneof(often([]), fc.uniqueArray(fc.constantFrom(...VERSION_TRAITS))),
      storage: fc.oneof(
        often('copy' as const),
        fc.constantFrom('reference' as const, 'image' as const, 'unknown' as const),
      ),
    })
    .map(({ modifiedAt, ...others }) => ({
      ...others,
      ...(modifiedAt !== undefined && { modifiedAt }),
    }));

const aliasOf: fc.Arbitrary<Alias> = fc.record({
  name: fc.constantFrom('live', 'beta', 'canary'),
  pointsAt: fc.oneof({ arbitrary: versionText, weight: 5 }, fc.constant('$LATEST')),
  weights: fc.oneof(
    often([], 3),
    versionText.map((version) => [{ version, weight: 0.1 }]),
  ),
});

const functionOf = (name: string): fc.Arbitrary<InventoriedFunction> =>
  fc
    .record({
      versions: fc
        .oneof(
          { arbitrary: fc.uniqueArray(versionText, { maxLength: 10 }), weight: 8 },
          fc.integer({ min: 11, max: 30 }).map(upTo),
        )
        .chain((numbers) => fc.tuple(...numbers.map(versionFacts))),
      odd: fc.oneof(often(noTexts, 20), fc.constantFrom(...ODD_VERSIONS)),
      aliases: fc.oneof(
        { arbitrary: fc.array(aliasOf, { maxLength: 2 }), weight: 20 },
        fc.constantFrom('failed' as const, 'missing' as const),
      ),
    })
    .map(({ versions, odd, aliases }) => {
      const strange = odd.map((version) => ({
        version,
        packageBytes: bytes(5),
        modifiedAt: daysAgo(300),
        traits: [],
        storage: 'copy' as const,
      }));
      const read = { name, versions: [...versions, ...strange] };
      if (aliases === 'missing') return read;
      if (aliases === 'failed') return { ...read, aliases: { kind: 'failed', failure: failure() } };
      return { ...read, aliases: { kind: 'read', value: aliases } };
    });

const place = { region: fc.constantFrom(...REGIONS), functionName: fc.constantFrom(...NAMES) };

const use = fc.record({
  ...place,
  version: fc.oneof({ arbitrary: versionText, weight: 6 }, fc.constantFrom(EVERY_VERSION, 'live')),
  by: fc.constantFrom('queue', 'topic'),
});

const outcome: fc.Arbitrary<EvidenceOutcome> = fc.oneof(
  {
    arbitrary: fc.record(
      {
        kind: fc.constant('read' as const),
        uses: fc.array(use),
        couldNotTell: fc.array(fc.constantFrom('machine', 'stack'), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['kind', 'uses'] },
    ),
    weight: 4,
  },
  fc.constantFrom('denied' as const, 'throttled' as const).map((reason) => ({
    kind: 'failed' as const,
    failure: failure(reason),
  })),
);

const scope: fc.Arbitrary<EvidenceScope> = fc.oneof(
  fc.constant({ kind: 'account' as const }),
  fc.record({ kind: fc.constant('region' as const), region: place.region }),
  fc.record({ kind: fc.constant('function' as const), ...place }),
  fc.record({ kind: fc.constant('version' as const), ...place, version: versionText }),
);

const oddEvidence: fc.Arbitrary<Evidence> = fc.record({
  check: fc.constantFrom(...EVIDENCE_CHECKS),
  scope,
  outcome,
});

interface Change {
  readonly which: number;
  readonly becomes: EvidenceOutcome | undefined;
}

/** A change to one of the reads: it is missing, or has another result. */
const change: fc.Arbitrary<Change> = fc.record({
  which: fc.nat(),
  becomes: fc.option(outcome, { freq: 3, nil: undefined }),
});

const troubledWorld: fc.Arbitrary<World> = fc
  .record({
    regions: fc.uniqueArray(
      fc
        .record({ region: place.region, names: fc.uniqueArray(place.functionName) })
        .chain(({ region, names }) =>
          fc.tuple(...names.map(functionOf)).map((functions) => ({ region, functions })),
        ),
      { selector: ({ region }) => region, maxLength: 2, minLength: 1 },
    ),
    changes: fc.array(change, { maxLength: 4 }),
    odd: fc.oneof(often([], 3), fc.array(oddEvidence, { maxLength: 2 })),
    retention: fc.record({
      keepNewest: fc.constantFrom(1, 1, 2, 3),
      keepBelowAlias: fc.constantFrom(0, 1, 2),
      minimumAgeDays: fc.constantFrom(0, 1, 7, 10),
      keepFunctions: fc.oneof(often([], 6), fc.constantFrom(['hook'], ['pay*', 'x'])),
    }),
    capLiftedBy: fc.subarray([...CAP_LIFTERS]),
    functions: fc.oneof(often([], 6), fc.constantFrom(['o*'], ['hook', 'pay?ents'])),
    only: fc.oneof(often([], 6), fc.constant([VIRGINIA])),
    olderThanDays: fc.option(fc.constantFrom(0, 5, 50), { freq: 2, nil: undefined }),
    targetBytes: fc.option(fc.constantFrom(0, 5, 510, 45_000_000), { freq: 2, nil: undefined }),
  })
  .map(({ regions, changes, odd, retention, capLiftedBy, functions, only, ...more }) => {
    const all = inventory(...regions);
    const evidence = changes.reduce(changed, evidenceOf(all));
    return {
      inventory: all,
      evidence: [...evidence, ...odd],
      settings: { retention, capLiftedBy },
      filters: {
        functions,
        regions: only,
        ...(more.olderThanDays !== undefined && { olderThanDays: more.olderThanDays }),
        ...(more.targetBytes !== undefined && { targetBytes: bytes(more.targetBytes) }),
      },
      now: NOW,
      hash: sha256,
    };
  });

/** Nearly all versions may be deleted, so that the cap is exceeded. */
const roomyWorld: fc.Arbitrary<World> = fc
  .record({
    functions: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...NAMES),
        ages: fc.array(fc.integer({ min: 30, max: 90 }), { minLength: 9, maxLength: 30 }),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
    ),
    capLiftedBy: fc.oneof(often<CapLifter[]>([], 2), fc.subarray([...CAP_LIFTERS])),
    keepNewest: fc.constantFrom(1, 1, 2),
    targetBytes: fc.option(fc.constantFrom(5_000, 20_000), { nil: undefined }),
  })
  .map(({ functions, capLiftedBy, keepNewest, targetBytes }) => {
    const listed = functions.map(({ name, ages }) =>
      fn(
        name,
        ages.map((age, at) => version(at + 1, { modifiedAt: daysAgo(age) })),
      ),
    );
    const retention = { keepNewest, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] };
    return basisOf(inventory({ region: IRELAND, functions: listed }), {
      settings: { retention, capLiftedBy },
      filters: {
        functions: [],
        regions: [],
        ...(targetBytes !== undefined && { targetBytes: bytes(targetBytes) }),
      },
    });
  });

export const world: fc.Arbitrary<World> = fc.oneof(
  { arbitrary: troubledWorld, weight: 5 },
  { arbitrary: roomyWorld, weight: 1 },
);

function changed(evidence: readonly Evidence[], { which, becomes }: Change): readonly Evidence[] {
  if (evidence.length === 0) return evidence;
  const at = which % evidence.length;
  const before = evidence[at];
  const put =
    before === undefined || becomes === undefined ? [] : [{ ...before, outcome: becomes }];
  return [...evidence.slice(0, at), ...put, ...evidence.slice(at + 1)];
}
