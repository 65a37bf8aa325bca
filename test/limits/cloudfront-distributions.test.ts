import { describe, expect, it } from 'vitest';

import { cloudfrontDistributions } from '../../src/limits/cloudfront-distributions.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, operationsOver, ScriptedWire } from '../aws/wire.ts';
import { measureIn } from './measure-in.ts';

const quota = json({ Quota: { Value: 500 } });

function list(
  number: number,
  { quantity = number, truncated = false, next = '' } = {},
): WireAnswer {
  const items = '<DistributionSummary><Id>E1</Id></DistributionSummary>'.repeat(number);
  return {
    body: `<DistributionList><Marker></Marker>${next && `<NextMarker>${next}</NextMarker>`}<MaxItems>100</MaxItems><IsTruncated>${truncated}</IsTruncated><Quantity>${quantity}</Quantity>${items && `<Items>${items}</Items>`}</DistributionList>`,
  };
}

describe('CloudFront distributions', () => {
  it.each([
    ['none', [list(0)], 0],
    ['over all pages', [list(100, { truncated: true, next: 'E100' }), list(3)], 103],
  ])('are counted: %s', async (_, answers, used) => {
    const wire = new ScriptedWire(...answers, quota);
    const aws = operationsOver(wire);
    await expect(measureIn(aws, cloudfrontDistributions)).resolves.toMatchObject({
      used: { amount: used },
      limit: { value: { amount: 500 } },
    });
    const asked = wire.requests.slice(0, answers.length).map(({ query }) => query);
    expect(asked).toEqual([
      { MaxItems: '100' },
      ...answers.slice(1).map(() => ({ MaxItems: '100', Marker: 'E100' })),
    ]);
  });

  it.each([
    ['a list without its items', [list(0, { quantity: 7 })]],
    ['a list with fewer items than it says', [list(2, { quantity: 3 })]],
    ['a truncated list without the marker of its next page', [list(2, { truncated: true })]],
    [
      'a second page without its items',
      [list(1, { truncated: true, next: 'E1' }), list(0, { quantity: 1 })],
    ],
    ['an answer without a number', [{ body: '<DistributionList></DistributionList>' }]],
  ])('are not measured from %s', async (_, answers) => {
    const aws = operationsOver(new ScriptedWire(...answers));
    await expect(measureIn(aws, cloudfrontDistributions)).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'cloudfront:ListDistributions' },
    });
  });
});
