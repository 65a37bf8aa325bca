import { describe, expect, it } from 'vitest';

import { aliasesOf } from '../../../src/prune/evidence/aliases.ts';
import { durableExecutions } from '../../../src/prune/evidence/durable-executions.ts';
import {
  destinationEvidence,
  readEventInvokeConfigs,
} from '../../../src/prune/evidence/event-invoke-configs.ts';
import { readInvocations } from '../../../src/prune/evidence/invocations.ts';
import { optOutTags } from '../../../src/prune/evidence/opt-out-tags.ts';
import { provisionedConcurrency } from '../../../src/prune/evidence/provisioned-concurrency.ts';
import type { PruneReads } from '../../../src/prune/evidence/collect/rates.ts';
import { resourcePolicy } from '../../../src/prune/evidence/resource-policy.ts';
import { readStorageMode } from '../../../src/prune/evidence/collect/storage-mode.ts';
import type { Evidence, EvidenceOutcome } from '../../../src/prune/model/evidence.ts';
import { spellings } from '../../aws/spellings.ts';
import type { ScriptedWire, WireAnswer } from '../../aws/wire.ts';
import { EU_WEST_1, json, jsonError, typedError } from '../../aws/wire.ts';
import { arn, NOW, scriptedReads, use } from './scripted-reads.ts';

const ORDERS = { region: EU_WEST_1, functionName: 'orders' };
const ORDERS_12 = { ...ORDERS, version: '12' };

const outcomes = (evidence: readonly Evidence[]): readonly EvidenceOutcome[] =>
  evidence.map(({ outcome }) => outcome);
/** Returns the page marker of each request. */
const markers = ({ requests }: ScriptedWire) => requests.map(({ query }) => query['Marker']);
const read = (...uses: readonly ReturnType<typeof use>[]) => ({ kind: 'read', uses });

/** Each read of one function or version, with the error format of its service. */
const checks: readonly {
  readonly name: string;
  readonly ask: (reads: PruneReads) => Promise<Evidence>;
  readonly errorOf: (status: number, name: string) => WireAnswer;
}[] = [
  { name: 'tags', ask: (reads) => optOutTags.read(reads, 'orders'), errorOf: jsonError },
  {
    name: 'provisioned concurrency',
    ask: (reads) => provisionedConcurrency.read(reads, 'orders'),
    errorOf: jsonError,
  },
  {
    name: 'event invoke configs',
    ask: async (reads) => (await readEventInvokeConfigs(reads, 'orders')).evidence,
    errorOf: jsonError,
  },
  { name: 'policy', ask: (reads) => resourcePolicy.read(reads, ORDERS_12), errorOf: jsonError },
  {
    name: 'durable executions',
    ask: (reads) => durableExecutions.read(reads, ORDERS_12),
    errorOf: jsonError,
  },
  {
    name: 'invocations',
    ask: async (reads) => (await readInvocations(reads, [ORDERS_12]))[0]!,
    errorOf: typedError,
  },
];

describe('every read of a function or version', () => {
  it.each(
    checks.flatMap((one) =>
      spellings(one.errorOf)
        .filter(
          ({ errorName }) => one.name !== 'policy' || errorName !== 'ResourceNotFoundException',
        )
        .map((spelling) => ({ ...one, ...spelling })),
    ),
  )('$name: is failed evidence when AWS answers $errorName: $reason', async (one) => {
    const { outcome } = await one.ask(scriptedReads(one.answer).reads);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: one.reason, errorName: one.errorName },
    });
  });
});

describe('the tag that opts a function out', () => {
  it.each([
    ['with a value', { 'limits-watchdog:keep': 'yes' }, 'tag limits-watchdog:keep=yes'],
    ['that says false', { 'limits-watchdog:keep': 'false' }, 'tag limits-watchdog:keep=false'],
    ['without a value', { a: 'b', 'limits-watchdog:keep': '' }, 'tag limits-watchdog:keep'],
  ])('keeps every version, %s', async (_name, Tags, by) => {
    const { reads, wire } = scriptedReads(json({ Tags }));
    const { outcome, scope } = await optOutTags.read(reads, 'orders');
    expect(outcome).toEqual(read(use('orders', '*', by)));
    expect(scope).toEqual({ kind: 'function', ...ORDERS });
    expect(decodeURIComponent(wire.requests[0]!.path)).toBe(`/2017-03-31/tags/${arn('orders')}`);
  });

  it.each([{}, { Tags: {} }, { Tags: { 'limits-watchdog:keeper': 'x' } }])(
    'is not in %j',
    async (answer) => {
      const { outcome } = await optOutTags.read(scriptedReads(json(answer)).reads, 'orders');
      expect(outcome).toEqual(read());
    },
  );
});

