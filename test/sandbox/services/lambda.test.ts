import type { DeleteFunctionCommandInput, FunctionConfiguration } from '@aws-sdk/client-lambda';
import {
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListDurableExecutionsByFunctionCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  ResourceConflictException,
  paginateListFunctions,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import type { Listening } from '../transport/http.ts';
import type { FunctionWorld, RegionWorld, World } from '../world.ts';
import type { Sandbox } from '../sandbox.ts';
import { virtualClock } from '../clock.ts';
import { createSandbox } from '../sandbox.ts';
import { DEV, START, smallWorld } from '../fixtures/small-world.ts';
import { expectDenied, expectUnqualifiedDelete } from '../expected.ts';
import { sized } from '../../size.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

const MEBIBYTE = 1024 * 1024;
const admin = {
  name: 'admin',
  trust: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  },
  policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
};

const worldOf = (region: RegionWorld, more: Partial<World> = {}): World => ({
  ...smallWorld({ dev: { roles: [admin], regions: { 'eu-west-1': region } } }),
  ...more,
});

async function start(
  region: RegionWorld,
  options: { transport?: string; world?: Partial<World>; role?: string } = {},
): Promise<{ sandbox: Sandbox; lambda: LambdaClient }> {
  const sandbox = createSandbox(worldOf(region, options.world), { clock: virtualClock(START) });
  if (options.transport === 'http') listening = await sandbox.listen();
  const lambda = new LambdaClient({
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: sandbox.credentialsOf({
      account: DEV,
      role: options.role ?? 'admin',
      service: options.role === undefined ? 'lambda.amazonaws.com' : null,
    }),
    ...(listening === undefined
      ? { requestHandler: sandbox.requestHandler() }
      : { endpoint: listening.url }),
  });
  return { sandbox, lambda };
}

const fn = (changes: Partial<FunctionWorld> = {}): FunctionWorld => ({ name: 'pay', ...changes });
const base = `arn:aws:lambda:eu-west-1:${DEV}:function:pay`;

async function allFunctions(client: LambdaClient): Promise<FunctionConfiguration[]> {
  const found: FunctionConfiguration[] = [];
  const pages = paginateListFunctions({ client }, { FunctionVersion: 'ALL', MaxItems: 10_000 });
  for await (const { Functions = [] } of pages) found.push(...Functions);
  return found;
}

