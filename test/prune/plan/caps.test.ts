import { describe, expect, it } from 'vitest';

import type { Candidate } from '../../../src/prune/plan/cap.ts';
import {
  FUNCTION_CAP,
  LAYER_CAP,
  keptByCap,
  publishedCounts,
} from '../../../src/prune/plan/cap.ts';
import { candidatesOf, LAYER_KIND } from '../../../src/prune/plan/verdicts.ts';
import { bytes } from '../../../src/model/units.ts';
import { daysAgo, IRELAND, numbered, version } from './build.ts';
import { layerVersion } from './layers-build.ts';

function candidates(functionName: string, last: number, days: number): readonly Candidate[] {
  return numbered(1, last).map((one) => {
    const owner = `eu-west-1/${functionName}`;
    return {
      key: `${owner}:${one.version}`,
      owner,
      number: Number(one.version),
      packageBytes: bytes(1),
      publishedAt: daysAgo(days),
      freesNothing: false,
    };
  });
}

const keysOf = (kept: ReadonlyMap<string, { readonly code: string }>) =>
  [...kept].map(([key, reason]) => [key, 'of' in reason ? reason.of : reason.code]);

describe('the cap of functions', () => {
  it('counts published versions only', () => {
    const versions = [...numbered(1, 3), version('$LATEST')];
    expect([...publishedCounts([{ region: IRELAND, name: 'orders', versions }])]).toEqual([
      ['eu-west-1/orders', 3],
    ]);
  });

  it('keeps the newest versions of each function, then the newest remaining versions of the account', () => {
    const all = [...candidates('orders', 20, 300), ...candidates('pay', 72, 100)];
    const published = new Map([
      ['eu-west-1/orders', 20],
      ['eu-west-1/pay', 80],
    ]);
    const kept = keptByCap(all, published, FUNCTION_CAP);
    expect(keysOf(kept)).toEqual([
      ['eu-west-1/orders:20', 'function'],
      ['eu-west-1/pay:9', 'account'],
    ]);
    expect(keysOf(keptByCap(all.toReversed(), published, FUNCTION_CAP))).toEqual(keysOf(kept));
  });

  it('keeps all versions of a function that was not listed', () => {
    expect(keptByCap(candidates('orders', 2, 100), new Map(), FUNCTION_CAP).size).toBe(2);
  });
});

function judgedLayer(name: string, last: number, days: number) {
  const versions = Array.from({ length: last }, (_, at) => ({
    facts: layerVersion(at + 1, { createdAt: daysAgo(days) }),
    reasons: undefined,
  }));
  return { region: IRELAND, name, digest: '', versions };
}

describe('the cap of layers', () => {
  it('keeps the newest versions of each layer, then the newest remaining versions of the account', () => {
    const judged = [judgedLayer('tools', 20, 300), judgedLayer('fonts', 80, 100)];
    const all = candidatesOf(judged, LAYER_KIND).filter(
      ({ owner, number }) => owner.endsWith('tools') || number <= 72,
    );
    const listed = new Map([
      ['eu-west-1/layer:tools', 20],
      ['eu-west-1/layer:fonts', 80],
    ]);
    const kept = keysOf(keptByCap(all, listed, LAYER_CAP));
    expect(kept).toEqual([
      ['eu-west-1/layer:tools:20', 'layer'],
      ['eu-west-1/layer:fonts:72', 'account'],
    ]);
  });

  it('applies to versions that have a date and no other reason to be kept', () => {
    const facts = layerVersion(1);
    const { createdAt: _, ...undated } = layerVersion(2);
    const { packageBytes: __, ...unsized } = layerVersion(3, { storage: 'reference' });
    const judged = [
      {
        region: IRELAND,
        name: 'tools',
        digest: '',
        versions: [
          { facts, reasons: undefined },
          { facts: undated, reasons: undefined },
          { facts: unsized, reasons: undefined },
          { facts: layerVersion(4), reasons: [{ code: 'newest', keepNewest: 1 }] },
        ],
      },
    ] as const;
    const owner = 'eu-west-1/layer:tools';
    const common = { owner, publishedAt: daysAgo(100) };
    const expected: readonly Candidate[] = [
      { ...common, key: `${owner}:1`, number: 1, packageBytes: bytes(1000), freesNothing: false },
      { ...common, key: `${owner}:3`, number: 3, freesNothing: true },
    ];
    expect(candidatesOf(judged, LAYER_KIND)).toStrictEqual(expected);
  });
});
