import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  functionTable,
  versionsInUse,
  versionsNotChecked,
} from '../../../src/prune/plan/overview/by-function.ts';
import type { ShowFilter } from '../../../src/prune/plan/overview/show.ts';
import {
  namedVersion,
  namesNotFound,
  shownVersions,
  withNewerVerdicts,
} from '../../../src/prune/plan/overview/show.ts';
import { isBelow } from '../../../src/prune/plan/overview/until-estimate.ts';
import { progressText } from '../../../src/prune/plan/text/progress-text.ts';
import type { PlannedFunction, PlannedVersion } from '../../../src/prune/model/prune-plan.ts';
import type { KeepReason } from '../../../src/prune/model/reason.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import { bytes, count } from '../../../src/model/units.ts';
import { daysAgo, IRELAND, version, VIRGINIA } from './build.ts';

const UNCHECKED: KeepReason = { code: 'not-checked', check: 'invocations', why: 'denied' };
const ALIAS: KeepReason = { code: 'alias-target', alias: 'live' };
const USED: KeepReason = { code: 'in-use', check: 'pipes', by: 'pipe orders' };
const NEWEST: KeepReason = { code: 'newest', keepNewest: 3 };

function goes(number: number, size = 1000): PlannedVersion {
  const found = deletableVersion(String(number));
  if (found === undefined) throw new Error(`${number} is no version`);
  const facts = version(number, { packageBytes: bytes(size), modifiedAt: daysAgo(100 - number) });
  return { ...facts, version: found, verdict: 'delete' };
}

function stays(number: number, ...reasons: readonly [KeepReason, ...KeepReason[]]): PlannedVersion {
  return { ...version(number), verdict: 'keep', reasons };
}

function fn(name: string, versions: readonly PlannedVersion[], region = IRELAND): PlannedFunction {
  return { region, name, digest: 'x', versions };
}

const PLAN = {
  functions: [
    fn('api', [goes(1), goes(2), stays(3, ALIAS, NEWEST)]),
    fn('orders', [goes(1, 9000), stays(2, USED), stays(3, UNCHECKED)]),
    fn('orders', [stays(1, NEWEST)], VIRGINIA),
  ],
};

describe('the functions of a plan', () => {
  it('are sorted by the size of the versions to delete, with the dates of these versions', () => {
    const { largest, others, untouched } = functionTable(PLAN, 15);
    expect(largest).toEqual([
      {
        region: IRELAND,
        name: 'orders',
        delete: 1,
        keep: 2,
        packageBytes: 9000,
        publishedFrom: daysAgo(99),
        publishedTo: daysAgo(99),
      },
      {
        region: IRELAND,
        name: 'api',
        delete: 2,
        keep: 1,
        packageBytes: 2000,
        publishedFrom: daysAgo(99),
        publishedTo: daysAgo(98),
      },
    ]);
    expect(others).toBeUndefined();
    expect(untouched).toEqual({ functions: 1, delete: 0, keep: 1, packageBytes: 0 });
  });

  it('add up to all versions, however few functions are named', () => {
    const versions = fc.array(fc.tuple(fc.boolean(), fc.nat(5000)), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(versions, { maxLength: 8 }), fc.nat(4), (all, most) => {
        const functions = all.map((those, at) =>
          fn(
            `f${at}`,
            those.map(([isGoing, size], n) => (isGoing ? goes(n + 1, size) : stays(n + 1, NEWEST))),
          ),
        );
        const { largest, others, untouched } = functionTable({ functions }, most);
        const parts = [...largest, ...[others, untouched].flatMap((one) => one ?? [])];
        const sum = (of: (part: (typeof parts)[number]) => number) =>
          parts.reduce((total, part) => total + of(part), 0);
        const flat = all.flat();
        expect(largest.length).toBeLessThanOrEqual(most);
        expect(sum((part) => part.delete)).toBe(flat.filter(([isGoing]) => isGoing).length);
        expect(sum((part) => part.keep)).toBe(flat.filter(([isGoing]) => !isGoing).length);
      }),
    );
  });
});

