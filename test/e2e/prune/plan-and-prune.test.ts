import { describe, expect, it } from 'vitest';

import type { FunctionWorld } from '../../sandbox/world.ts';
import { pruningWith } from './harness.ts';
import { DEV, devAccount, PROD, prodAccount } from './run-prune.ts';

const OLD = { publishedFrom: '2025-01-01T00:00:00Z', publishedTo: '2026-06-01T00:00:00Z' };

/**
 * Returns 60 functions with 12 versions; version 4 of each of the first twelve is used in a way that AWS does not
 * refuse to delete.
 */
function measuredWorld() {
  const functions = Array.from({ length: 60 }, (_, at): FunctionWorld => ({
    name: `service-${String(at).padStart(2, '0')}`,
    versions: '1-12',
    codeSize: 1_000_000 + at,
    ...OLD,
    aliases: [{ name: 'live', version: '12' }],
    ...(at < 6 ? { provisionedConcurrency: { '4': 1 } } : {}),
  }));
  const eventSourceMappings = functions.slice(6, 12).map(({ name }, at) => ({
    functionName: name,
    qualifier: '4',
    eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:queue-${at}`,
  }));
  return { functions, eventSourceMappings };
}

/** Returns the answer without the times at which figures were read; other tests check how long reads take. */
function withoutTimes(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'at' ? undefined : value)));
}

describe('planning and pruning over the wire', () => {
  it('keeps all twelve versions in use, is never throttled, and deletes the other candidates', async () => {
    const { sandbox, plan, pruneAll } = pruningWith({ accounts: [devAccount(measuredWorld())] });
    const planned = await plan({ account: 'dev' });
    expect(planned).toMatchObject({ state: 'planned' });
    if (planned.state !== 'planned') return;
    const planCalls = sandbox.calls.tally({ service: 'lambda' });
    const answers = await pruneAll(planned.planId, 'dev');
    const last = answers.at(-1);
    expect({ planCalls, totals: planned.totals, last: withoutTimes(last) }).toMatchInlineSnapshot(`
      {
        "last": {
          "account": {
            "id": "222222222222",
            "name": "dev",
            "stage": "nonprod",
          },
          "counts": {
            "deleted": 528,
            "failed": 0,
            "notAttempted": 0,
            "planned": 528,
            "skipped": 0,
          },
          "failed": [],
          "notice": "published",
          "packageBytesDeleted": 528015864,
          "planId": "20261122T060000Z-eccb7e9aff924c17",
          "regions": [
            {
              "after": {
                "limitBytes": 322122547200,
                "usedBytes": 252007146,
              },
              "before": {
                "limitBytes": 322122547200,
                "usedBytes": 780023010,
              },
              "counts": {
                "deleted": 528,
                "failed": 0,
                "notAttempted": 0,
                "planned": 528,
                "skipped": 0,
              },
              "packageBytesDeleted": 528015864,
              "region": "eu-west-1",
              "state": "finished",
            },
          ],
          "remaining": 0,
          "skipped": [],
          "state": "finished",
          "text": [
            "dev (222222222222, nonprod)",
            "528 planned: 528 deleted, 0 skipped, 0 failed, 0 not attempted",
            "503.5 MiB of packages deleted",
            "eu-west-1: code storage 0.8 GiB of 300 GiB before, 0.3 GiB of 300 GiB after",
          ],
        },
        "planCalls": {
          "lambda:GetAccountSettings": 1,
          "lambda:GetPolicy": 588,
          "lambda:ListAliases": 60,
          "lambda:ListEventSourceMappings": 1,
          "lambda:ListFunctionEventInvokeConfigs": 60,
          "lambda:ListFunctions": 16,
          "lambda:ListProvisionedConcurrencyConfigs": 60,
          "lambda:ListTags": 60,
        },
        "totals": {
          "delete": {
            "packageBytes": 528015864,
            "versions": 528,
          },
          "deleteFreesNothing": {
            "packageBytes": 0,
            "versions": 0,
          },
          "deleteSnapStart": {
            "packageBytes": 0,
            "versions": 0,
          },
          "deleteStorageUnknown": {
            "packageBytes": 528015864,
            "versions": 528,
          },
          "keep": {
            "packageBytes": 192005376,
            "versions": 192,
          },
          "keptFor": [
            {
              "code": "alias-target",
              "versions": 60,
            },
            {
              "code": "in-use",
              "versions": 12,
            },
            {
              "code": "rollback-target",
              "versions": 60,
            },
            {
              "code": "newest",
              "versions": 60,
            },
          ],
          "listed": {
            "packageBytes": 720021240,
            "versions": 720,
          },
        },
      }
    `);
    const functions = sandbox.organisation.account(DEV).lambda('eu-west-1').functions;
    for (const fn of functions.slice(0, 12)) expect(fn.versions).toContain(4);
    expect(sandbox.calls.count({ status: 429 })).toBe(0);
    expect(
      sandbox.calls.list({ operation: 'DeleteFunction' }).every(({ status }) => status === 204),
    ).toBe(true);
  });

  it('plans nothing in a production account, and gives all reasons', async () => {
    const { sandbox, plan } = pruningWith({ accounts: [prodAccount()] });
    const answer = await plan({ account: 'prod' });
    expect(answer).toMatchObject({ state: 'refused' });
    expect(sandbox.calls.count({ account: PROD })).toBe(0);
  });
});
