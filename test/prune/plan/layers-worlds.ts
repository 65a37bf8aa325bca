import * as fc from 'fast-check';

import type { PlanBasis } from '../../../src/prune/plan/make.ts';
import type {
  InventoriedLayer,
  LayerPolicy,
  LayerVersionFacts,
  RegionLayers,
} from '../../../src/prune/model/layer.ts';
import { attachmentKey, layerVersionKey } from '../../../src/prune/model/layer.ts';
import type { PruneInventory, Reading } from '../../../src/prune/model/inventory.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';
import { DAY_MS } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';
import { daysAgo, failure, IRELAND, NOW, VIRGINIA } from './build.ts';
import { layerNumber } from './layers-build.ts';
import { world } from './worlds.ts';

/** A random account with functions and layers, a few of which have faults. */
export interface LayeredWorld extends PlanBasis {
  readonly layers: { readonly kind: 'read'; readonly regions: readonly RegionLayers[] };
}

const NAMES = ['tools', 'fonts'];

const facts = (number: number): fc.Arbitrary<LayerVersionFacts> =>
  fc
    .record({
      age: fc.option(
        fc.oneof(
          { arbitrary: fc.constant(100), weight: 8 },
          fc.integer({ min: 0, max: 200 }),
          fc.constantFrom(1, 7, 7 - 1e-6, 7 + 1e-6, -5),
        ),
        { freq: 20, nil: undefined },
      ),
      packageBytes: fc.option(fc.constantFrom(0, 10, 1000, 40_000_000).map(bytes), {
        freq: 8,
        nil: undefined,
      }),
      storage: fc.oneof(
        { arbitrary: fc.constant('copy' as const), weight: 6 },
        fc.constantFrom('reference' as const, 'unknown' as const),
      ),
    })
    .map(({ age, packageBytes, storage }) => ({
      version: layerNumber(number),
      ...(age !== undefined && { createdAt: daysAgo(age) }),
      ...(packageBytes !== undefined && { packageBytes }),
      storage,
    }));

const policy: fc.Arbitrary<Reading<LayerPolicy> | undefined> = fc.oneof(
  { arbitrary: fc.constant({ kind: 'read' as const, value: {} }), weight: 16 },
  fc.constant({ kind: 'read' as const, value: { admits: 'an organisation' } }),
  fc.constant({ kind: 'failed' as const, failure: failure('denied') }),
  fc.constant(undefined),
);

const layerOf = (name: string): fc.Arbitrary<InventoriedLayer> =>
  fc
    .oneof(
      {
        arbitrary: fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 10 }),
        weight: 8,
      },
      fc.integer({ min: 11, max: 30 }).map((n) => Array.from({ length: n }, (_, at) => at + 1)),
    )
    .chain((numbers) =>
      fc.record({
        versions: fc.tuple(...numbers.map(facts)),
        policies: fc.tuple(...numbers.map((number) => fc.tuple(fc.constant(number), policy))),
        isListed: fc.nat({ max: 20 }).map((n) => n > 0),
      }),
    )
    .map(({ versions, policies, isListed }) => ({
      name,
      versions: isListed
        ? { kind: 'read', value: versions }
        : { kind: 'failed', failure: failure('throttled') },
      policies: new Map(policies.flatMap(([n, one]) => (one === undefined ? [] : [[n, one]]))),
      unsized: new Map<number, ReadFailure>(),
    }));

const regionOf = (region: RegionLayers['region']): fc.Arbitrary<RegionLayers> =>
  fc
    .record({
      layers: fc.tuple(...NAMES.map(layerOf)),
      attached: fc.array(
        fc.tuple(fc.constantFrom(...NAMES, 'other'), fc.integer({ min: 1, max: 14 })),
        { maxLength: 4 },
      ),
      fails: fc.nat({ max: 40 }),
    })
    .map(({ layers, attached, fails }) => ({
      region,
      attached:
        fails === 1
          ? { kind: 'failed', failure: failure('denied') }
          : {
              kind: 'read',
              value: new Map(attached.map(([name, n]) => [attachmentKey(name, n), 'orders:1'])),
            },
      layers:
        fails === 2
          ? { kind: 'failed', failure: failure('denied') }
          : { kind: 'read', value: layers },
    }));

export const layeredWorld: fc.Arbitrary<LayeredWorld> = fc
  .record({ basis: world, regions: fc.tuple(regionOf(IRELAND), regionOf(VIRGINIA)) })
  .map(({ basis, regions }) => ({
    ...basis,
    inventory: oneFunction(basis.inventory),
    layers: { kind: 'read', regions },
  }));

/** Only the first function of each Region, since functions have laws of their own. */
function oneFunction(inventory: PruneInventory): PruneInventory {
  return {
    ...inventory,
    regions: inventory.regions.map(({ region, functions }) => ({
      region,
      functions: functions.slice(0, 1),
    })),
  };
}

/** The versions that the independent specification deletes before cap and target are applied. */
export function freeLayerVersions(one: LayeredWorld): ReadonlySet<string> {
  const { filters, settings, layers } = one;
  const { keepNewest, minimumAgeDays } = settings.retention;
  const free = new Set<string>();
  for (const { region, attached, layers: listed } of layers.regions) {
    if (attached.kind === 'failed' || listed.kind === 'failed') continue;
    if (filters.regions.length > 0 && !filters.regions.includes(region)) continue;
    for (const { name, versions, policies } of listed.value) {
      if (versions.kind === 'failed') continue;
      for (const { version, createdAt } of versions.value) {
        const newer = versions.value.filter((other) => other.version > version).length;
        const asked = policies.get(version);
        const ageDays = createdAt === undefined ? -1 : (NOW - createdAt) / DAY_MS;
        const mustBe = Math.max(minimumAgeDays, 1, filters.olderThanDays ?? 0);
        const isFree =
          !attached.value.has(`${name}:${version}`) &&
          newer >= Math.max(keepNewest, 1) &&
          createdAt !== undefined &&
          ageDays >= mustBe &&
          asked?.kind === 'read' &&
          asked.value.admits === undefined;
        if (isFree) free.add(layerVersionKey({ region, layerName: name, version }));
      }
    }
  }
  return free;
}
