import {
  APIGatewayClient,
  GetDomainNamesCommand,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { RegionWorld } from '../world.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';

closeAfterEach();

async function start(region: RegionWorld, options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion(region, options);
  return { sandbox, client: new APIGatewayClient(settings) };
}

describe.each(['in process', 'http'])('API Gateway %s', (transport) => {
  it('lists REST APIs in pages of 25, or of the requested size up to 500', async () => {
    const { client, sandbox } = await start(
      { restApis: Array.from({ length: 60 }, (_, at) => (at === 59 ? 'PRIVATE' : 'EDGE')) },
      { transport },
    );
    const found = [];
    for await (const { items = [] } of paginateGetRestApis({ client }, {})) found.push(...items);
    expect(found).toHaveLength(60);
    expect(found.at(-1)).toMatchObject({ endpointConfiguration: { types: ['PRIVATE'] } });
    expect(sandbox.calls.count()).toBe(3);
    const { items, position } = await client.send(new GetRestApisCommand({ limit: 500 }));
    expect([items?.length, position]).toEqual([60, undefined]);
    await expect(client.send(new GetRestApisCommand({ limit: 501 }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('is allowed and denied by path', async () => {
    const role = roleAllowing('reader', 'apigateway:GET', 'arn:aws:apigateway:*::/domainnames');
    const { client } = await start({}, { transport, role });
    await expect(client.send(new GetDomainNamesCommand({}))).resolves.toBeDefined();
    await expect(client.send(new GetRestApisCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'apigateway:GET on resource: arn:aws:apigateway:eu-west-1::/restapis',
      ),
    });
  });
});

it('lists domain names of this account, of other accounts, or both', async () => {
  const { client } = await start({
    domainNames: [{ type: 'PRIVATE', isOfAnother: true }, { type: 'REGIONAL' }, { type: 'EDGE' }],
  });
  const types = async (resourceOwner?: 'SELF' | 'OTHER_ACCOUNTS') => {
    const { items } = await client.send(new GetDomainNamesCommand({ resourceOwner }));
    return items?.map(({ endpointConfiguration }) => endpointConfiguration?.types?.[0]);
  };
  await expect(types('SELF')).resolves.toEqual(['REGIONAL', 'EDGE']);
  await expect(types('OTHER_ACCOUNTS')).resolves.toEqual(['PRIVATE']);
  await expect(types()).resolves.toEqual(['PRIVATE', 'REGIONAL', 'EDGE']);
});

it.each([
  ['nothing', undefined],
  ['list', []],
] as const)('answers an empty list as %s', async (emptyApiGatewayList, items) => {
  const { client } = await start({}, { world: { behaviour: { emptyApiGatewayList } } });
  const answer = await client.send(new GetRestApisCommand({}));
  expect(answer.items).toEqual(items);
});
