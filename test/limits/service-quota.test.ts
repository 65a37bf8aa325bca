import { describe, expect, it } from 'vitest';

import { readQuota } from '../../src/limits/service-quota.ts';
import type { LimitValue } from '../../src/model/finding.ts';
import { spellings } from '../aws/spellings.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, operationsOver, ScriptedWire, typedError } from '../aws/wire.ts';

const CODE = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };
const NONE_APPLIED = typedError(400, 'NoSuchResourceException');

const quota = (value: unknown): WireAnswer => json({ Quota: { ...CODE, Value: value } });

function read(wire: ScriptedWire): Promise<LimitValue> {
  return readQuota(operationsOver(wire), CODE, 'count');
}

const asked = (wire: ScriptedWire): readonly (string | undefined)[] =>
  wire.requests.map(({ headers }) => headers['x-amz-target']?.split('.')[1]);

describe('a quota', () => {
  it('is the applied value, and the default is not read', async () => {
    const wire = new ScriptedWire(quota(15_000));
    await expect(read(wire)).resolves.toEqual({
      known: true,
      value: { unit: 'count', amount: 15_000 },
      source: 'applied quota',
    });
    expect(asked(wire)).toEqual(['GetServiceQuota']);
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toEqual(CODE);
  });

  it('is the default when no value was ever applied', async () => {
    const wire = new ScriptedWire(NONE_APPLIED, quota(10_000));
    await expect(read(wire)).resolves.toEqual({
      known: true,
      value: { unit: 'count', amount: 10_000 },
      source: 'default quota',
    });
    expect(asked(wire)).toEqual(['GetServiceQuota', 'GetAWSDefaultServiceQuota']);
  });

  it.each(spellings(typedError).filter(({ reason }) => reason !== 'absent'))(
    'is unknown, not the default, when the applied one answers $errorName',
    async ({ answer, errorName, reason, attempts }) => {
      const wire = new ScriptedWire(answer);
      await expect(read(wire)).resolves.toMatchObject({
        known: false,
        failure: { reason, errorName, attempts, operation: 'servicequotas:GetServiceQuota' },
      });
      expect(new Set(asked(wire))).toEqual(new Set(['GetServiceQuota']));
    },
  );

  it.each(['ResourceNotFoundException', 'NoSuchEntity'])(
    'is unknown when the answer is another kind of absence: %s',
    async (name) => {
      const wire = new ScriptedWire(typedError(404, name), quota(10_000));
      await expect(read(wire)).resolves.toMatchObject({ known: false });
      expect(asked(wire)).toEqual(['GetServiceQuota']);
    },
  );

  it.each(spellings(typedError))(
    'is unknown when none was applied and the default answers $errorName',
    async ({ answer, errorName, reason, attempts }) => {
      await expect(read(new ScriptedWire(NONE_APPLIED, answer))).resolves.toMatchObject({
        known: false,
        failure: {
          reason,
          errorName,
          attempts,
          operation: 'servicequotas:GetAWSDefaultServiceQuota',
        },
      });
    },
  );

  it('is unknown when AWS knows no default either', async () => {
    await expect(read(new ScriptedWire(NONE_APPLIED))).resolves.toMatchObject({
      known: false,
      failure: { reason: 'absent', errorName: 'NoSuchResourceException' },
    });
  });

  it.each([undefined, null, 0, -1, 0.5, 'NaN', 'Infinity', '10', 2 ** 53].map((value) => [value]))(
    'is unknown, never 0, when its value is %j',
    async (value) => {
      for (const answers of [[quota(value)], [NONE_APPLIED, quota(value)]]) {
        await expect(read(new ScriptedWire(...answers))).resolves.toMatchObject({
          known: false,
          failure: { reason: 'malformed' },
        });
      }
    },
  );

  it.each<[string, WireAnswer]>([
    ['nothing', { body: '' }],
    ['an empty object', json({})],
    ['no JSON', { body: '<html>' }],
  ])('is unknown when the answer is %s', async (_what, answer) => {
    await expect(read(new ScriptedWire(answer))).resolves.toMatchObject({
      known: false,
      failure: { reason: 'malformed', operation: 'servicequotas:GetServiceQuota' },
    });
  });
});
