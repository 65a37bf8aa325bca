import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  encodeReadings,
  MOST_ALIASES_KEPT,
  parseReadings,
  NO_READINGS,
} from '../../../src/limits/remembered/format.ts';
import type { AccountReadings, RegionReadings } from '../../../src/limits/remembered/format.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import { object, text, whole } from '../../alerts/state/arbitraries.ts';

const OWNER = { deployment: 'limits-watchdog', account: accountId('222222222222') };
const at = fc.integer({ min: 0, max: 4_102_444_800_000 }).map((ms) => instant(ms));
const asMap = <Value>(table: Readonly<Record<string, Value>>) => new Map(Object.entries(table));
const mapOf = <Value>(value: fc.Arbitrary<Value>) => fc.dictionary(text, value).map(asMap);

const alias = object<RegionReadings['aliases'] extends ReadonlyMap<string, infer R> ? R : never>({
  readAt: at,
  versions: text,
  aliases: fc.array(
    object<{ name: string; versions: readonly number[]; revision?: string }>(
      { name: text, versions: fc.array(whole), revision: text },
      ['revision'],
    ),
    { maxLength: 3 },
  ),
});
const quota = object<RegionReadings['quotas'] extends ReadonlyMap<string, infer R> ? R : never>({
  readAt: at,
  quota: fc.record(
    {
      ServiceCode: text,
      QuotaCode: text,
      QuotaName: text,
      Value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      Unit: text,
      Adjustable: fc.boolean(),
      GlobalQuota: fc.boolean(),
      Period: fc.constantFrom({ PeriodValue: 1, PeriodUnit: 'SECOND' as const }),
      UsageMetric: fc.record({
        MetricNamespace: text,
        MetricName: text,
        MetricDimensions: fc.dictionary(text, text),
        MetricStatisticRecommendation: text,
      }),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
});
const readings: fc.Arbitrary<AccountReadings> = mapOf(
  object<RegionReadings>({ aliases: mapOf(alias), quotas: mapOf(quota), noIncreases: mapOf(at) }),
);

describe('stored readings', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(readings, (all) => {
        expect(parseReadings(encodeReadings(all, OWNER), OWNER)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it('in any other format are ignored, and nothing throws', () => {
    const stored = encodeReadings(new Map([['eu-west-1', NO_READINGS]]), OWNER);
    const with_ = (change: object) => JSON.stringify({ ...JSON.parse(stored), ...change });
    const others = [
      '',
      'null',
      '[]',
      '{',
      with_({ version: 2 }),
      with_({ version: undefined }),
      with_({ kind: 'limits-watchdog/state' }),
      with_({ regions: [] }),
      with_({ regions: { 'eu-west-1': {} } }),
      with_({ regions: { 'eu-west-1': { aliases: { pay: { readAt: 'now' } } } } }),
    ];
    expect(others.map((one) => parseReadings(one, OWNER))).toEqual(others.map(() => undefined));
    expect(parseReadings(stored, { ...OWNER, deployment: 'other' })).toBeUndefined();
    const stranger = { ...OWNER, account: accountId('333333333333') };
    expect(parseReadings(stored, stranger)).toBeUndefined();
    fc.assert(
      fc.property(fc.anything(), fc.json(), (value, json) => {
        parseReadings(json, OWNER);
        parseReadings(with_({ regions: { r: { aliases: { f: value } } } }), OWNER);
      }),
      { numRuns: 50 },
    );
  });

  it('are limited in number, and a function beyond the limit is left out completely', () => {
    const reading = {
      readAt: instant(0),
      versions: 'v',
      aliases: [{ name: 'live', versions: [1] }],
    };
    const many = Array.from({ length: MOST_ALIASES_KEPT }, (_, n) => [`f${n}`, reading] as const);
    const all = new Map([['eu-west-1', { ...NO_READINGS, aliases: new Map(many) }]]);
    const stored = encodeReadings(all, OWNER);
    const kept = parseReadings(stored, OWNER)?.get('eu-west-1')?.aliases;
    expect(kept?.size).toBe(MOST_ALIASES_KEPT / 2);
    expect(kept?.get('f0')).toEqual(reading);
    expect(stored.length).toBeLessThan(3_000_000);
  });
});
