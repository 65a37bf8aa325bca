import {
  DeleteFunctionCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import type { Pruning } from './run-prune.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld } from '../../sandbox/world.ts';
import { expectDenied, expectUnqualifiedDelete } from '../../sandbox/expected.ts';
import { existingVersions, handlersOver, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { shop } from './rows.ts';
import { DEV, devAccount, EXTERNAL_ID, PROD, prodAccount, TOOLING } from './run-prune.ts';

const PLAN_ROLE = 'limits-watchdog-plan-function';
const PRUNE_ROLE = 'limits-watchdog-prune-function';

/** Returns the error name with which AWS refuses the work. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error.name;
  }
  return 'carried out';
}

async function assumed(sandbox: Sandbox, by: string, role: string) {
  const sts = new STSClient({
    region: 'eu-west-1',
    requestHandler: sandbox.requestHandler(),
    credentials: sandbox.credentialsOf({ account: TOOLING, role: by }),
  });
  const { Credentials: credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test', ExternalId: EXTERNAL_ID }),
  );
  return {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  };
}

type Session = Awaited<ReturnType<typeof assumed>>;

function lambdaWith(sandbox: Sandbox, credentials: Session): LambdaClient {
  const requestHandler = sandbox.requestHandler();
  return new LambdaClient({ region: 'eu-west-1', requestHandler, credentials });
}

async function deletingWith(
  sandbox: Sandbox,
  session: Session,
  input: ConstructorParameters<typeof DeleteFunctionCommand>[0],
): Promise<string> {
  return refusal(lambdaWith(sandbox, session).send(new DeleteFunctionCommand(input)));
}

function devWithShop(): Pruning {
  return pruningWith({ accounts: [devAccount(shop())] });
}

/** Returns a production account with versions to delete and a prune role that was deployed by mistake. */
function prodWithPruneRole(): AccountWorld {
  return devAccount({}, { id: PROD, name: 'payments', regions: { 'eu-west-1': shop() } });
}

describe('the shipped roles', () => {
  it('give the plan function no permission to delete', async () => {
    expectDenied({ action: 'lambda:DeleteFunction', because: 'a read session cannot delete' });
    expectDenied({ action: 'sts:AssumeRole', because: 'the prune role is not for planning' });
    const { sandbox } = devWithShop();
    const read = await assumed(sandbox, PLAN_ROLE, `arn:aws:iam::${DEV}:role/limits-watchdog-read`);
    const version = { FunctionName: 'pay', Qualifier: '1' };
    expect(await deletingWith(sandbox, read, version)).toBe('AccessDeniedException');
    const pruneRole = `arn:aws:iam::${DEV}:role/limits-watchdog-prune`;
    expect(await refusal(assumed(sandbox, PLAN_ROLE, pruneRole))).toBe('AccessDenied');
    expect(existingVersions(sandbox)).toContain('pay:1');
  });

  it('delete a version by its number, and never a function or its latest code', async () => {
    expectDenied({ action: 'lambda:DeleteFunction', because: 'it names no version' });
    expectUnqualifiedDelete('the policy denies it');
    const { sandbox } = devWithShop();
    const role = `arn:aws:iam::${DEV}:role/limits-watchdog-prune`;
    const session = await assumed(sandbox, PRUNE_ROLE, role);
    const attempt = (input: ConstructorParameters<typeof DeleteFunctionCommand>[0]) =>
      deletingWith(sandbox, session, input);
    expect(await attempt({ FunctionName: 'pay' })).toBe('AccessDeniedException');
    expect(await attempt({ FunctionName: 'pay', Qualifier: '$LATEST' })).not.toBe('carried out');
    expect(await attempt({ FunctionName: 'pay', Qualifier: '1' })).toBe('carried out');
    expect(existingVersions(sandbox)).toContain('pay:2');
    expect(existingVersions(sandbox)).not.toContain('pay:1');
  });

  it('deny the prune function a session in production, and deny every other function to delete there', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'there is no prune role' });
    expectDenied({ action: 'lambda:ListEventSourceMappings', because: 'ReviewEvidence is off' });
    expectDenied({ action: 'lambda:DeleteFunction', because: 'a read session cannot delete' });
    const inProd = { ...prodAccount(), regions: { 'eu-west-1': shop() } };
    const { sandbox } = pruningWith({ accounts: [devAccount(shop()), inProd] });
    const role = `arn:aws:iam::${PROD}:role/limits-watchdog-prune`;
    expect(await refusal(assumed(sandbox, PRUNE_ROLE, role))).toBe('AccessDenied');
    const read = `arn:aws:iam::${PROD}:role/limits-watchdog-read`;
    expect(await refusal(assumed(sandbox, PRUNE_ROLE, read))).toBe('AccessDenied');
    // For reviews the plan function may list functions and aliases in production; evidence needs ReviewEvidence.
    const session = await assumed(sandbox, PLAN_ROLE, read);
    const lambda = lambdaWith(sandbox, session);
    expect(await refusal(lambda.send(new ListFunctionsCommand()))).toBe('carried out');
    expect(await refusal(lambda.send(new ListEventSourceMappingsCommand()))).toBe(
      'AccessDeniedException',
    );
    const version = { FunctionName: 'pay', Qualifier: '1' };
    expect(await deletingWith(sandbox, session, version)).toBe('AccessDeniedException');
  });

  it('with a prune role in production by mistake, neither function changes anything there', async () => {
    const setting = { accounts: [prodWithPruneRole()] };
    const pruning = pruningWith({ ...setting, stageOf: () => 'nonprod' });
    // A plan that was created when the configuration still called the account nonprod.
    const { planId, plan } = await storedPlan(pruning, { account: 'payments' });
    expect(versionsOf(plan, 'delete').size).toBeGreaterThan(0);
    const now = handlersOver(pruning.sandbox, { ...setting, stageOf: () => 'prod' });
    pruning.sandbox.calls.clear();
    expect(await now.plan({ account: 'payments' })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'stage-not-nonprod' }],
    });
    const answer = await now.prune({ planId, confirm: 'payments' });
    expect(answer).toMatchObject({ state: 'refused' });
    const codes = 'refusals' in answer ? answer.refusals.map(({ code }) => code) : [];
    expect(codes).toContain('stage-not-nonprod');
    expect(pruning.sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
    expect(pruning.sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(0);
  });

  it('an account called nonprod by mistake is refused because of its name', async () => {
    const account = devAccount(
      {},
      { id: PROD, name: 'pay-prod', regions: { 'eu-west-1': shop() } },
    );
    const pruning = pruningWith({ accounts: [account], stageOf: () => 'nonprod' });
    expect(await pruning.plan({ account: 'pay-prod' })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'name-says-production' }],
    });
    expect(pruning.sandbox.calls.count({ account: PROD })).toBe(0);
  });
});