describe('provisioned concurrency', () => {
  it('is read to the last page, in any status, of versions and not of aliases', async () => {
    const { reads, wire } = scriptedReads(
      json({
        ProvisionedConcurrencyConfigs: [{ FunctionArn: arn('orders', '12'), Status: 'FAILED' }],
        NextMarker: 'two',
      }),
      json({ ProvisionedConcurrencyConfigs: [], NextMarker: 'three' }),
      json({
        ProvisionedConcurrencyConfigs: [
          { FunctionArn: arn('orders', 'live') },
          { FunctionArn: arn('orders', '13') },
        ],
      }),
    );
    const { outcome } = await provisionedConcurrency.read(reads, 'orders');
    expect(outcome).toEqual(
      read(use('orders', '12', arn('orders', '12')), use('orders', '13', arn('orders', '13'))),
    );
    expect(markers(wire)).toEqual([undefined, 'two', 'three']);
  });

  it.each([json({}), json({ ProvisionedConcurrencyConfigs: [{}] })])(
    'is a failure when the answer is not understood',
    async (answer) => {
      const { outcome } = await provisionedConcurrency.read(scriptedReads(answer).reads, 'orders');
      expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
    },
  );
});

describe('asynchronous settings', () => {
  const config = (qualifier: string, onSuccess?: string, onFailure?: string) => ({
    FunctionArn: arn('orders', qualifier),
    DestinationConfig: {
      ...(onSuccess !== undefined && { OnSuccess: { Destination: onSuccess } }),
      ...(onFailure !== undefined && { OnFailure: { Destination: onFailure } }),
    },
  });

  it('keep the version that has them and the versions that they send to', async () => {
    const { reads, wire } = scriptedReads(
      json({
        FunctionEventInvokeConfigs: [config('12', arn('billing', '3'))],
        NextMarker: 'two',
      }),
      json({
        FunctionEventInvokeConfigs: [
          config('$LATEST', 'arn:aws:sqs:eu-west-1:222222222222:q', arn('audit', '7')),
          config('live', arn('billing', 'live')),
        ],
      }),
    );
    const { evidence, destinations } = await readEventInvokeConfigs(reads, 'orders');
    expect(evidence.outcome).toEqual(read(use('orders', '12', 'asynchronous invocation settings')));
    expect(destinations).toEqual([
      use('billing', '3', 'asynchronous destination of orders'),
      use('audit', '7', 'asynchronous destination of orders'),
    ]);
    expect(markers(wire)).toEqual([undefined, 'two']);
  });

  it('that cannot be read for one function leave all destinations of the Region unknown', async () => {
    const good = await readEventInvokeConfigs(
      scriptedReads(json({ FunctionEventInvokeConfigs: [] })).reads,
      'orders',
    );
    const denied = await readEventInvokeConfigs(
      scriptedReads(jsonError(403, 'AccessDeniedException')).reads,
      'billing',
    );
    const gone = await readEventInvokeConfigs(
      scriptedReads(jsonError(404, 'ResourceNotFoundException')).reads,
      'audit',
    );
    const found = [use('x', '1', 'y')].map((one) => ({ ...one, region: EU_WEST_1 }));
    expect(destinationEvidence(EU_WEST_1, [good.evidence, gone.evidence], found)).toEqual({
      check: 'async-destinations',
      scope: { kind: 'region', region: EU_WEST_1 },
      outcome: read(use('x', '1', 'y')),
    });
    expect(
      destinationEvidence(EU_WEST_1, [good.evidence, denied.evidence], found).outcome,
    ).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
  });
});

