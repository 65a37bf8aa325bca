import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationJsonSchema } from '../../src/config/schema.ts';
import { LIMITS } from './limits.ts';

const EXAMPLE: unknown = parse(
  readFileSync(new URL('../../watchdog.example.yml', import.meta.url), 'utf8'),
);
const SCHEMA = configurationJsonSchema(LIMITS) as Schema;

/** The part of JSON Schema that the configuration's schema uses. */
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: Schema;
  minItems?: number;
  anyOf?: Schema[];
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  description?: string;
  examples?: string[];
}

function accepts(schema: Schema, value: unknown): boolean {
  if (schema.anyOf !== undefined) return schema.anyOf.some((option) => accepts(option, value));
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return (
      (schema.required ?? []).every((key) => key in value) &&
      Object.entries(value).every(([key, child]) => {
        const known = schema.properties?.[key];
        return known === undefined ? schema.additionalProperties !== false : accepts(known, child);
      })
    );
  }
  if (schema.type === 'array') {
    if (!Array.isArray(value) || value.length < (schema.minItems ?? 0)) return false;
    return value.every((item) => accepts(schema.items ?? {}, item));
  }
  if (schema.type === 'boolean') return typeof value === 'boolean';
  if (schema.type === 'string') {
    return typeof value === 'string' && new RegExp(schema.pattern ?? '', 'u').test(value);
  }
  return (
    typeof value === 'number' &&
    (schema.type !== 'integer' || Number.isInteger(value)) &&
    value >= (schema.minimum ?? -Infinity) &&
    value <= (schema.maximum ?? Infinity) &&
    value > (schema.exclusiveMinimum ?? -Infinity)
  );
}

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:payments';
const ROUTE = { name: 'payments', accounts: ['payments-*'], stages: ['prod'], topicArn: TOPIC };
const MUTE = { limits: ['s3-*'], until: '2026-12-24', owner: 'ops', reason: 'being cleaned' };

const ROLE = 'arn:aws:iam::111111111111:role/operations/on-call';

function alertsWith(more: object): object {
  return { topicArn: TOPIC, ...more };
}

test('it accepts the example, and the example with its comments as settings', () => {
  const all = {
    alerts: alertsWith({
      chatTopicArn: TOPIC,
      eventBusArn: 'arn:aws-cn:events:cn-north-1:111111111111:event-bus/default',
      remind: { criticalHours: 1, warnDays: 90 },
      clearPoints: 50,
      forecastDays: 1,
      routes: [ROUTE, { name: 'all', limits: [], topicArn: TOPIC }],
      mutes: [MUTE, { ...MUTE, regions: ['global'], until: '2026-12-24T18:00+01:00' }],
    }),
    state: { bucket: 'state-bucket', key: 'a/state.json' },
    access: { breakGlassRoles: [ROLE], mayPlan: [ROLE], mayPrune: [ROLE], mayMute: [ROLE] },
    readStorageMode: true,
    metrics: { perRegion: true },
    versions: { keepFunctions: ['legacy-*'] },
  };
  expect(accepts(SCHEMA, EXAMPLE)).toBe(true);
  expect(accepts(SCHEMA, { ...(EXAMPLE as object), ...all })).toBe(true);
});

test.each([
  ['an unknown key', { colour: 'blue' }],
  ['an unknown limit', { limits: { 'lambda-code-storag': { warn: 70 } } }],
  ['a ceiling for a quota', { limits: { 's3-buckets': { ceiling: 1 } } }],
  ['room left in the wrong unit', { limits: { 's3-buckets': { warn: { freeGiB: 1 } } } }],
  ['a percentage above 100', { thresholds: { warn: 101 } }],
  ['an age of no days', { versions: { minimumAgeDays: 0 } }],
  ['no accounts', { accounts: [] }],
  ['a word for a flag', { readStorageMode: 'yes' }],
  ['an empty list of who may prune', { access: { mayPrune: [] } }],
  ['an empty list of who may mute', { access: { mayMute: [] } }],
  ['a role with a wildcard', { access: { breakGlassRoles: [`${ROLE}*`] } }],
  ['a bucket in capitals', { state: { bucket: 'Limits' } }],
  [
    'a route that is called as a stage',
    { alerts: alertsWith({ routes: [{ ...ROUTE, name: 'prod' }] }) },
  ],
  ['a mute without an owner', { alerts: alertsWith({ mutes: [{ ...MUTE, owner: '' }] }) }],
  ['a mute until no day', { alerts: alertsWith({ mutes: [{ ...MUTE, until: '2026-13-01' }] }) }],
  ['an account id without quotes', { tooling: { account: 111111111111, region: 'eu-west-1' } }],
])('it refuses %s', (_what, change) => {
  expect(accepts(SCHEMA, { ...(EXAMPLE as object), ...change })).toBe(false);
});

test('it names its draft, requires only keys without a default, and describes limits and Regions', () => {
  expect(SCHEMA).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'limits-watchdog configuration',
    required: ['tooling', 'role', 'alerts', 'accounts'],
    additionalProperties: false,
  });
  const { limits, regions } = SCHEMA.properties!;
  expect(limits?.properties?.['lambda-old-versions']).toMatchObject({
    description: 'Old Lambda versions',
    properties: { ceiling: { type: 'integer', minimum: 1 } },
  });
  expect(regions?.items?.examples).toContain('eu-west-1');
});
