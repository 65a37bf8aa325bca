import { describe, expect, it } from 'vitest';

import type { StorageMode } from '../../../src/prune/model/inventory.ts';
import type { PlannedFunction, PlannedVersion } from '../../../src/prune/model/prune-plan.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import { untilEstimate } from '../../../src/prune/plan/overview/until-estimate.ts';
import type { RegionStorage } from '../../../src/prune/ports.ts';
import { bytes } from '../../../src/model/units.ts';
import { failure, IRELAND, NOW, version, VIRGINIA } from './build.ts';

function goes(number: number, size: number, storage: StorageMode = 'copy'): PlannedVersion {
  const found = deletableVersion(String(number));
  if (found === undefined) throw new Error(`${number} is no version`);
  const facts = version(number, { packageBytes: bytes(size), storage });
  return { ...facts, version: found, verdict: 'delete' };
}

function fn(region: typeof IRELAND, ...versions: readonly PlannedVersion[]): PlannedFunction {
  return { region, name: 'orders', digest: 'x', versions };
}

function stored(region: typeof IRELAND, used: number, limit?: number): RegionStorage {
  const value = {
    used: bytes(used),
    ...(limit !== undefined && { limit: bytes(limit) }),
  };
  return { region, at: NOW, storage: { kind: 'read', value } };
}

const FAILED: RegionStorage = {
  region: VIRGINIA,
  at: NOW,
  storage: { kind: 'failed', failure: failure() },
};
/** A plan with three versions of 10 bytes in one Region, and one of 5 in another. */
const PLAN = {
  functions: [fn(IRELAND, goes(1, 10), goes(2, 10), goes(3, 10)), fn(VIRGINIA, goes(1, 5))],
};
const NOTHING = { versions: 0, packageBytes: 0 };

describe('what a target in percent means for a plan', () => {
  it.each<[string, readonly RegionStorage[], object]>([
    [
      'counts nothing in a Region that is below it, and only what is needed in the other',
      [stored(IRELAND, 75, 100), stored(VIRGINIA, 10, 100)],
      {
        belowAlready: { versions: 1, packageBytes: 5 },
        enough: { versions: 2, packageBytes: 20, reachesTarget: true },
      },
    ],
    [
      'counts one more version when the others only reach the target',
      [stored(IRELAND, 80, 100), stored(VIRGINIA, 10, 100)],
      {
        belowAlready: { versions: 1, packageBytes: 5 },
        enough: { versions: 3, packageBytes: 30, reachesTarget: true },
      },
    ],
    [
      'says that all versions together do not reach it',
      [stored(IRELAND, 99, 100), stored(VIRGINIA, 61, 100)],
      {
        belowAlready: NOTHING,
        enough: { versions: 4, packageBytes: 35, reachesTarget: false },
      },
    ],
    [
      'counts nothing when every Region is below it',
      [stored(IRELAND, 1, 100), stored(VIRGINIA, 1, 100)],
      {
        belowAlready: { versions: 4, packageBytes: 35 },
        enough: { ...NOTHING, reachesTarget: true },
      },
    ],
    [
      'estimates nothing when a Region could not be measured',
      [stored(IRELAND, 75, 100), FAILED],
      { belowAlready: NOTHING },
    ],
    [
      'estimates nothing when AWS returned no limit',
      [stored(IRELAND, 75), stored(VIRGINIA, 10, 100)],
      { belowAlready: { versions: 1, packageBytes: 5 } },
    ],
    ['estimates nothing when nothing was measured', [], { belowAlready: NOTHING }],
  ])('%s', (_, storage, expected) => {
    expect(untilEstimate(PLAN, storage, 60)).toEqual(expected);
  });

  it('counts no freed bytes for a package that frees nothing', () => {
    const functions = [fn(IRELAND, goes(1, 90, 'image'), goes(2, 10))];
    expect(untilEstimate({ functions }, [stored(IRELAND, 80, 100)], 60).enough).toEqual({
      versions: 2,
      packageBytes: 100,
      reachesTarget: false,
    });
  });
});
