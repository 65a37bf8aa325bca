import { DeleteFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import type { Pruning } from './run-prune.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { grantsOfTemplate } from '../sandbox/iam/granted.ts';
import { existing, handlersOver, OLD, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { ROWS, shop } from './rows.ts';
import {
  DEV,
  devAccount,
  EXTERNAL_ID,
  PROD,
  prodAccount,
  STATE_BUCKET,
  TOOLING,
  TOPIC,
} from './run-prune.ts';

const PLAN_ROLE = 'limits-watchdog-plan-function';
const PRUNE_ROLE = 'limits-watchdog-prune-function';

/** The name of what AWS answers instead of carrying it out. */
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

async function deletingWith(
  sandbox: Sandbox,
  credentials: Awaited<ReturnType<typeof assumed>>,
  input: ConstructorParameters<typeof DeleteFunctionCommand>[0],
): Promise<string> {
  const lambda = new LambdaClient({
    region: 'eu-west-1',
    requestHandler: sandbox.requestHandler(),
    credentials,
  });
  return refusal(lambda.send(new DeleteFunctionCommand(input)));
}

function devWithShop(): Pruning {
  return pruningWith({ accounts: [devAccount(shop())] });
}

/** Production, with a prune role that somebody deployed there by mistake, and versions to delete. */
function prodWithPruneRole(): AccountWorld {
  return devAccount({}, { id: PROD, name: 'payments', regions: { 'eu-west-1': shop() } });
}

describe('the shipped roles', () => {
  it('leave the plan function nothing to delete with', async () => {
    const { sandbox } = devWithShop();
    const read = await assumed(sandbox, PLAN_ROLE, `arn:aws:iam::${DEV}:role/limits-watchdog-read`);
    const version = { FunctionName: 'pay', Qualifier: '1' };
    expect(await deletingWith(sandbox, read, version)).toBe('AccessDeniedException');
    const pruneRole = `arn:aws:iam::${DEV}:role/limits-watchdog-prune`;
    expect(await refusal(assumed(sandbox, PLAN_ROLE, pruneRole))).toBe('AccessDenied');
    expect(existing(sandbox)).toContain('pay:1');
  });

  it('delete a version by its number, and never a function or its latest code', async () => {
    const { sandbox } = devWithShop();
    const role = `arn:aws:iam::${DEV}:role/limits-watchdog-prune`;
    const session = await assumed(sandbox, PRUNE_ROLE, role);
    const attempt = (input: ConstructorParameters<typeof DeleteFunctionCommand>[0]) =>
      deletingWith(sandbox, session, input);
    expect(await attempt({ FunctionName: 'pay' })).toBe('AccessDeniedException');
    expect(await attempt({ FunctionName: 'pay', Qualifier: '$LATEST' })).not.toBe('carried out');
    expect(await attempt({ FunctionName: 'pay', Qualifier: '1' })).toBe('carried out');
    expect(existing(sandbox)).toContain('pay:2');
    expect(existing(sandbox)).not.toContain('pay:1');
  });

  it('deny the prune function its session in production', async () => {
    const { sandbox } = pruningWith({ accounts: [devAccount(shop()), prodAccount()] });
    const role = `arn:aws:iam::${PROD}:role/limits-watchdog-prune`;
    expect(await refusal(assumed(sandbox, PRUNE_ROLE, role))).toBe('AccessDenied');
    const read = `arn:aws:iam::${PROD}:role/limits-watchdog-read`;
    // Neither does the plan function read evidence there: its role is not in the trust.
    expect(await refusal(assumed(sandbox, PLAN_ROLE, read))).toBe('AccessDenied');
  });

  it('with a prune role in production by mistake, neither function does anything there', async () => {
    const setting = { accounts: [prodWithPruneRole()] };
    const pruning = pruningWith({ ...setting, stageOf: () => 'nonprod' });
    // A plan from the time when the configuration still called it nonprod.
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

  it('an account called nonprod by mistake is refused by its own name', async () => {
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

interface Used {
  /** By role: the actions that a session of it used. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
  readonly denied: readonly string[];
}

function usedIn(sandboxes: readonly Sandbox[]): Used {
  const used = new Map<string, Set<string>>();
  const denied: string[] = [];
  for (const call of sandboxes.flatMap(({ calls }) => calls.list())) {
    const role = call.principal.split('/')[1] ?? '';
    for (const { action, resource, isAllowed } of call.access) {
      const those = used.get(role) ?? new Set();
      used.set(role, those.add(action));
      if (!isAllowed) denied.push(`${role}: ${action} on ${resource}`);
    }
  }
  return { used, denied };
}

/** What a template's policies name, but for what they deny. */
function granted(template: string, parameters: Readonly<Record<string, string>>): Set<string> {
  const grants = grantsOfTemplate(`src/stacks/${template}.yml`, parameters);
  return new Set(grants.filter(({ effect }) => effect === 'Allow').map(({ action }) => action));
}

/** Runs in which both functions have a reason for each of their calls. */
async function everyCall(): Promise<readonly Sandbox[]> {
  const chosen = ROWS.filter(({ name }) =>
    /moved away|durable|90 days|staging|universal|published version|running execution|in flight|ServiceToken/.test(
      name,
    ),
  );
  const sandboxes: Sandbox[] = [];
  for (const { withRow } of chosen) {
    const pruning = pruningWith(withRow);
    sandboxes.push(pruning.sandbox);
    const { planId } = await storedPlan(pruning);
    await pruning.pruneAll(planId, 'dev');
  }
  // One function of many that changes: it is listed by itself. And a target that the account judges.
  const functions = Array.from({ length: 3 }, (_, at) => ({
    name: `service-${at}`,
    versions: '1-60',
    ...OLD,
  }));
  const pruning = pruningWith({ accounts: [devAccount(shop({}, { functions }))] });
  sandboxes.push(pruning.sandbox);
  const { planId } = await storedPlan(pruning, { account: 'dev', functions: ['pay'] });
  await pruning.pruneAll(planId, 'dev');
  await pruning.prune({ planId, status: true });
  return sandboxes;
}

const MEMBER = { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };

/** Lambda delivers the logs. S3 asks the last itself, to tell "there is none" from "you may not know". */
const ASKED_BY_AWS = ['logs:CreateLogStream', 'logs:PutLogEvents', 's3:ListBucket'];

describe('the shipped policies of planning and pruning', () => {
  it('allow every call, and hold no action that no call needs', async () => {
    const { used, denied } = usedIn(await everyCall());
    expect(denied).toEqual([]);
    const unused = (template: string, role: string, parameters = {}, leaveOut = new Set()) =>
      [...granted(template, parameters)].filter(
        (action) => used.get(role)?.has(action) !== true && !leaveOut.has(action),
      );
    const bucket = { StateBucket: STATE_BUCKET };
    expect({
      plan: unused('plan-function-role', PLAN_ROLE, bucket),
      prune: unused('prune-function-role', PRUNE_ROLE, { ...bucket, AlertsTopicArn: TOPIC }),
      memberPrune: unused('member-prune-role', 'limits-watchdog-prune', {
        ...MEMBER,
        Stage: 'nonprod',
      }),
      // Without what watch runs measure with, which is theirs to use.
      memberRead: unused(
        'member-read-role',
        'limits-watchdog-read',
        { ...MEMBER, PlanEvidence: 'true' },
        granted('member-read-role', { ...MEMBER, PlanEvidence: 'false' }),
      ),
    }).toEqual({
      plan: ASKED_BY_AWS,
      prune: ASKED_BY_AWS,
      memberPrune: [],
      memberRead: [],
    });
  });
});
