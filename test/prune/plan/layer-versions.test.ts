import { describe, expect, it } from 'vitest';

import type { LayerVersionFacts } from '../../../src/prune/model/layer.ts';
import type { ListedLayer, LayerRules } from '../../../src/prune/plan/layer-reasons.ts';
import { layerReasons, tidyLayerVersions } from '../../../src/prune/plan/layer-reasons.ts';
import { instant } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';
import { daysAgo, IRELAND, NOW, RETENTION, VIRGINIA } from './build.ts';
import { layerVersion, NO_POLICY } from './layers-build.ts';

function without(facts: LayerVersionFacts, key: 'createdAt' | 'packageBytes'): LayerVersionFacts {
  const { version, createdAt, packageBytes, storage } = facts;
  return {
    version,
    storage,
    ...(key !== 'createdAt' && createdAt !== undefined && { createdAt }),
    ...(key !== 'packageBytes' && packageBytes !== undefined && { packageBytes }),
  };
}

const ONE = layerVersion(1);

describe('a layer version that was listed twice', () => {
  it.each<[string, LayerVersionFacts, LayerVersionFacts]>([
    ['the later date', layerVersion(1, { createdAt: daysAgo(200) }), ONE],
    ['no date that only one has', without(ONE, 'createdAt'), without(ONE, 'createdAt')],
    [
      'no size that differs',
      layerVersion(1, { packageBytes: bytes(5) }),
      without(ONE, 'packageBytes'),
    ],
    ['no size that only one has', without(ONE, 'packageBytes'), without(ONE, 'packageBytes')],
    [
      'no storage that differs',
      layerVersion(1, { storage: 'reference' }),
      layerVersion(1, { storage: 'unknown' }),
    ],
    ['all that is the same', ONE, ONE],
  ])('becomes one version with %s', (_, other, merged) => {
    expect(tidyLayerVersions([ONE, other])).toStrictEqual([merged]);
    expect(tidyLayerVersions([other, ONE])).toStrictEqual([merged]);
  });

  it('is sorted by number, and its date is in whole milliseconds', () => {
    const uneven = layerVersion(2, { createdAt: instant(NOW + 0.5) });
    const even = layerVersion(2, { createdAt: NOW });
    expect(tidyLayerVersions([layerVersion(10), uneven, ONE])).toEqual([
      ONE,
      even,
      layerVersion(10),
    ]);
  });
});

describe('what keeps a layer version', () => {
  const RULES: LayerRules = { retention: RETENTION, filters: { regions: [] }, now: NOW };
  const versions = [1, 2, 3, 4].map((number) => layerVersion(number));
  const reasonsOf = (facts: LayerVersionFacts, rules: LayerRules, isAsked = true) => {
    const policies: ListedLayer['policies'] = new Map(isAsked ? [[facts.version, NO_POLICY]] : []);
    const judged = { name: 'tools', versions, policies };
    const attached = { kind: 'read', value: new Map() } as const;
    return layerReasons(IRELAND, judged, attached, rules)(facts).map(({ code }) => code);
  };
  const aged = { ...RULES, filters: { regions: [], olderThanDays: 30 } };

  it.each<[string, LayerVersionFacts, LayerRules, boolean, readonly string[]]>([
    ['nothing', ONE, RULES, true, []],
    ['a policy that was not read', ONE, RULES, false, ['not-checked']],
    ['its youth alone', layerVersion(1, { createdAt: daysAgo(1) }), RULES, false, ['too-young']],
    ['no age that is exactly enough', layerVersion(1, { createdAt: daysAgo(7) }), RULES, true, []],
    [
      'its missing date, by the rules and the filter',
      without(ONE, 'createdAt'),
      aged,
      true,
      ['undated', 'filtered'],
    ],
    ['the filter of age', layerVersion(1, { createdAt: daysAgo(20) }), aged, true, ['filtered']],
    [
      'no filter of age that it passes',
      layerVersion(1, { createdAt: daysAgo(30) }),
      aged,
      true,
      [],
    ],
    ['another Region', ONE, { ...RULES, filters: { regions: [VIRGINIA] } }, true, ['filtered']],
    ['not its own Region', ONE, { ...RULES, filters: { regions: [IRELAND] } }, true, []],
  ])('is %s', (_, facts, rules, isAsked, codes) => {
    expect(reasonsOf(facts, rules, isAsked)).toEqual(codes);
  });
});
