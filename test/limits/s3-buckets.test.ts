import { describe, expect, it } from 'vitest';

import { countBuckets } from '../../src/limits/s3-buckets.ts';
import { spellings } from '../aws/spellings.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { operationsOver, ScriptedWire, xmlError } from '../aws/wire.ts';

function page(buckets: number, next?: string): WireAnswer {
  const all = Array.from(
    { length: buckets },
    (_, at) => `<Bucket><Name>bucket-${at}</Name></Bucket>`,
  );
  const token = next === undefined ? '' : `<ContinuationToken>${next}</ContinuationToken>`;
  return {
    body: `<?xml version="1.0"?><ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets>${all.join('')}</Buckets>${token}</ListAllMyBucketsResult>`,
  };
}

function counted(...answers: readonly WireAnswer[]): Promise<number> {
  return countBuckets(operationsOver(new ScriptedWire(...answers)));
}

describe('the buckets of an account', () => {
  it('are counted over all pages, empty ones in between included', async () => {
    const wire = new ScriptedWire(
      page(3, 'two&amp;more'),
      page(0, 'three'),
      page(1, 'four'),
      page(2),
    );
    expect(await countBuckets(operationsOver(wire))).toBe(6);
    expect(
      wire.requests.map(({ query }) => [query['max-buckets'], query['continuation-token']]),
    ).toEqual([
      ['10000', undefined],
      ['10000', 'two&more'],
      ['10000', 'three'],
      ['10000', 'four'],
    ]);
  });

  it('may be 10,050', async () => {
    expect(await counted(page(10_000, 'next'), page(50))).toBe(10_050);
  });

  it('may be none, if AWS returns an empty list', async () => {
    expect(await counted(page(0))).toBe(0);
  });

  it.each<[string, WireAnswer]>([
    [
      'says nothing of buckets',
      { body: '<ListAllMyBucketsResult><Owner/></ListAllMyBucketsResult>' },
    ],
    ['is empty', { body: '' }],
    ['is a page of something else', { body: '<html><body>Sign in</body></html>' }],
    ['is no XML', { body: 'garbage' }],
    ['breaks off', { body: '<ListAllMyBucketsResult><Buckets><Bucket><Name>a' }],
    ['repeats its token', page(1, 'again')],
  ])('are not known, never 0, when an answer %s', async (_what, answer) => {
    await expect(counted(answer)).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 's3:ListAllMyBuckets' },
    });
    await expect(counted(page(1, 'next'), answer)).rejects.toMatchObject({
      failure: { reason: 'malformed' },
    });
  });

  it.each(spellings(xmlError))(
    'are not known when the second page answers $errorName: $reason',
    async ({ answer, errorName, reason, attempts }) => {
      await expect(counted(page(1, 'next'), answer)).rejects.toMatchObject({
        failure: { reason, errorName, attempts, operation: 's3:ListAllMyBuckets' },
      });
    },
  );
});