describe.each(['in process', 'http'])('restJson1 %s', (transport) => {
  it('lists every version in pages of 50, whatever MaxItems says', async () => {
    const { lambda, sandbox } = await start(
      {
        functions: [
          { name: 'ship', versions: '1-60' },
          fn({ versions: '1-3, 10', environment: { TOKEN: 's3cret' }, hasLatestPublished: true }),
        ],
      },
      { transport },
    );
    const found = await allFunctions(lambda);
    expect(found).toHaveLength(6 + 61);
    expect(sandbox.calls.count({ operation: 'ListFunctions' })).toBe(2);
    expect(found.slice(0, 7).map(({ FunctionArn }) => FunctionArn?.split(':function:')[1])).toEqual(
      ['pay:$LATEST', 'pay:$LATEST.PUBLISHED', 'pay:1', 'pay:2', 'pay:3', 'pay:10', 'ship:$LATEST'],
    );
    expect(found[2]).toMatchObject({
      FunctionName: 'pay',
      Version: '1',
      CodeSize: MEBIBYTE,
      Environment: { Variables: { TOKEN: 's3cret' } },
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      PackageType: 'Zip',
    });
    expect(found[2]).not.toHaveProperty('State');
  });

  it('answers a delete with its status and a refusal with its class', async () => {
    const { lambda } = await start(
      { functions: [fn({ versions: '1-3', aliases: [{ name: 'live', version: '3' }] })] },
      { transport },
    );
    const remove = (Qualifier: string) =>
      lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay', Qualifier }));
    await expect(remove('1')).resolves.toMatchObject({
      StatusCode: 204,
      $metadata: { httpStatusCode: 204 },
    });
    const error: unknown = await remove('3').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ResourceConflictException);
    expect(error).toMatchObject({
      name: 'ResourceConflictException',
      message: 'Unable to delete version because the following aliases reference it: [live]',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('ListFunctions', () => {
  it('without ALL lists each function once, unqualified', async () => {
    const { lambda } = await start({ functions: [fn({ versions: '1-3' }), { name: 'ship' }] });
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionArn, Version }) => [FunctionArn, Version])).toEqual([
      [base, '$LATEST'],
      [base.replace('pay', 'ship'), '$LATEST'],
    ]);
  });

  it('may list in another order with empty pages, and loses nothing', async () => {
    const functions = Array.from({ length: 7 }, (_, i) => ({ name: `f${i}`, versions: '1-30' }));
    const { lambda, sandbox } = await start({
      functions,
      listing: { order: 'hash', emptyPages: true },
    });
    const found = await allFunctions(lambda);
    expect(new Set(found.map(({ FunctionArn }) => FunctionArn)).size).toBe(217);
    const names = [...new Set(found.map(({ FunctionName }) => FunctionName))];
    expect(names).not.toEqual(functions.map(({ name }) => name));
    expect(sandbox.calls.count()).toBe(9);
  });

  it('continues after a version that was deleted between two pages', async () => {
    const { lambda } = await start({ functions: [fn({ versions: '1-120' })] });
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL', Marker }));
      seen.push(...(page.Functions ?? []).map(({ Version }) => Version));
      const last = page.Functions?.at(-1)?.Version;
      await lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay', Qualifier: last }));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(seen).toEqual(['$LATEST', ...Array.from({ length: 120 }, (_, i) => String(i + 1))]);
  });

  it('may show a deleted version for a while', async () => {
    const { lambda, sandbox } = await start({
      functions: [fn({ versions: '1-2' })],
      listing: { staleMs: 5000 },
    });
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay', Qualifier: '1' }));
    expect(await allFunctions(lambda)).toHaveLength(3);
    await sandbox.clock.sleep(5000);
    expect(await allFunctions(lambda)).toHaveLength(2);
  });

  it('refuses a MaxItems that is out of range and a foreign marker', async () => {
    const { lambda } = await start({});
    await expect(lambda.send(new ListFunctionsCommand({ MaxItems: 0 }))).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(lambda.send(new ListFunctionsCommand({ Marker: 'm1' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  const each = sized(100, 400);
  it(`lists ${30 * each} versions in a few seconds`, async () => {
    const functions = Array.from({ length: 30 }, (_, i) => ({
      name: `service-${i}`,
      versions: `1-${each}`,
      codeSize: 60 * MEBIBYTE,
    }));
    const { lambda, sandbox } = await start({ functions });
    const before = performance.now();
    let count = 0;
    let Marker: string | undefined;
    do {
      const page = await lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL', Marker }));
      count += page.Functions?.length ?? 0;
      Marker = page.NextMarker;
      await sandbox.clock.sleep(200);
    } while (Marker !== undefined);
    expect(count).toBe(30 * each + 30);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});

describe('ListVersionsByFunction', () => {
  it('begins with $LATEST and continues in ascending order', async () => {
    const { lambda } = await start({ functions: [fn({ versions: '2, 9-60, 100' })] });
    const versions: (string | undefined)[] = [];
    const pages = paginateListVersionsByFunction({ client: lambda }, { FunctionName: 'pay' });
    for await (const page of pages) versions.push(...(page.Versions ?? []).map((v) => v.Version));
    expect(versions.slice(0, 4)).toEqual(['$LATEST', '2', '9', '10']);
    expect(versions.at(-1)).toBe('100');
    expect(versions).toHaveLength(55);
  });

  it('of a function that does not exist answers 404', async () => {
    const { lambda } = await start({});
    await expect(
      lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'pay' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${base}`,
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('a version of a function', () => {
  const queue = `arn:aws:sqs:eu-west-1:${DEV}:jobs`;
  const busy: RegionWorld = {
    functions: [
      fn({
        versions: '1-5',
        aliases: [
          { name: 'live', version: '5', weights: { '4': 0.1 } },
          { name: 'beta', version: '$LATEST' },
        ],
        tags: { team: 'shop' },
        resourcePolicies: {
          '2': { Version: '2012-10-17', Statement: [{ Sid: 's3', Effect: 'Allow' }] },
        },
        provisionedConcurrency: { live: 5, '3': 1 },
        eventInvokeConfigs: [{ qualifier: '1', onFailure: queue }],
        isDurable: true,
        durableExecutions: { '2': 150 },
      }),
    ],
    eventSourceMappings: [
      { functionName: 'pay', qualifier: '3', eventSourceArn: queue },
      { functionName: 'other', eventSourceArn: queue },
    ],
  };

  it('has references that are listed with their ARN', async () => {
    const { lambda } = await start(busy);
    const FunctionName = 'pay';
    const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName }));
    expect(Aliases).toMatchObject([
      { Name: 'beta', FunctionVersion: '$LATEST' },
      {
        Name: 'live',
        AliasArn: `${base}:live`,
        FunctionVersion: '5',
        RoutingConfig: { AdditionalVersionWeights: { '4': 0.1 } },
      },
    ]);
    const filtered = await lambda.send(
      new ListAliasesCommand({ FunctionName, FunctionVersion: '5' }),
    );
    expect(filtered.Aliases).toHaveLength(1);

    const mappings = await lambda.send(new ListEventSourceMappingsCommand({}));
    expect(mappings.EventSourceMappings?.map(({ FunctionArn }) => FunctionArn).sort()).toEqual([
      base.replace('pay', 'other'),
      `${base}:3`,
    ]);
    const own = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'pay:3' }));
    expect(own.EventSourceMappings).toHaveLength(1);

    const concurrency = await lambda.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
    );
    expect(concurrency.ProvisionedConcurrencyConfigs).toMatchObject([
      { FunctionArn: `${base}:3`, Status: 'READY' },
      { FunctionArn: `${base}:live` },
    ]);
    const invoke = await lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }));
    expect(invoke.FunctionEventInvokeConfigs).toMatchObject([
      { FunctionArn: `${base}:1`, DestinationConfig: { OnFailure: { Destination: queue } } },
    ]);
    const durable = await lambda.send(
      new ListDurableExecutionsByFunctionCommand({ FunctionName, Statuses: ['RUNNING'] }),
    );
    expect(durable.DurableExecutions).toHaveLength(100);
    expect(durable.NextMarker).toBeDefined();
    const ofOne = await lambda.send(
      new ListDurableExecutionsByFunctionCommand({ FunctionName, Qualifier: '3' }),
    );
    expect(ofOne.DurableExecutions).toEqual([]);
  });

  it('has a policy of its own, and 404 without one', async () => {
    const { lambda } = await start(busy);
    const policy = await lambda.send(new GetPolicyCommand({ FunctionName: 'pay', Qualifier: '2' }));
    expect(JSON.parse(policy.Policy ?? '')).toMatchObject({ Statement: [{ Sid: 's3' }] });
    for (const Qualifier of [undefined, '3']) {
      await expect(
        lambda.send(new GetPolicyCommand({ FunctionName: 'pay', Qualifier })),
      ).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'The resource you requested does not exist.',
      });
    }
  });

  it('has no tags: only the function has tags', async () => {
    const { lambda } = await start(busy);
    await expect(lambda.send(new ListTagsCommand({ Resource: base }))).resolves.toMatchObject({
      Tags: { team: 'shop' },
    });
    await expect(lambda.send(new ListTagsCommand({ Resource: `${base}:1` }))).rejects.toMatchObject(
      { name: 'InvalidParameterValueException' },
    );
  });

  it('has provisioned concurrency, which is listed with a MaxItems of at most 50', async () => {
    const { lambda } = await start(busy);
    await expect(
      lambda.send(
        new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'pay', MaxItems: 51 }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('GetFunction', () => {
  it('returns where the code is stored, and tags only to callers that may list them', async () => {
    const region = {
      functions: [fn({ versions: '1-2', referencedCode: ['2'], tags: { team: 'shop' } })],
    };
    const { lambda } = await start(region);
    const copied = await lambda.send(
      new GetFunctionCommand({ FunctionName: 'pay', Qualifier: '1' }),
    );
    expect(copied.Code?.ResolvedS3Object).toBeUndefined();
    expect(copied).toMatchObject({ Tags: { team: 'shop' }, Configuration: { State: 'Active' } });
    const referenced = await lambda.send(new GetFunctionCommand({ FunctionName: `${base}:2` }));
    expect(referenced.Code?.ResolvedS3Object).toMatchObject({ S3ObjectVersion: 'v2' });
    await expect(
      lambda.send(new GetFunctionCommand({ FunctionName: 'pay', Qualifier: '3' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it("has a rate of its own, separate from the control plane's", async () => {
    const { lambda } = await start({ functions: [fn()] });
    const get = () => lambda.send(new GetFunctionCommand({ FunctionName: 'pay' }));
    for (let i = 0; i < 100; i += 1) await get();
    await expect(get()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(lambda.send(new ListFunctionsCommand({}))).resolves.toBeDefined();
  });
});

/** Qualifiers that the code under test must never send with DeleteFunction. */
const NO_VERSION = ['$LATEST', '$LATEST.PUBLISHED', 'an alias', 'an empty qualifier'];

describe('DeleteFunction', () => {
  const region: RegionWorld = {
    functions: [
      fn({
        versions: '1-9',
        aliases: [{ name: 'live', version: '9', weights: { '8': 0.5 } }],
        provisionedConcurrency: { '3': 1 },
        durableExecutions: { '4': 1 },
        resourcePolicies: { '5': {} },
      }),
      { name: 'edge', versions: '1', masterArn: 'arn:aws:lambda:us-east-1:1:function:edge:1' },
      { name: 'managed', versions: '1', capacityProviderArn: 'arn:aws:lambda:x:1:capacity' },
      { name: 'busy', versions: '1', isBeingUpdated: true },
    ],
    eventSourceMappings: [{ functionName: 'pay', qualifier: '6', eventSourceArn: 'arn:aws:sqs' }],
  };
  const notFound = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
  const invalid = (message: string) => ({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining(message),
    $metadata: { httpStatusCode: 400 },
  });

  it.each<[string, DeleteFunctionCommandInput, number]>([
    ['a version that nothing refers to', { FunctionName: 'pay', Qualifier: '1' }, 204],
    ['a version in the name', { FunctionName: 'pay:1' }, 204],
    ['a version in the ARN and beside it', { FunctionName: `${base}:1`, Qualifier: '1' }, 204],
    ['a version by partial ARN', { FunctionName: `${DEV}:function:pay`, Qualifier: '1' }, 204],
    ['a version that does not exist', { FunctionName: 'pay', Qualifier: '77' }, 204],
    ['a version that an alias only weights', { FunctionName: 'pay', Qualifier: '8' }, 204],
    ['a version with provisioned concurrency', { FunctionName: 'pay', Qualifier: '3' }, 204],
    ['a version with a trigger', { FunctionName: 'pay', Qualifier: '5' }, 204],
    ['a version with an event source mapping', { FunctionName: 'pay', Qualifier: '6' }, 204],
    ['a version with durable executions', { FunctionName: 'pay', Qualifier: '4' }, 202],
    ['a version of a capacity provider', { FunctionName: 'managed', Qualifier: '1' }, 202],
    ['the whole function', { FunctionName: 'pay' }, 204],
  ])('accepts %s: %j', async (what, input, status) => {
    if (what === 'the whole function') expectUnqualifiedDelete('what AWS does then');
    const { lambda } = await start(region);
    await expect(lambda.send(new DeleteFunctionCommand(input))).resolves.toMatchObject({
      StatusCode: status,
    });
  });

  it.each<[string, DeleteFunctionCommandInput, object]>([
    ['a function that does not exist', { FunctionName: 'none', Qualifier: '1' }, notFound],
    ['$LATEST', { FunctionName: 'pay', Qualifier: '$LATEST' }, invalid('$LATEST version cannot')],
    [
      '$LATEST.PUBLISHED',
      { FunctionName: 'pay', Qualifier: '$LATEST.PUBLISHED' },
      invalid('$LATEST'),
    ],
    ['an alias', { FunctionName: 'pay', Qualifier: 'live' }, invalid('Deletion of aliases')],
    [
      'two qualifiers that differ',
      { FunctionName: 'pay:1', Qualifier: '2' },
      invalid('The derived qualifier from the function name does not match'),
    ],
    [
      "an alias's target",
      { FunctionName: 'pay', Qualifier: '9' },
      {
        name: 'ResourceConflictException',
        message: 'Unable to delete version because the following aliases reference it: [live]',
        $metadata: { httpStatusCode: 409 },
      },
    ],
    [
      'an edge replica',
      { FunctionName: 'edge', Qualifier: '1' },
      invalid('because it is a replicated function'),
    ],
    [
      'a function that is being updated',
      { FunctionName: 'busy', Qualifier: '1' },
      { name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } },
    ],
    [
      'an empty qualifier',
      { FunctionName: 'pay', Qualifier: '' },
      { name: 'ValidationException', $metadata: { httpStatusCode: 400 } },
    ],
    [
      'a function of another Region',
      { FunctionName: base.replace('eu-west-1', 'us-east-1'), Qualifier: '1' },
      notFound,
    ],
  ])('refuses %s: %j', async (what, input, error) => {
    if (NO_VERSION.includes(what)) expectUnqualifiedDelete('how AWS refuses it');
    const { lambda } = await start(region);
    const before = await lambda.send(new GetAccountSettingsCommand({}));
    await expect(lambda.send(new DeleteFunctionCommand(input))).rejects.toMatchObject(error);
    const after = await lambda.send(new GetAccountSettingsCommand({}));
    expect(after.AccountUsage).toEqual(before.AccountUsage);
  });

  it("frees the bytes of the version, times the world's factor", async () => {
    expectUnqualifiedDelete('a function frees the bytes of all its versions');
    const { lambda } = await start({
      functions: [fn({ versions: '1-2', codeSize: 10, codeSizes: { '2': 5 }, referencedCode: [] })],
      codeStorage: { usage: { factor: 2, offsetBytes: 7 } },
    });
    const used = async () =>
      (await lambda.send(new GetAccountSettingsCommand({}))).AccountUsage?.TotalCodeSize;
    expect(await used()).toBe(2 * 25 + 7);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay', Qualifier: '2' }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay', Qualifier: '2' }));
    expect(await used()).toBe(2 * 20 + 7);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay' }));
    expect(await used()).toBe(7);
  });

  describe('with a policy that grants qualified ARNs only', () => {
    const qualified = `arn:aws:lambda:*:${DEV}:function:*:*`;
    const pruner = {
      ...admin,
      name: 'pruner',
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'lambda:DeleteFunction', Resource: qualified },
            { Effect: 'Deny', Action: 'lambda:DeleteFunction', NotResource: qualified },
          ],
        },
      ],
    };
    const remove = async (input: DeleteFunctionCommandInput, world: Partial<World> = {}) => {
      const dev = { roles: [pruner], regions: { 'eu-west-1': region } };
      const sandbox = createSandbox(
        { ...smallWorld({ dev }), ...world },
        { clock: virtualClock(START) },
      );
      const lambda = new LambdaClient({
        region: 'eu-west-1',
        maxAttempts: 1,
        credentials: sandbox.credentialsOf({ account: DEV, role: 'pruner' }),
        requestHandler: sandbox.requestHandler(),
      });
      return lambda.send(new DeleteFunctionCommand(input));
    };
    const denied = {
      name: 'AccessDeniedException',
      message: expect.stringContaining('with an explicit deny in an identity-based policy'),
    };

    it('deletes a version, but not the function', async () => {
      expectUnqualifiedDelete('a policy of this form denies it');
      await expect(remove({ FunctionName: 'pay', Qualifier: '1' })).resolves.toBeDefined();
      await expect(remove({ FunctionName: 'pay' })).rejects.toMatchObject(denied);
      await expect(remove({ FunctionName: base })).rejects.toMatchObject(denied);
    });

    it('deletes nothing when AWS compares unqualified ARNs', async () => {
      const world = { deleteFunctionResource: 'unqualified' } as const;
      await expect(remove({ FunctionName: 'pay', Qualifier: '1' }, world)).rejects.toMatchObject(
        denied,
      );
    });
  });
});

describe('an operation', () => {
  it('without a permission is denied on its own ARN', async () => {
    expectDenied({ action: 'lambda:DeleteFunction', because: 'the words of a denial' });
    const { lambda } = await start({ functions: [fn()] }, { role: 'limits-watchdog-read' });
    await expect(
      lambda.send(new DeleteFunctionCommand({ FunctionName: 'pay', Qualifier: '1' })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: lambda:DeleteFunction on resource: ${base}:1 because`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  });
});
