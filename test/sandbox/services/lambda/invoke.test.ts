import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { Program } from '../../state/lambda-region.ts';
import type { RegionWorld } from '../../world.ts';
import { roleAllowing } from '../../fixtures/administrator.ts';
import { REGION, closeAfterEach, oneRegion } from '../../fixtures/one-region.ts';
import type { OneRegionOptions } from '../../fixtures/one-region.ts';
import { DEV, PROD, START } from '../../fixtures/small-world.ts';

closeAfterEach();

const arn = `arn:aws:lambda:eu-west-1:${DEV}:function:plan`;

async function start(program: Program, options: OneRegionOptions = {}, world: RegionWorld = {}) {
  const { sandbox, settings } = await oneRegion(world, options);
  sandbox.registerFunction({ account: DEV, region: REGION, name: 'plan', invoke: program });
  const lambda = new LambdaClient(settings);
  const invoke = (input: Partial<InvokeCommandInput> = {}) =>
    lambda.send(new InvokeCommand({ FunctionName: 'plan', ...input }));
  return { sandbox, lambda, invoke };
}

const answerOf = ({ Payload }: InvokeCommandOutput): unknown =>
  JSON.parse(Payload?.transformToString() ?? '');

describe.each(['in process', 'http'])('Invoke %s', (transport) => {
  it('passes the payload on and waits for the answer', async () => {
    const { invoke, lambda } = await start(
      async (payload, { functionArn, version }) => ({ payload, functionArn, version }),
      { transport },
    );
    const result = await invoke({ Payload: Buffer.from('{"größe":[1]}') });
    expect(result).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(result.FunctionError).toBeUndefined();
    expect(answerOf(result)).toEqual({
      payload: { größe: [1] },
      functionArn: arn,
      version: '$LATEST',
    });
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions).toMatchObject([{ FunctionName: 'plan' }]);
  });

  it('answers 200 with a function error when the function throws', async () => {
    const { invoke } = await start(
      () => {
        throw new TypeError('no such account');
      },
      { transport },
    );
    const result = await invoke();
    expect(result).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(answerOf(result)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no such account',
      trace: expect.arrayContaining(['TypeError: no such account']),
    });
  });
});

describe('an invocation', () => {
  it('moves the virtual clock while the function sleeps', async () => {
    const { invoke, sandbox } = await start(() => sandbox.clock.sleep(60_000));
    const result = await invoke();
    expect(answerOf(result)).toBeNull();
    expect(sandbox.clock.now()).toBe(Date.parse(START) + 60_000);
  });

  it('without a payload gets an empty event', async () => {
    const { invoke } = await start((payload) => payload);
    expect(answerOf(await invoke())).toEqual({});
  });

  it('runs the version behind a qualifier', async () => {
    const { invoke } = await start(
      (_, { version }) => version,
      {},
      { functions: [{ name: 'plan', versions: '1-3', aliases: [{ name: 'live', version: '2' }] }] },
    );
    expect(await invoke({ Qualifier: 'live' })).toMatchObject({ ExecutedVersion: '2' });
    await expect(invoke({ Qualifier: '9' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('refuses a payload that is not JSON or over 6 MiB, and refuses a larger answer', async () => {
    const { invoke } = await start(() => 'x'.repeat(6 * 1024 * 1024));
    await expect(invoke({ Payload: Buffer.from('{') })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
    await expect(invoke({ Payload: Buffer.alloc(6 * 1024 * 1024 + 1, 32) })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
    expect(answerOf(await invoke())).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });

  it('does not run as a dry run', async () => {
    const { invoke } = await start(() => {
      throw new Error('it ran');
    });
    await expect(invoke({ InvocationType: 'DryRun' })).resolves.toMatchObject({ StatusCode: 204 });
  });

  it('of a function without code, or an asynchronous one, is not simulated', async () => {
    const { invoke } = await start(() => 1, {}, { functions: [{ name: 'pay' }] });
    for (const input of [{ FunctionName: 'pay' }, { InvocationType: 'Event' as const }]) {
      await expect(invoke(input)).rejects.toMatchObject({ name: 'NotSimulated' });
    }
  });

  it('needs lambda:InvokeFunction on the ARN in the request', async () => {
    const role = roleAllowing('caller', 'lambda:InvokeFunction', `${arn}:live`);
    const { invoke } = await start(
      () => 1,
      { role },
      { functions: [{ name: 'plan', versions: '1', aliases: [{ name: 'live', version: '1' }] }] },
    );
    await expect(invoke({ Qualifier: 'live' })).resolves.toBeDefined();
    await expect(invoke()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`lambda:InvokeFunction on resource: ${arn} because`),
    });
    const FunctionName = arn.replace(DEV, PROD);
    await expect(invoke({ FunctionName })).rejects.toMatchObject({
      message: expect.stringContaining('because no resource-based policy allows'),
    });
  });
});
