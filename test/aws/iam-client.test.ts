import type { IAMClientConfig } from '@aws-sdk/client-iam';
import { GetRoleCommand as SdkGetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';

import { readFailure } from '../../src/aws/failures.ts';
import { GetRoleCommand, IamRoleClient } from '../../src/aws/iam-client.ts';
import type { Partition } from '../../src/model/aws-ids.ts';
import { globalRegionOf } from '../../src/model/regions.ts';
import type { SentRequest, WireAnswer } from './wire.ts';
import { clientOver, queryError, ScriptedWire, xmlError } from './wire.ts';

const PARTITIONS = [
  'aws',
  'aws-us-gov',
  'aws-cn',
  'aws-eusc',
] as const satisfies readonly Partition[];
const CASES = PARTITIONS.flatMap((partition) =>
  [false, true].flatMap((fips) =>
    [false, true].map((dualStack) => ({ partition, fips, dualStack })),
  ),
);
const FOUND: WireAnswer = {
  body: '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><Path>/</Path><RoleName>a</RoleName><RoleId>b</RoleId><Arn>arn:aws:iam::111122223333:role/a</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role></GetRoleResult></GetRoleResponse>',
};

interface Variant {
  readonly fips?: boolean;
  readonly dualStack?: boolean;
  readonly partition?: Partition;
}

async function outcomes(
  answer: WireAnswer,
  { partition = 'aws', fips = false, dualStack = false }: Variant = {},
) {
  const settings = { region: globalRegionOf(partition) };
  const [ourWire, sdkWire] = [new ScriptedWire(answer), new ScriptedWire(answer)];
  // What a function's environment may ask of its endpoints.
  const wanted = { useFipsEndpoint: fips, useDualstackEndpoint: dualStack };
  class OurClient extends IamRoleClient {
    constructor(configuration: ConstructorParameters<typeof IamRoleClient>[0]) {
      super({ ...configuration, ...wanted });
    }
  }
  class SdkClient extends IAMClient {
    constructor(configuration: IAMClientConfig) {
      super({ ...configuration, ...wanted });
    }
  }
  const ours = clientOver(OurClient, ourWire, settings);
  const sdks = clientOver(SdkClient, sdkWire, settings);
  const settled = async (sending: Promise<unknown>) => {
    try {
      await sending;
      return 'answered';
    } catch (error) {
      return readFailure(error, 'iam:GetRole');
    }
  };
  const RoleName = 'a role+with=odd,characters@and-more';
  return {
    ours: await settled(ours.send(new GetRoleCommand({ RoleName }))),
    sdks: await settled(sdks.send(new SdkGetRoleCommand({ RoleName }))),
    ourRequests: ourWire.requests.map(comparable),
    sdkRequests: sdkWire.requests.map(comparable),
  };
}

/** Without what differs from one request to the next, and the SDK's word on the client's version. */
function comparable({ headers, ...request }: SentRequest) {
  const { authorization = '', 'user-agent': _agent, ...others } = headers;
  const { 'amz-sdk-invocation-id': _id, 'x-amz-date': _date, ...same } = others;
  const { 'x-amz-user-agent': _userAgent, 'x-amz-content-sha256': _hash, ...rest } = same;
  const scope = authorization.replace(/\/\d{8}\//, '/DATE/').replace(/Signature=.*/, '');
  return { ...request, headers: rest, scope };
}

describe('the client of one IAM question', () => {
  it.each(CASES)(
    'asks as the SDK asks in $partition, FIPS $fips, dual-stack $dualStack',
    async (variant) => {
      const { ours, sdks, ourRequests, sdkRequests } = await outcomes(FOUND, variant);
      expect(ours).toBe('answered');
      expect(sdks).toBe('answered');
      expect(ourRequests).toEqual(sdkRequests);
      expect(ourRequests[0]?.scope).toContain('/iam/aws4_request');
    },
  );

  it.each<[string, WireAnswer]>([
    ['no such role', queryError(404, 'NoSuchEntity')],
    ['denied', queryError(403, 'AccessDenied')],
    ['throttled', queryError(400, 'Throttling')],
    ['its own trouble', queryError(500, 'ServiceFailure')],
    ['an expired token', queryError(403, 'ExpiredToken')],
    ['an answer of another protocol', xmlError(403, 'InvalidClientTokenId')],
    ['an error without a body', { status: 503 }],
    ['no XML', { body: '{' }],
    ['a broken connection', { broken: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }],
  ])('reads %s as the SDK does', async (_, answer) => {
    const { ours, sdks, ourRequests, sdkRequests } = await outcomes(answer);
    expect(ours).toEqual(sdks);
    expect(ourRequests).toHaveLength(sdkRequests.length);
  });
});
