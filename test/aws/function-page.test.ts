import type { FunctionConfiguration, Layer } from '@aws-sdk/client-lambda';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readFailure } from '../../src/aws/failures.ts';
import type { FunctionPage, ListedItem } from '../../src/aws/function-page.ts';
import { functionPage } from '../../src/aws/function-page.ts';
import type { WireAnswer } from './wire.ts';
import { clientOver, json, jsonError, queryError, ScriptedWire, xmlError } from './wire.ts';
import { sized } from '../size.ts';

/** Returns the page, or the failure, as the SDK's own command parses it, with only the properties that are used. */
async function sdkPage(answer: WireAnswer, marker?: string) {
  const wire = new ScriptedWire(answer);
  const lambda = clientOver(LambdaClient, wire);
  const page = await lambda
    .send(new ListFunctionsCommand({ FunctionVersion: 'ALL', ...(marker && { Marker: marker }) }))
    .then(
      ({ NextMarker, Functions }): FunctionPage => ({
        NextMarker,
        Functions: Functions?.map(readOf),
      }),
      (error: unknown) => readFailure(error, 'lambda:ListFunctions'),
    );
  return { page, requests: wire.requests.map(sent) };
}

async function ownPage(answer: WireAnswer, marker?: string) {
  const wire = new ScriptedWire(answer);
  const page = await functionPage(clientOver(LambdaClient, wire), {
    FunctionVersion: 'ALL',
    ...(marker && { Marker: marker }),
  }).catch((error: unknown) => readFailure(error, 'lambda:ListFunctions'));
  return { page, requests: wire.requests.map(sent) };
}

function sent({ host, path, query, headers, body }: ScriptedWire['requests'][number]) {
  const names = Object.keys(headers).toSorted();
  return { host, path, query, names, agent: headers['user-agent'], body };
}

function readOf(item: FunctionConfiguration): ListedItem {
  const { FunctionName, FunctionArn, Version, CodeSize, LastModified } = item;
  return {
    FunctionName: ifText(FunctionName),
    FunctionArn: ifText(FunctionArn),
    Version: ifText(Version),
    CodeSize: ifAmount(CodeSize),
    LastModified: ifText(LastModified),
    MasterArn: item.MasterArn,
    // The SDK takes over what it knows of it; here only that it is there is read.
    CapacityProviderConfig:
      item.CapacityProviderConfig === undefined ? undefined : expect.anything(),
    Layers: (item.Layers ?? []).map((layer: Layer | null) => ({
      Arn: ifText(layer?.Arn),
      CodeSize: ifAmount(layer?.CodeSize),
    })),
  };
}

const ifText = (value: unknown) => (typeof value === 'string' ? value : undefined);
/** The SDK converts texts such as "NaN" to numbers; neither is a size. */
const ifAmount = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const absent = fc.constantFrom(null, undefined);
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'NaN',
    'Infinity',
    0,
    -0,
    -1,
    1.5,
    1e21,
    2 ** 53,
    true,
    false,
    [],
    {},
  ),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const text = fc.oneof({ weight: 8, arbitrary: fc.string({ unit: 'binary' }) }, absent, odd);
const size = fc.oneof({ weight: 8, arbitrary: fc.nat() }, absent, odd);
const layer = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      { Arn: text, CodeSize: size, SigningJobArn: text, __type: text },
      { requiredKeys: [] },
    ),
  },
  odd,
);
const item = fc.record(
  {
    FunctionName: text,
    FunctionArn: text,
    Version: text,
    CodeSize: size,
    LastModified: fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace('Z', '+0000')),
      text,
    ),
    MasterArn: text,
    CapacityProviderConfig: fc.oneof(absent, fc.record({ Nested: fc.json() })),
    Layers: fc.oneof(fc.array(layer), absent),
    Environment: fc.record({ Variables: fc.dictionary(fc.string(), fc.string()) }),
    Timeout: odd,
    VpcConfig: fc.oneof(absent, fc.record({ SubnetIds: fc.array(fc.string()) })),
    Architectures: fc.array(fc.string()),
    SomethingNew: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const page = fc.record(
  {
    Functions: fc.oneof({ weight: 8, arbitrary: fc.array(item) }, absent),
    NextMarker: fc.oneof(fc.string(), absent),
    SomethingNew: fc.jsonValue(),
    __type: fc.string(),
  },
  { requiredKeys: [] },
);

const broken = fc
  .tuple(page, fc.nat(), fc.string())
  .map(([whole, at, noise]) => {
    const body = JSON.stringify(whole);
    return `${body.slice(0, at % body.length)}${noise}`;
  })
  // Cut at the right place, it may be a whole page again, of whatever the noise says.
  .filter((body) => !isJson(body));

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

describe('a page of functions', () => {
  it('is requested and read as the SDK does, for any content', async () => {
    await fc.assert(
      fc.asyncProperty(page, fc.option(fc.string(), { nil: undefined }), async (body, marker) => {
        const answer = json(body);
        expect(await ownPage(answer, marker)).toEqual(await sdkPage(answer, marker));
      }),
      { numRuns: sized(50, 200) },
    );
  });

  it('that is not JSON fails as in the SDK', async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (body) => {
        expect(await ownPage({ body })).toEqual(await sdkPage({ body }));
      }),
      { numRuns: sized(25, 100) },
    );
  });

  it.each<[string, WireAnswer]>([
    ['a denial', jsonError(403, 'AccessDeniedException', 'not authorized')],
    ['throttling', jsonError(429, 'TooManyRequestsException')],
    ['a wrong parameter', jsonError(400, 'InvalidParameterValueException')],
    ['an unknown error', jsonError(418, 'TeapotException')],
    ['Lambda’s own trouble', jsonError(500, 'ServiceException')],
    ['an error without a body', { status: 503 }],
    ['an error that is a page', { ...json({ Functions: [] }), status: 400 }],
    ['an error in XML', xmlError(403, 'AccessDenied')],
    ['an error of another protocol', queryError(400, 'Throttling')],
    ['a redirection', { status: 301, headers: { location: 'https://example.com' } }],
    ['an empty body', {}],
    ['a page that is a list', { body: '[]' }],
    ['a broken connection', { broken: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }],
  ])('that is %s gives the result of the SDK, attempts included', async (_, answer) => {
    expect(await ownPage(answer)).toEqual(await sdkPage(answer));
  });

  it.each([
    ['Functions', { Functions: { 0: {} } }],
    ['Functions', { Functions: 'a' }],
    ['Layers', { Functions: [{ Layers: { Arn: 'a' } }] }],
  ])('with %s that are no list is rejected, not read as an empty list', async (name, body) => {
    const { page: failure } = await ownPage(json(body));
    expect(failure).toMatchObject({
      reason: 'malformed',
      message: `the answer holds ${name} that are no list`,
    });
  });

  it.each([[null], ['a'], [1], [[]]])('reads no fields of an item that is %j', async (listed) => {
    const { page: read } = await ownPage(json({ Functions: [listed] }));
    expect(read).toMatchObject({ Functions: [{ FunctionName: undefined, Layers: [] }] });
  });
});
