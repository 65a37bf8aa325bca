import { beforeAll, describe, expect, it } from 'vitest';

import type { FunctionWorld, World } from '../sandbox/world.ts';
import type { WatchResult } from './run-watch.ts';
import { memberAccount, runWatch, START, toolingAccount } from './run-watch.ts';
import { expectDenied } from '../sandbox/expected.ts';

/**
 * A world with everything that has led measuring tools to wrong figures. The expected figures are computed from the
 * world alone, and the run must report exactly those.
 */

const GIB = 1024 ** 3;
const DAY = 86_400_000;
const OLD = { publishedFrom: '2025-01-01T00:00:00Z', publishedTo: '2026-06-01T00:00:00Z' };
const LAYER = 'arn:aws:lambda:eu-west-1';

const FUNCTIONS: readonly FunctionWorld[] = [
  { name: 'past-nine', versions: '1-12', codeSize: 1_001, ...OLD },
  { name: 'past-ninety-nine', versions: '95-104', codeSize: 2_003, ...OLD },
  {
    name: 'gaps',
    versions: '1, 5, 9-11, 40, 100-101',
    codeSize: 3_007,
    ...OLD,
    aliases: [{ name: 'live', version: '40' }],
  },
  {
    name: 'weighted',
    versions: '1-20',
    codeSize: 5_003,
    ...OLD,
    aliases: [{ name: 'live', version: '12', weights: { '7': 0.1 } }],
  },
  { name: 'latest-only', codeSize: 7_001 },
  { name: 'latest-published', versions: '1-5', codeSize: 900, hasLatestPublished: true, ...OLD },
  { name: 'image', versions: '1-30', packageType: 'Image', codeSize: 0, ...OLD },
  { name: 'all-gone', versions: '', codeSize: 11 },
  {
    name: 'many-aliases',
    versions: '1-130',
    codeSize: 13,
    ...OLD,
    aliases: Array.from({ length: 120 }, (_, at) => ({
      name: `customer-${at}`,
      version: String(at + 1),
    })),
  },
  {
    name: `a-64-character-name_with-hyphens-and_underscores_${'x'.repeat(15)}`,
    versions: '1-9',
    codeSize: 17,
    ...OLD,
    layers: [
      { arn: `${LAYER}:222222222222:layer:shared:3`, codeSize: 1_000 },
      { arn: `${LAYER}:999999999999:layer:vendor:12`, codeSize: 50_000 },
    ],
  },
  {
    name: 'same-layers',
    versions: '1-4',
    codeSize: 19,
    ...OLD,
    layers: [
      { arn: `${LAYER}:222222222222:layer:shared:3`, codeSize: 1_000 },
      { arn: `${LAYER}:222222222222:layer:shared:10`, codeSize: 2_500 },
    ],
  },
  {
    name: 'young',
    versions: '1-50',
    codeSize: 23,
    publishedFrom: '2026-11-16T12:00:00Z',
    publishedTo: '2026-11-21T00:00:00Z',
  },
  {
    name: 'undated',
    versions: '1-6',
    codeSize: 29,
    ...OLD,
    lastModified: { '1': 'yesterday', '2': '' },
  },
  {
    name: 'us-east-1.edge-replica',
    versions: '1-6',
    codeSize: 31,
    ...OLD,
    masterArn: 'arn:aws:lambda:us-east-1:222222222222:function:edge-replica:6',
  },
  { name: 'opted-out-by-name', versions: '1-40', codeSize: 37, ...OLD },
];

const WORLD: World = {
  accounts: [
    toolingAccount(),
    memberAccount('222222222222', 'odd', {
      bucketCount: 10_050,
      quotas: { 's3/L-DC2B2D3D': 12_000 },
      regions: {
        'eu-west-1': {
          functions: FUNCTIONS,
          listing: { order: 'hash', emptyPages: true },
          codeStorage: { usage: { bytes: 301 * GIB } },
        },
      },
    }),
    memberAccount('333333333333', 'empty'),
    { id: '444444444444', name: 'denied' },
  ],
};

