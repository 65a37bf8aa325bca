import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// For what it does to the rules' functions when it is loaded: those of AWS are added to them.
import '@aws-sdk/client-s3';
import { BinaryDecisionDiagram, decideEndpoint } from '@smithy/core/endpoints';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import type { EndpointRules } from '../../scripts/bundle/s3-endpoints.ts';
import { readRules, REFUSED, withRefusals } from '../../scripts/bundle/s3-endpoints.ts';
import { KNOWN_REGIONS } from '../../src/model/regions.ts';

const file = new URL(
  '../../node_modules/@aws-sdk/client-s3/dist-es/endpoint/bdd.js',
  import.meta.url,
);
const whole = await readRules(readFileSync(fileURLToPath(file), 'utf8'));
const cut = withRefusals(whole);
if (cut === undefined) throw new Error('the rules of S3 have another form');

type Parameters = Readonly<Record<string, string | boolean>>;

/** The endpoint that some rules give, or their refusal. */
function decided(rules: EndpointRules, endpointParams: Parameters): unknown {
  const { nodes, root, conditions, results } = rules;
  const diagram = BinaryDecisionDiagram.from(
    new Int32Array(nodes),
    root,
    conditions as never,
    results as never,
  );
  try {
    return decideEndpoint(diagram, { endpointParams });
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

const refusals = REFUSED.map(([, refusal]) => refusal);
const isRefusal = (outcome: unknown): boolean => refusals.some((refusal) => refusal === outcome);

const anyBucket = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  fc.constantFrom('a', 'UPPER', 'with space', 'a..b', 'bucket--ab', '192.168.0.1', 'a/b', 'ü'),
);
const refusedBucket = fc.constantFrom(
  'bucket--usw2-az1--x-s3',
  'point--usw2-az1--xa-s3',
  'arn:aws:s3:eu-west-1:123456789012:accesspoint:point',
  'arn:aws:s3::123456789012:accesspoint:mrap.alias',
  'arn:aws:s3-outposts:eu-west-1:123456789012:outpost:op-01234567890123456:accesspoint:point',
  'test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3',
);
const anyRegion = fc.oneof(
  fc.constantFrom(...KNOWN_REGIONS),
  fc.constantFrom('us-iso-east-1', 'xx-new-1', 'a.b'),
);
const anyEndpoint = fc.constantFrom(
  'http://127.0.0.1:4566',
  'http://localhost:9000/path',
  'https://s3.example.com',
  'ftp://127.0.0.1',
);
const anyParameters = (bucket: fc.Arbitrary<string>) =>
  fc.record(
    {
      Bucket: bucket,
      Region: anyRegion,
      Endpoint: anyEndpoint,
      ForcePathStyle: fc.boolean(),
      UseFIPS: fc.boolean(),
      UseDualStack: fc.boolean(),
      Accelerate: fc.constant(false),
      UseGlobalEndpoint: fc.constant(false),
      DisableMultiRegionAccessPoints: fc.boolean(),
      UseArnRegion: fc.boolean(),
      DisableS3ExpressSessionAuth: fc.boolean(),
      Key: fc.string(),
      Prefix: fc.string(),
    },
    { requiredKeys: [] },
  );

describe('the rules for endpoints of S3 in a bundle', () => {
  // The SDK also logs what it refuses.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
  afterAll(() => void vi.restoreAllMocks());

  it('give the endpoint and signature of the SDK’s own for any bucket that a configuration can name', () => {
    fc.assert(
      fc.property(anyParameters(anyBucket), (parameters) => {
        expect(decided(cut, parameters)).toEqual(decided(whole, parameters));
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuse what is left out, or give the same as the SDK’s own: never another endpoint', () => {
    fc.assert(
      fc.property(anyParameters(refusedBucket), (parameters) => {
        const ours = decided(cut, parameters);
        expect(isRefusal(ours) ? decided(whole, parameters) : ours).toEqual(
          decided(whole, parameters),
        );
      }),
      { numRuns: 1_000 },
    );
    const region = { Region: 'us-west-2' };
    expect(decided(cut, { ...region, Bucket: 'b--usw2-az1--x-s3' })).toBe(refusals[0]);
    expect(decided(cut, { ...region, Bucket: 'arn:aws:s3:us-west-2:1:accesspoint:p' })).toBe(
      'Buckets by ARN are left out of this bundle',
    );
    expect(decided(cut, { ...region, Bucket: 'bucket', Accelerate: true })).toBe(
      'S3 Accelerate is left out of this bundle',
    );
  });

  it('are a fraction of the SDK’s own', () => {
    expect(JSON.stringify(cut).length).toBeLessThan(JSON.stringify(whole).length / 3);
  });

  it('are not made from rules without one of the conditions, or with a way that turns an answer', () => {
    expect(withRefusals({ ...whole, conditions: whole.conditions.slice(2) })).toBeUndefined();
    expect(withRefusals({ ...whole, nodes: [...whole.nodes, 0, -3, 2] })).toBeUndefined();
  });
});