describe('the policy of a version', () => {
  const policy = (...Statement: readonly unknown[]) =>
    json({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });

  it.each([
    [
      policy({ Sid: 'api', Principal: { Service: 'apigateway.amazonaws.com' } }),
      'api (apigateway.amazonaws.com)',
    ],
    [
      policy(
        { Sid: 'a', Principal: { AWS: ['arn:aws:iam::1:root', 'arn:aws:iam::2:root'] } },
        { Principal: '*' },
      ),
      'a (arn:aws:iam::1:root, arn:aws:iam::2:root); a statement (*)',
    ],
    [policy(), 'unknown principals'],
    [json({ Policy: '{"Statement":{"Sid":"one"}}' }), 'one'],
    [json({ Policy: 'not json' }), 'unknown principals'],
    [json({ Policy: 'null' }), 'unknown principals'],
    [policy({ Sid: '', Principal: null }), 'a statement'],
    [policy({ Sid: 5, Principal: '*' }), 'a statement (*)'],
    [policy(null), 'a statement'],
    [json({}), 'unknown principals'],
  ])('is a use, whatever its content', async (answer, by) => {
    const { reads, wire } = scriptedReads(answer);
    const { outcome, scope } = await resourcePolicy.read(reads, ORDERS_12);
    expect(outcome).toEqual(read(use('orders', '12', by)));
    expect(scope).toEqual({ kind: 'version', ...ORDERS_12 });
    expect(wire.requests[0]).toMatchObject({
      path: '/2015-03-31/functions/orders/policy',
      query: { Qualifier: '12' },
    });
  });

  it('has a bounded length', async () => {
    const { reads } = scriptedReads(policy({ Sid: 'x'.repeat(900) }));
    const { outcome } = await resourcePolicy.read(reads, ORDERS_12);
    expect(outcome.kind === 'read' && outcome.uses[0]!.by.length).toBe(200);
  });

  it('is absent only when Lambda answers 404', async () => {
    const none = await resourcePolicy.read(
      scriptedReads(jsonError(404, 'ResourceNotFoundException')).reads,
      ORDERS_12,
    );
    expect(none.outcome).toEqual(read());
    const other = await resourcePolicy.read(
      scriptedReads(jsonError(404, 'UnknownOperationException')).reads,
      ORDERS_12,
    );
    expect(other.outcome).toMatchObject({ kind: 'failed' });
  });
});

describe('durable executions', () => {
  it('are read beyond an empty page, and only running ones of this version', async () => {
    const { reads, wire } = scriptedReads(
      json({ DurableExecutions: [], NextMarker: 'two' }),
      json({
        DurableExecutions: [{ DurableExecutionArn: 'arn:e', DurableExecutionName: 'nightly' }],
        NextMarker: 'three',
      }),
    );
    const { outcome } = await durableExecutions.read(reads, ORDERS_12);
    expect(outcome).toEqual(read(use('orders', '12', 'running durable execution nightly')));
    expect(wire.requests).toHaveLength(2);
    expect(wire.requests[0]!.query).toMatchObject({ Qualifier: '12', Statuses: 'RUNNING' });
    expect(markers(wire)).toEqual([undefined, 'two']);
  });

  it('may be absent', async () => {
    const { reads } = scriptedReads(json({ DurableExecutions: [] }));
    expect((await durableExecutions.read(reads, ORDERS_12)).outcome).toEqual(read());
  });
});

