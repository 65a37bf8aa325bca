import { describe, expect, it } from 'vitest';

import { readAccountSettings } from '../../src/limits/account-settings.ts';
import { evaluate } from '../../src/limits/evaluate.ts';
import { lambdaReservedConcurrency } from '../../src/limits/lambda-reserved-concurrency.ts';
import type { LimitUsage } from '../../src/limits/limit.ts';
import type { Thresholds } from '../../src/model/limit.ts';
import { quantity } from '../../src/model/units.ts';
import { json, operationsOver, ScriptedWire } from '../aws/wire.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { instant } from '../../src/model/time.ts';
import { regionTarget } from '../model/make.ts';

const { definition } = lambdaReservedConcurrency;

async function measured(limit: unknown, unreserved: unknown): Promise<LimitUsage> {
  const answer = json({
    AccountLimit: {
      TotalCodeSize: 1,
      ConcurrentExecutions: limit,
      UnreservedConcurrentExecutions: unreserved,
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  });
  const aws = operationsOver(new ScriptedWire(answer));
  const retention = { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] };
  return lambdaReservedConcurrency.measure(
    {
      account: accountId('111111111111'),
      aws,
      startedAt: instant(0),
      retention,
      readsStorageMode: false,
      accountSettings: () => readAccountSettings(() => aws['lambda:GetAccountSettings']({})),
    },
    { limit: definition.id, ...definition.defaults },
  );
}

const FREE: Thresholds = {
  warn: { kind: 'free', free: quantity('count', 50) },
  critical: { kind: 'free', free: quantity('count', 10) },
};

describe('reserved concurrency', () => {
  it.each([
    [1_000, 1_000, 0, 900],
    [1_000, 900, 100, 900],
    [1_000, 500, 500, 900],
    [101, 101, 0, 1],
    // Counted at different moments: never less than nothing.
    [1_000, 1_010, 0, 900],
  ])('of %i, with %i unreserved, is %i of %i', async (limit, unreserved, used, quota) => {
    await expect(measured(limit, unreserved)).resolves.toMatchObject({
      used: { amount: used },
      limit: { known: true, value: { amount: quota } },
    });
  });

  it.each([100, 10, 0])(
    'cannot be reserved where the quota is %i, which is said and raises no alert',
    async (limit) => {
      const measurement = await measured(limit, limit);
      expect(measurement).toMatchObject({
        used: { amount: 0 },
        limit: { value: { amount: 0 } },
        remark: 'nothing can be reserved while the quota of concurrent executions is 100 or less',
      });
      for (const thresholds of [definition.defaults, FREE]) {
        const rule = { limit: definition.id, ...thresholds };
        expect(evaluate(regionTarget('eu-west-1'), rule, measurement)).toMatchObject({
          state: 'ok',
        });
      }
    },
  );

  it.each([
    [undefined, 1_000],
    [1_000, undefined],
    [-1, 1_000],
    [1_000, 'NaN'],
  ])('is not measured from %j and %j', async (limit, unreserved) => {
    await expect(measured(limit, unreserved)).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'lambda:GetAccountSettings' },
    });
  });
});
