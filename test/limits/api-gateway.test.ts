import { describe, expect, it } from 'vitest';

import { apigatewayDomainNames } from '../../src/limits/apigateway/apigateway-domain-names.ts';
import { apigatewayEdgeApis } from '../../src/limits/apigateway/apigateway-edge-apis.ts';
import { apigatewayPrivateApis } from '../../src/limits/apigateway/apigateway-private-apis.ts';
import { apigatewayPrivateDomainNames } from '../../src/limits/apigateway/apigateway-private-domain-names.ts';
import { apigatewayRegionalApis } from '../../src/limits/apigateway/apigateway-regional-apis.ts';
import type { DirectLimit } from '../../src/limits/limit.ts';
import { json, operationsOver, ScriptedWire } from '../aws/wire.ts';
import { measureIn } from './measure-in.ts';

const quota = json({ Quota: { Value: 600 } });
const GET = { reason: 'malformed', operation: 'apigateway:GET' };

const items = (types: readonly string[], position?: string) =>
  json({
    item: types.map((type) => ({ name: 'secret', endpointConfiguration: { types: [type] } })),
    position,
  });

describe('REST APIs', () => {
  const pages = [
    items(['EDGE', 'REGIONAL', 'PRIVATE'], 'more'),
    items(['REGIONAL'], 'last'),
    items(['EDGE', 'REGIONAL']),
  ];

  it.each<[string, DirectLimit, number]>([
    ['Regional', apigatewayRegionalApis, 3],
    ['edge-optimized', apigatewayEdgeApis, 2],
    ['private', apigatewayPrivateApis, 1],
  ])('are counted over all pages: %s ones', async (_, limit, used) => {
    const wire = new ScriptedWire(...pages, quota);
    const result = await measureIn(operationsOver(wire), limit);
    expect(result).toMatchObject({ used: { amount: used }, limit: { value: { amount: 600 } } });
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(wire.requests.slice(0, 3).map(({ query }) => query)).toEqual([
      { limit: '500' },
      { limit: '500', position: 'more' },
      { limit: '500', position: 'last' },
    ]);
  });

  it('are listed once for all of their limits', async () => {
    const wire = new ScriptedWire(...pages, quota);
    const aws = operationsOver(wire);
    await measureIn(aws, apigatewayRegionalApis);
    await measureIn(aws, apigatewayEdgeApis);
    await measureIn(aws, apigatewayPrivateApis);
    expect(wire.requests.filter(({ path }) => path === '/restapis')).toHaveLength(3);
  });

  it.each([
    ['an empty object, as API Gateway answers where there is none', json({})],
    ['an empty list', items([])],
  ])('are none in %s', async (_, answer) => {
    const aws = operationsOver(new ScriptedWire(answer, quota));
    await expect(measureIn(aws, apigatewayRegionalApis)).resolves.toMatchObject({
      used: { amount: 0 },
    });
  });

  it.each([
    ['an API without an endpoint type', [json({ item: [{ name: 'shop' }] })]],
    [
      'an API with an empty list of endpoint types',
      [json({ item: [{ endpointConfiguration: { types: [] } }] })],
    ],
    ['a page without APIs that is not the last', [json({ position: 'more' })]],
    ['pages that repeat themselves', [items(['EDGE'], 'again')]],
  ])('are not measured from %s', async (_, answers) => {
    const aws = operationsOver(new ScriptedWire(...answers));
    await expect(measureIn(aws, apigatewayRegionalApis)).rejects.toMatchObject({ failure: GET });
  });
});

describe('custom domain names', () => {
  it.each<[string, DirectLimit, number]>([
    ['public, of both endpoint types', apigatewayDomainNames, 2],
    ['private', apigatewayPrivateDomainNames, 1],
  ])('are counted without those of other accounts: %s', async (_, limit, used) => {
    const wire = new ScriptedWire(
      items(['PRIVATE', 'EDGE'], 'more'),
      items(['REGIONAL']),
      json({ Quota: { Value: 120 } }),
    );
    await expect(measureIn(operationsOver(wire), limit)).resolves.toMatchObject({
      used: { amount: used },
      limit: { value: { amount: 120 } },
    });
    expect(wire.requests.slice(0, 2).map(({ path, query }) => [path, query])).toEqual([
      ['/domainnames', { limit: '500', resourceOwner: 'SELF' }],
      ['/domainnames', { limit: '500', resourceOwner: 'SELF', position: 'more' }],
    ]);
  });
});
