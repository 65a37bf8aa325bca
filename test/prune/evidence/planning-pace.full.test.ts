import { describe, expect, it } from 'vitest';

import { grantOf } from '../../../src/prune/evidence/callers.ts';
import { DEV } from '../../sandbox/fixtures/small-world.ts';
import type { FunctionWorld } from '../../sandbox/world/functions.ts';
import { sized } from '../../size.ts';
import { planned, verdicts } from './planned-account.ts';

const PLACE = 'eu-west-1';
const OLD = { publishedFrom: '2025-01-01', publishedTo: '2025-06-01' };
const OWN_BUCKETS = ['GetPolicy', 'ListDurableExecutionsByFunction', 'GetFunction'];

const name = (at: number): string => `fn-${String(at).padStart(3, '0')}`;

/** 60 functions, 12 of which have one old version in use: by an event source or provisioned concurrency. */
const sixty: readonly FunctionWorld[] = Array.from({ length: 60 }, (_, at) => ({
  name: name(at),
  versions: '1-12',
  ...OLD,
  ...(at >= 6 && at < 12 && { provisionedConcurrency: { '5': 1 } }),
}));
const mappings = Array.from({ length: 6 }, (_, at) => ({
  functionName: name(at),
  qualifier: '4',
  eventSourceArn: `arn:aws:sqs:${PLACE}:${DEV}:jobs`,
}));

describe('a plan of 60 functions with 12 versions each', () => {
  it('keeps versions in use, with the fewest calls, within its rate limit, and is never throttled', async () => {
    const { plan, sandbox, seconds } = await planned({
      regions: { [PLACE]: { functions: sixty, eventSourceMappings: mappings } },
    });
    const inUse = Object.entries(verdicts(plan)).filter(
      ([, verdict]) => verdict !== 'newest' && verdict !== 'delete',
    );
    expect(inUse).toHaveLength(12);
    expect(plan.totals.delete.versions).toBe(60 * 9 - 12);

    const lambda = sandbox.calls.list({ service: 'lambda' });
    const shared = lambda.filter(({ operation }) => !OWN_BUCKETS.includes(operation)).length;
    const floor = Math.ceil((60 * 12 + 60) / 50) + Math.ceil(mappings.length / 100) + 60 * 4 + 1;
    expect(shared).toBeLessThanOrEqual(floor);
    const policies = sandbox.calls.count({ operation: 'GetPolicy' });
    expect(policies).toBe(60 * 9 - 12 + 60);

    expect(sandbox.calls.list().filter(({ status }) => status === 429)).toEqual([]);
    const bound = Math.max(
      shared / grantOf('lambda:ListAliases').pace.perSecond,
      policies / grantOf('lambda:GetPolicy').pace.perSecond,
    );
    expect(seconds).toBeLessThanOrEqual(bound * 1.1);
  });
});

describe('a plan beside many state machines and stacks', () => {
  it('is never throttled by Step Functions or CloudFormation', async () => {
    const many = <Item>(n: number, make: (at: number) => Item) =>
      Array.from({ length: n }, (_, at) => make(at));
    const { plan, sandbox } = await planned({
      regions: {
        [PLACE]: {
          functions: [{ name: 'pay', versions: '1-6', ...OLD }],
          stateMachines: many(160, (at) => ({
            name: `machine-${at}`,
            definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
            ...(at < 3 && { executions: many(100, (n) => ({ name: `run-${at}-${n}` })) }),
          })),
          stacks: many(120, (at) => ({ name: `stack-${at}` })),
        },
      },
    });
    expect(plan.failedChecks).toEqual([]);
    expect(sandbox.calls.count({ operation: 'DescribeStateMachineForExecution' })).toBe(300);
    expect(sandbox.calls.count({ operation: 'GetTemplate' })).toBeGreaterThanOrEqual(120);
    const throttled = sandbox.calls
      .list()
      .filter(({ status, errorName = '' }) => status === 429 || errorName.startsWith('Throttl'));
    expect(throttled).toEqual([]);
  }, 60_000);
});

describe('a plan of many versions', () => {
  it('is made slice by slice without a pause, and is never throttled', async () => {
    const each = 50;
    const functions = sized(20, 60);
    const many = Array.from({ length: functions }, (_, at) => ({
      name: name(at),
      versions: `1-${each}`,
      ...OLD,
    }));
    const { plan, sandbox, slices, seconds } = await planned({
      regions: { [PLACE]: { functions: many } },
      sliceMs: 55_000,
    });
    const candidates = functions * (each - 3);
    expect(plan.totals.delete.versions).toBe(candidates);
    expect(plan.failedChecks).toEqual([]);
    const policies = candidates + functions;
    expect(sandbox.calls.count({ operation: 'GetPolicy' })).toBe(policies);
    expect(sandbox.calls.count({ operation: 'GetMetricData' })).toBe(Math.ceil(candidates / 500));
    expect(sandbox.calls.list().filter(({ status }) => status === 429)).toEqual([]);
    expect(slices).toBe(Math.ceil(seconds / 55));
    expect(seconds).toBeLessThan((policies / grantOf('lambda:GetPolicy').pace.perSecond) * 1.1);
  }, 60_000);
});