describe('invocations of the last 90 days', () => {
  const version = (number: number) => ({ ...ORDERS, version: String(number) });
  const result = (place: number, Values: readonly number[], StatusCode = 'Complete') => ({
    Id: `v${place}`,
    Values,
    StatusCode,
  });

  it('are requested for 500 versions at once, over 90 days, page by page', async () => {
    const { reads, wire } = scriptedReads(
      json({
        MetricDataResults: [result(0, [0, 0]), result(1, [], 'PartialData'), result(2, [])],
        NextToken: 'two',
      }),
      json({ MetricDataResults: [result(1, [0, 3]), result(3, [], 'PartialData')] }),
    );
    const evidence = await readInvocations(reads, [1, 2, 3, 4].map(version));
    expect(evidence.map(({ scope }) => scope)).toEqual(
      [1, 2, 3, 4].map((number) => ({ kind: 'version', ...version(number) })),
    );
    expect(outcomes(evidence)).toEqual([
      read(),
      read(use('orders', '2', 'invoked in the last 90 days')),
      read(),
      expect.objectContaining({ kind: 'failed' }),
    ]);
    const asked = JSON.parse(wire.requests[0]!.body) as Record<string, unknown>;
    expect(asked['MetricDataQueries']).toHaveLength(4);
    expect(JSON.parse(wire.requests[1]!.body)).toMatchObject({ NextToken: 'two' });
    expect(wire.requests[0]!.body).toContain('{"Name":"Resource","Value":"orders:1"}');
    // From midnight on, UTC.
    expect(Number(asked['StartTime'])).toBe(Date.parse('2026-08-24T00:00:00Z') / 1000);
    expect(Number(asked['EndTime'])).toBeGreaterThan(NOW / 1000);
  });

  it.each(['InternalError', 'Forbidden', 'PartialData', 'SomethingNew'])(
    'are unknown when the answer is %s',
    async (status) => {
      const { reads } = scriptedReads(json({ MetricDataResults: [result(0, [], status)] }));
      const [evidence] = await readInvocations(reads, [ORDERS_12]);
      expect(evidence!.outcome).toMatchObject({ kind: 'failed' });
    },
  );

  it('are unknown for a version that the answer leaves out', async () => {
    const { reads } = scriptedReads(json({ MetricDataResults: [] }));
    const [evidence] = await readInvocations(reads, [ORDERS_12]);
    expect(evidence!.outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it('send no request for no version, and never one for too many', async () => {
    const { reads, wire } = scriptedReads(json({}));
    expect(await readInvocations(reads, [])).toEqual([]);
    expect(wire.requests).toEqual([]);
    const many = Array.from({ length: 501 }, (_, at) => version(at + 1));
    await expect(readInvocations(reads, many)).rejects.toThrow(RangeError);
  });
});

describe('the aliases of a function', () => {
  it('are read to the last page, weights apart from targets', async () => {
    const { reads, wire } = scriptedReads(
      json({
        Aliases: [{ Name: 'live', FunctionVersion: '12', RevisionId: 'r1' }],
        NextMarker: 'two',
      }),
      json({
        Aliases: [
          {
            Name: 'canary',
            FunctionVersion: '$LATEST',
            RoutingConfig: { AdditionalVersionWeights: { '7': 0 } },
          },
        ],
      }),
    );
    expect(await aliasesOf(reads, 'orders')).toEqual({
      kind: 'read',
      value: [
        { name: 'live', pointsAt: '12', weights: [], revision: 'r1' },
        { name: 'canary', pointsAt: '$LATEST', weights: [{ version: '7', weight: 0 }] },
      ],
    });
    expect(markers(wire)).toEqual([undefined, 'two']);
  });

  it.each(spellings(jsonError))('fail whole when AWS answers $errorName', async (one) => {
    const { reads } = scriptedReads(
      json({ Aliases: [{ Name: 'live', FunctionVersion: '12' }], NextMarker: 'two' }),
      one.answer,
    );
    expect(await aliasesOf(reads, 'orders')).toMatchObject({
      kind: 'failed',
      failure: { reason: one.reason, operation: 'lambda:ListAliases' },
    });
  });
});

describe('how a package is stored', () => {
  it.each([
    [{ Code: { Location: 'https://secret' } }, 'copy'],
    [{ Code: { ResolvedS3Object: { S3Bucket: 'b' } } }, 'reference'],
    [{ Code: { ImageUri: 'x' } }, 'image'],
  ])('%j: %s', async (answer, mode) => {
    const { reads } = scriptedReads(json(answer));
    expect(await readStorageMode(reads, ORDERS_12)).toEqual({ kind: 'read', value: mode });
  });

  it('is a failure when the answer does not show it', async () => {
    const { reads } = scriptedReads(json({}));
    expect(await readStorageMode(reads, ORDERS_12)).toMatchObject({ kind: 'failed' });
  });
});
