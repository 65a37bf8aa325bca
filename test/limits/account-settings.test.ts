import { describe, expect, it } from 'vitest';

import type { AccountSettings } from '../../src/limits/account-settings.ts';
import { readAccountSettings } from '../../src/limits/account-settings.ts';
import { spellings } from '../aws/spellings.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, jsonError, operationsOver, ScriptedWire } from '../aws/wire.ts';

function read(answer: WireAnswer): Promise<AccountSettings> {
  const aws = operationsOver(new ScriptedWire(answer));
  return readAccountSettings(() => aws['lambda:GetAccountSettings']({}));
}

const settings = (used: unknown, limit: unknown, functions: unknown = 3): WireAnswer =>
  json({
    AccountLimit: { TotalCodeSize: limit, ConcurrentExecutions: 1_000 },
    AccountUsage: { TotalCodeSize: used, FunctionCount: functions },
  });

describe('the Lambda settings of an account', () => {
  it('are usage and limit in bytes from one answer', async () => {
    await expect(read(settings(322_122_547_201, 322_122_547_200))).resolves.toEqual({
      codeStorageUsed: 322_122_547_201,
      codeStorageLimit: 322_122_547_200,
      functionCount: 3,
      concurrency: 1_000,
      unreservedConcurrency: undefined,
    });
  });

  it('may be 0 bytes and 0 functions when Lambda returns so', async () => {
    await expect(read(settings(0, 10, 0))).resolves.toMatchObject({
      codeStorageUsed: 0,
      functionCount: 0,
    });
  });

  const noNumbers: readonly unknown[] = [
    undefined,
    null,
    'NaN',
    'Infinity',
    -1,
    0.5,
    2 ** 53,
    '7',
    {},
  ];

  it.each(noNumbers.map((value) => [value]))(
    'is no usage when that is %j: never 0',
    async (value) => {
      await expect(read(settings(value, 10))).rejects.toMatchObject({
        failure: {
          reason: 'malformed',
          operation: 'lambda:GetAccountSettings',
          message: 'the answer holds no AccountUsage.TotalCodeSize',
        },
      });
    },
  );

  it.each([...noNumbers, 0].map((value) => [value]))(
    'is a usage without a limit when that is %j',
    async (value) => {
      await expect(read(settings(5, value))).resolves.toMatchObject({
        codeStorageUsed: 5,
        codeStorageLimit: undefined,
      });
    },
  );

  it.each(noNumbers.map((value) => [value]))(
    'does not say how many functions there are when that is %j',
    async (value) => {
      const answer = await read(settings(5, 10, value ?? null));
      expect(answer.functionCount).toBeUndefined();
    },
  );

  it.each<[string, WireAnswer]>([
    ['nothing', { body: '' }],
    ['an empty object', json({})],
    ['a list', json([])],
    ['a page of something else', { body: '<html>Sign in</html>' }],
    ['half an answer', { body: '{"AccountUsage":{"TotalCodeSize":5' }],
  ])('is nothing when the answer is %s', async (_what, answer) => {
    await expect(read(answer)).rejects.toMatchObject({ failure: { reason: 'malformed' } });
  });

  it.each(spellings(jsonError))(
    'is nothing when the answer is $errorName: $reason',
    async ({ answer, errorName, reason, attempts }) => {
      await expect(read(answer)).rejects.toMatchObject({
        failure: { reason, errorName, attempts, operation: 'lambda:GetAccountSettings' },
      });
    },
  );
});