/** Returns the old versions of a function by a separate, simple implementation of the rules. */
function oldOf({ name, versions = '', aliases = [], ...fn }: FunctionWorld): number[] {
  const numbers = versions
    .split(',')
    .filter((part) => part.trim() !== '')
    .flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, at) => from + at);
    });
  const used = aliases.flatMap(({ version, weights = {} }) => [version, ...Object.keys(weights)]);
  const inUse = new Set(used.map(Number));
  const first = Date.parse(fn.publishedFrom ?? START);
  const last = Date.parse(fn.publishedTo ?? START);
  return numbers.filter((number, at) => {
    const published = first + ((last - first) * at) / Math.max(1, numbers.length - 1);
    const next = numbers[at + 1];
    return (
      at < numbers.length - 3 &&
      !inUse.has(number) &&
      !(next !== undefined && inUse.has(next)) &&
      fn.lastModified?.[number] === undefined &&
      fn.masterArn === undefined &&
      Date.parse(START) - published >= 7 * DAY &&
      !name.startsWith('opted-out')
    );
  });
}

interface Detail {
  readonly region: string;
  readonly limit: string;
  readonly state: string;
  readonly used?: number;
  readonly quota?: number;
  readonly reason?: string;
}

describe('the figures of a run', () => {
  let result: WatchResult;
  let details: ReadonlyMap<string, Detail>;

  beforeAll(async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    result = await runWatch({
      world: WORLD,
      accounts: [
        { id: '222222222222', name: 'odd', regions: ['eu-west-1', 'us-east-1'] },
        { id: '333333333333', name: 'empty', regions: ['eu-west-1', 'af-south-1'] },
        { id: '444444444444', name: 'denied', regions: ['eu-west-1'] },
      ],
      regions: ['eu-west-1'],
      settings: { versions: { keepFunctions: ['opted-out*'] } },
    });
    details = new Map(
      result.lines.flatMap((line) => {
        const { accountName, details: inAccount = [] } = JSON.parse(line);
        return inAccount.map((one: Detail) => [`${accountName} ${one.region} ${one.limit}`, one]);
      }),
    );
  });

  it('count old versions exactly', () => {
    const truth = FUNCTIONS.reduce((sum, fn) => sum + oldOf(fn).length, 0);
    expect(truth).toBeGreaterThan(30);
    expect(details.get('odd eu-west-1 lambda-old-versions')?.used).toBe(truth);
  });

  it('add up the package bytes of old versions', () => {
    const truth = FUNCTIONS.reduce((sum, fn) => sum + oldOf(fn).length * (fn.codeSize ?? 0), 0);
    const line = result.lines.find((text) => JSON.parse(text).accountName === 'odd') ?? '{}';
    expect(JSON.parse(line).OldVersionPackageBytes).toBe(truth);
  });

  it('have usage and limit of code storage as the account reports them, also above 100 %', () => {
    expect(details.get('odd eu-west-1 lambda-code-storage')).toMatchObject({
      state: 'critical',
      used: 301 * GIB,
      quota: 300 * GIB,
    });
  });

  it('count every bucket over several pages against the increased quota', () => {
    expect(details.get('odd global s3-buckets')).toMatchObject({
      state: 'warn',
      used: 10_050,
      quota: 12_000,
    });
  });

  it('are 0 where there is nothing, and only there', () => {
    const zeros = [...details].filter(([, { used }]) => used === 0).map(([key]) => key);
    expect(zeros.toSorted()).toEqual([
      'empty eu-west-1 lambda-code-storage',
      'empty eu-west-1 lambda-old-versions',
      'empty global s3-buckets',
      'odd us-east-1 lambda-code-storage',
      'odd us-east-1 lambda-old-versions',
    ]);
  });

  it('name what could not be measured', () => {
    const blind = [...details].filter(([, { state }]) => state === 'not-measured');
    expect(blind.map(([key, { reason }]) => `${key}: ${reason}`).toSorted()).toEqual([
      'denied eu-west-1 lambda-code-storage: denied',
      'denied eu-west-1 lambda-old-versions: denied',
      'denied global s3-buckets: denied',
      'empty af-south-1 lambda-code-storage: not-enabled',
      'empty af-south-1 lambda-old-versions: not-enabled',
    ]);
  });

  it('need aliases only of functions with a possible old version, and every page of them', () => {
    const asked = result.sandbox.calls.list({ operation: 'ListAliases' }).length;
    const functionsWithCandidates = [
      'past-nine',
      'past-ninety-nine',
      'gaps',
      'weighted',
      'latest-published',
      'image',
      'many-aliases',
      'a-64',
      'same-layers',
      'undated',
    ].length;
    // 120 aliases need three pages of 50: two calls more than one page.
    expect(asked).toBe(functionsWithCandidates + 2);
  });
});