describe('kept versions, by name', () => {
  it('are in use: uses that no alias shows come first', () => {
    const { groups, versions } = versionsInUse(PLAN, 10);
    expect(versions).toBe(2);
    expect(groups.map(({ reason }) => reason.code)).toEqual(['in-use', 'alias-target']);
    expect(groups[0]?.versions).toEqual([
      { region: IRELAND, functionName: 'orders', version: '2' },
    ]);
  });

  it('could not be checked: all are counted, even when not all groups are named', () => {
    expect(versionsNotChecked(PLAN, 0)).toEqual({ groups: [], versions: 1, more: 1 });
  });
});

describe('the versions of a plan that are shown', () => {
  const ALL: ShowFilter = { functions: [], kept: false };
  it.each<[string, Partial<ShowFilter>, readonly string[]]>([
    ['everything', {}, ['api:1', 'api:2', 'api:3', 'orders:1', 'orders:2', 'orders:3', 'orders:1']],
    ['what is kept', { kept: true }, ['api:3', 'orders:2', 'orders:3', 'orders:1']],
    ['some functions', { functions: ['a*'] }, ['api:1', 'api:2', 'api:3']],
    [
      'one version in every Region',
      { version: { functionName: 'orders', version: '1' } },
      ['orders:1', 'orders:1'],
    ],
    ['nothing', { version: { functionName: 'order', version: '1' } }, []],
  ])('is %s', (_, filter, names) => {
    const shown = shownVersions(PLAN, { ...ALL, ...filter });
    expect(shown.map(({ functionName, planned }) => `${functionName}:${planned.version}`)).toEqual(
      names,
    );
  });

  it.each([
    ['orders:7', { functionName: 'orders', version: '7' }],
    ['orders:07', undefined],
    ['orders:$LATEST', undefined],
    ['orders:live', undefined],
    ['orders', undefined],
    [':7', undefined],
    ['orders:7:8', undefined],
  ])('reads %s as a version', (text, expected) => {
    expect(namedVersion(text)).toEqual(expected);
  });

  it('names what the plan does not contain, with the most similar name', () => {
    expect(namesNotFound(PLAN, { functions: ['ordesr', 'api', 'x*'] })).toEqual([
      { asked: 'ordesr', meant: 'orders' },
      { asked: 'x*' },
    ]);
    const missing = { functionName: 'api', version: '9' };
    expect(namesNotFound(PLAN, { functions: [], version: missing })).toEqual([{ asked: 'api:9' }]);
  });

  it('are shown as kept when newer evidence keeps them, and never as deleted by it', () => {
    const since = new Map([
      ['eu-west-1/api:1', [USED] as const],
      ['eu-west-1/api:3', [USED] as const],
    ]);
    const [api] = withNewerVerdicts(PLAN, since).functions;
    expect(api?.versions.map(({ verdict }) => verdict)).toEqual(['keep', 'delete', 'keep']);
    expect(api?.versions[2]).toEqual(stays(3, ALIAS, NEWEST));
  });
});

describe('a target in percent', () => {
  it.each([
    [59, 60, true],
    [60, 60, false],
    [61, 60, false],
  ])('of %i used of 100 is below %i: %s', (used, percent, expected) => {
    expect(isBelow({ used: bytes(used), limit: bytes(100) }, percent)).toBe(expected);
  });

  it('is not known to be reached when AWS returned no limit', () => {
    expect(isBelow({ used: bytes(1) }, 60)).toBeUndefined();
  });
});

describe('a long planning', () => {
  it('says what was read, what was listed, and what is still to be read', () => {
    const listed = { functions: count(340), versions: count(4120), layers: count(0) };
    const left = [
      { region: IRELAND, what: 'checks', versions: count(1230) },
      { region: VIRGINIA, what: 'listing' },
    ] as const;
    const progress = { regions: count(3), read: count(1), listed, left };
    expect(progressText(progress)).toBe(
      '1 of 3 Regions read; 340 functions with 4,120 versions listed; left: 1,230 versions to check in eu-west-1, listing us-east-1',
    );
  });
});
