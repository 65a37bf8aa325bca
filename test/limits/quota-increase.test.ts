import { describe, expect, it } from 'vitest';

import { readIncrease } from '../../src/limits/quota-increase.ts';
import type { QuotaIncrease } from '../../src/model/finding.ts';
import { spellings } from '../aws/spellings.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, operationsOver, ScriptedWire, typedError } from '../aws/wire.ts';

const CODE = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };
const OPERATION = 'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota';
const CREATED = Date.UTC(2026, 10, 20, 8);

const change = (
  Status: unknown,
  DesiredValue: unknown = 20_000,
  Created: unknown = CREATED / 1000,
) => ({ ...CODE, Id: 'r-1', Status, DesiredValue, Created }) as const;

const page = (changes: readonly unknown[], next?: string | null): WireAnswer =>
  json({ RequestedQuotas: changes, ...(next === undefined ? {} : { NextToken: next }) });

const read = (wire: ScriptedWire): Promise<QuotaIncrease> =>
  readIncrease(operationsOver(wire), CODE, 'count');

describe('an increase of a quota', () => {
  it.each(['PENDING', 'CASE_OPENED'])('is open while its request is %s', async (status) => {
    const wire = new ScriptedWire(page([change('DENIED', 50_000), change(status)]));
    await expect(read(wire)).resolves.toEqual({
      open: true,
      desired: { unit: 'count', amount: 20_000 },
      since: CREATED,
      state: status === 'CASE_OPENED' ? 'case-opened' : 'pending',
      requestId: 'r-1',
    });
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toEqual(CODE);
  });

  it.each([
    'APPROVED',
    'DENIED',
    'NOT_APPROVED',
    'CASE_CLOSED',
    'INVALID_REQUEST',
    'A_STATUS_OF_TOMORROW',
  ])('is not open when its request is %s', async (status) => {
    await expect(read(new ScriptedWire(page([change(status)])))).resolves.toEqual({ open: false });
  });

  it('is not open when none was ever requested', async () => {
    await expect(read(new ScriptedWire(page([])))).resolves.toEqual({ open: false });
  });

  it('is found on the last of several pages, empty ones in between included', async () => {
    const wire = new ScriptedWire(
      page([change('DENIED')], 'two'),
      page([], 'three'),
      page([change('PENDING', 30_000)], null),
    );
    await expect(read(wire)).resolves.toMatchObject({ open: true, desired: { amount: 30_000 } });
    expect(wire.requests.map(({ body }) => JSON.parse(body).NextToken)).toEqual([
      undefined,
      'two',
      'three',
    ]);
  });

  it('is the request with the largest value, if there are several', async () => {
    const changes = [12_000, 40_000, 30_000].map((desired) => change('PENDING', desired));
    await expect(read(new ScriptedWire(page(changes)))).resolves.toMatchObject({
      desired: { amount: 40_000 },
    });
  });

  it.each(spellings(typedError))(
    'is unknown, never "none", when the answer is $errorName',
    async ({ answer, errorName, reason, attempts }) => {
      await expect(read(new ScriptedWire(answer))).resolves.toMatchObject({
        open: 'unknown',
        failure: { reason, errorName, attempts, operation: OPERATION },
      });
    },
  );

  it.each<[string, WireAnswer]>([
    ['nothing', { body: '' }],
    ['an object without a list', json({})],
    ['no JSON', { body: '<html>' }],
    ['a request without a status', page([change(undefined)])],
    ['an open request for no value', page([change('PENDING', null)])],
    ['an open request for half a bucket', page([change('PENDING', 0.5)])],
    ['an open request without a date', page([change('PENDING', 20_000, null)])],
  ])('is unknown when the answer is %s', async (_what, answer) => {
    await expect(read(new ScriptedWire(answer))).resolves.toMatchObject({
      open: 'unknown',
      failure: { reason: 'malformed', operation: OPERATION },
    });
  });

  it('is unknown when a later page cannot be read: an open request may be on it', async () => {
    const wire = new ScriptedWire(page([], 'two'), typedError(403, 'AccessDeniedException'));
    await expect(read(wire)).resolves.toMatchObject({
      open: 'unknown',
      failure: { reason: 'denied' },
    });
  });
});
