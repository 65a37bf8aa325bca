import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { memberAccount, runWatch, TOOLING, toolingAccount, TOPIC } from '../flows/run-watch.ts';
import { existing, lastOf, pruningWith, storedPlan } from '../prune-e2e/harness.ts';
import { shop } from '../prune-e2e/rows.ts';
import { devAccount, EXTERNAL_ID } from '../prune-e2e/run-prune.ts';
import { decide } from '../sandbox/access.ts';
import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { evaluatePolicies } from '../sandbox/iam/evaluate.ts';
import { parsePolicy } from '../sandbox/iam/policy.ts';
import type { Statement } from '../sandbox/iam/policy.ts';
import type { Role } from '../sandbox/iam/role.ts';
import type { Decision } from '../sandbox/witnesses.ts';
import type { StackWorld } from '../sandbox/world.ts';
import {
  ACCOUNT,
  decisionsOf,
  everyPruneCall,
  everyStageCall,
  everyWatchCall,
  FULL,
  RUN,
} from './every-call.ts';
import { everyDiscoveryCall } from './every-discovery-call.ts';
import type { ShippedGrant } from './shipped.ts';
import { shippedGrants } from './shipped.ts';

function ofTemplates(
  functions: readonly string[],
  actions: readonly string[],
  whose: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    functions.flatMap((name) =>
      actions.map((action) => [`${name}-function-role ${action}`, whose]),
    ),
  );
}

/** Permissions that no run here uses, each with whose they are. */
const OTHERS: Readonly<Record<string, string>> = {
  ...ofTemplates(
    ['watch', 'plan', 'prune', 'slack'],
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    "Lambda's own: it delivers the logs with the function's role",
  ),
  ...ofTemplates(
    ['slack'],
    ['ssm:GetParameter', 'kms:Decrypt', 'sqs:SendMessage'],
    'each one allowed and refused in test/stacks/roles.test.ts',
  ),
  ...Object.fromEntries(
    [
      'states:StartExecution',
      'states:DescribeExecution',
      'states:StopExecution',
      's3:ListMultipartUploadParts',
      's3:AbortMultipartUpload',
    ].map((action) => [
      `distributed-watch ${action}`,
      "Step Functions' own, for a Distributed Map: allowed and refused in test/stacks/roles.test.ts",
    ]),
  ),
  'prune-loop lambda:InvokeFunction': 'used in test/machine/prune-loop.test.ts, over many slices',
};

/** The same role without one action of one statement. */
function without(role: Role, { sid, action }: Pick<ShippedGrant, 'sid' | 'action'>): Role {
  const cut = (statement: Statement): Statement[] => {
    if (statement.sid !== sid) return [statement];
    const patterns = statement.actions.patterns.filter((one) => one !== action);
    return patterns.length === 0
      ? []
      : [{ ...statement, actions: { ...statement.actions, patterns } }];
  };
  return {
    ...role,
    policies: role.policies.map((policy) => ({
      ...policy,
      statements: policy.statements.flatMap(cut),
    })),
  };
}

/** Whether the role would be refused what it was allowed, had it not this permission. */
function isMissed(grant: ShippedGrant, { need, circumstances, verdict }: Decision): boolean {
  const { session } = circumstances;
  if (!verdict.isAllowed || session.role.template !== grant.template) return false;
  const role = without(session.role, grant);
  return !decide(need, { ...circumstances, session: { ...session, role } }).isAllowed;
}

const nameOf = ({ template, sid, action }: ShippedGrant): string => `${template} ${sid} ${action}`;

describe('without any one of its permissions', () => {
  it('a shipped role would be refused a call that a run makes', async () => {
    const decisions = await decisionsOf(async () => {
      await everyWatchCall(true);
      await everyWatchCall(false);
      await everyStageCall();
      await watchWithOtherTopics();
      await everyPruneCall();
      await pruneAnything();
      await everyDiscoveryCall();
    });
    const allowed = shippedGrants().filter(({ effect }) => effect === 'Allow');
    const useless = allowed.filter(
      (grant) =>
        OTHERS[`${grant.template} ${grant.action}`] === undefined &&
        !decisions.some((decision) => isMissed(grant, decision)),
    );
    expect(useless.map(nameOf)).toEqual([]);
    expect(new Set(allowed.map(nameOf)).size).toBeGreaterThanOrEqual(60);
    const used = new Set(
      decisions
        .filter(({ verdict }) => verdict.isAllowed)
        .map(({ need, circumstances }) => `${circumstances.session.role.template} ${need.action}`),
    );
    // What is named there is not used here, or it would not need to be named.
    expect(Object.keys(OTHERS).filter((one) => used.has(one))).toEqual([]);
  }, 120_000);
});

describe('each denial of the prune role', () => {
  const one = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:pay`;
  const denials: Readonly<Record<string, string>> = {
    NeverWholeFunctions: one,
    NeverTheLatest: `${one}:$LATEST`,
  };

  it('is one of those that are tried here', () => {
    const shipped = shippedGrants().filter(({ effect }) => effect === 'Deny');
    expect([...new Set(shipped.map(({ sid }) => sid))].toSorted()).toEqual(
      Object.keys(denials).toSorted(),
    );
  });

  it.each(Object.entries(denials))(
    '%s holds even when somebody attaches all of Lambda to the role, and nothing else does',
    (sid, resource) => {
      const role = roleWithEverything();
      const grant = { sid, action: 'lambda:DeleteFunction' };
      expect(mayDelete(role, resource)).toBe(false);
      expect(mayDelete(without(role, grant), resource)).toBe(true);
      expect(mayDelete(role, `${one}:7`)).toBe(true);
    },
  );
});

function roleWithEverything(): Role {
  const template = readFileSync(
    new URL('../../src/stacks/member-prune-role.yml', import.meta.url),
    'utf8',
  );
  const place = { stackName: 's', partition: 'aws', accountId: ACCOUNT, region: 'eu-west-1' };
  const [role] = rolesOfStack(template, place, pruneStack().parameters);
  if (role === undefined) throw new Error('no role');
  const everything = parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
  });
  return { ...role, policies: [...role.policies, everything] };
}

function mayDelete({ policies }: Role, resource: string): boolean {
  const asked = { action: 'lambda:DeleteFunction', resource, keys: new Map<string, string[]>() };
  return evaluatePolicies(policies, asked) === 'allowed';
}

const withoutLine =
  (...lines: readonly string[]) =>
  (template: string): string => {
    const kept = template
      .split('\n')
      .filter((line) => !lines.some((one) => line.trim() === `- ${one}`));
    if (kept.length !== template.split('\n').length - lines.length) {
      throw new Error(`not each of ${lines.join(', ')} stands in the template once`);
    }
    return kept.join('\n');
  };

const renamed =
  (action: string) =>
  (template: string): string => {
    if (!template.includes(`Action: ${action}\n`)) throw new Error(`no ${action} of its own`);
    // A statement needs an action: this one, nobody asks for.
    return template.replace(`Action: ${action}\n`, 'Action: iam:GetUser\n');
  };

function readStack(change: StackWorld['change']): StackWorld {
  return {
    template: 'src/stacks/member-read-role.yml',
    parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, PlanEvidence: 'true' },
    ...(change !== undefined && { change }),
  };
}

function pruneStack(change?: StackWorld['change'], more = {}): StackWorld {
  return {
    template: 'src/stacks/member-prune-role.yml',
    parameters: {
      ToolingAccountId: TOOLING,
      ExternalId: EXTERNAL_ID,
      Stage: 'nonprod',
      ...more,
    },
    ...(change !== undefined && { change }),
  };
}

async function watchWithOtherTopics(): Promise<void> {
  const chat = `${TOPIC}-chat`;
  const tooling = toolingAccount();
  await runWatch({
    ...RUN,
    settings: { alerts: { topicArn: TOPIC, chatTopicArn: chat } },
    world: {
      accounts: [
        {
          ...tooling,
          stacks: (tooling.stacks ?? []).map((stack) => ({
            ...stack,
            parameters: { ...stack.parameters, OtherTopicArns: chat },
          })),
          regions: {
            'eu-west-1': {
              topics: [{ name: 'limits-watchdog-alerts' }, { name: 'limits-watchdog-alerts-chat' }],
            },
          },
        },
        memberAccount(ACCOUNT, 'dev', FULL),
      ],
    },
  });
}

async function pruneAnything(): Promise<void> {
  const stacks = [readStack(undefined), pruneStack(undefined, { DeleteScope: 'any' })];
  const pruning = pruningWith({ accounts: [devAccount(shop(), { stacks })] });
  const { planId } = await storedPlan(pruning);
  await pruning.pruneAll(planId, 'dev');
}

describe('with a template from which somebody took a permission', () => {
  it.each([
    ['lambda:GetAccountSettings', 'code storage'],
    ['lambda:ListFunctions', 'old'],
    ['s3:ListAllMyBuckets', 'bucket'],
  ])('a watch run without %s says what it could not see', async (action, limit) => {
    expectDenied({ action, because: 'it was taken from the template' });
    const { summary, error, mails } = await runWatch({
      ...RUN,
      world: {
        accounts: [
          toolingAccount(),
          memberAccount(ACCOUNT, 'dev', { ...FULL, stacks: [readStack(withoutLine(action))] }),
        ],
      },
    });
    expect(summary).toBeUndefined();
    expect(error?.name).toBe('RunIncomplete');
    expect(mails.join('\n')).toContain(action);
    expect(mails.join('\n').toLowerCase()).toContain(limit);
  });

  it('a plan without lambda:GetPolicy keeps every version that it could not check', async () => {
    expectDenied({ action: 'lambda:GetPolicy', because: 'it was taken from the template' });
    const stacks = [readStack(withoutLine('lambda:GetPolicy')), pruneStack()];
    const pruning = pruningWith({ accounts: [devAccount(shop(), { stacks })] });
    const { plan } = await storedPlan(pruning);
    const deleted = plan.functions.flatMap(({ versions }) =>
      versions.filter(({ verdict }) => verdict === 'delete'),
    );
    expect(deleted).toEqual([]);
  });

  it.each([
    ['lambda:DeleteFunction', 'DeleteScope', renamed('lambda:DeleteFunction')],
    ['lambda:ListAliases', 'could not check aliases', withoutLine('lambda:ListAliases')],
    ['lambda:GetPolicy', 'could not check the resource policy', withoutLine('lambda:GetPolicy')],
  ])('a prune without %s deletes nothing and says %s', async (action, said, change) => {
    expectDenied({ action, because: 'it was taken from the template' });
    const stacks = [readStack(undefined), pruneStack(change)];
    const pruning = pruningWith({ accounts: [devAccount(shop(), { stacks })] });
    const { planId } = await storedPlan(pruning);
    const before = existing(pruning.sandbox);
    const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(JSON.stringify(answer)).toContain(said);
    expect(existing(pruning.sandbox)).toEqual(before);
  });
});
