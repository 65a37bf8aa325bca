import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { memberAccount, runWatch, toolingAccount } from '../../watch/run-watch.ts';
import { existingVersions, lastOf, pruningWith, storedPlan } from '../prune/harness.ts';
import { shop } from '../prune/rows.ts';
import { devAccount } from '../prune/run-prune.ts';
import { rolesOfStack } from '../../sandbox/cloudformation/stack-roles.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import { evaluatePolicies } from '../../sandbox/iam/evaluate.ts';
import { parsePolicy } from '../../sandbox/iam/policy.ts';
import type { Role } from '../../sandbox/iam/role.ts';
import { ACCOUNT, FULL, RUN } from './every-call.ts';
import { shippedGrants } from './shipped.ts';
import { pruneStack, readStack, withoutAction } from './changed-roles.ts';

describe('each denial of the prune role', () => {
  const one = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:pay`;
  const denials: Readonly<Record<string, string>> = {
    NeverWholeFunctions: one,
    NeverTheLatest: `${one}:$LATEST`,
  };

  it('is tested here', () => {
    const shipped = shippedGrants().filter(({ effect }) => effect === 'Deny');
    expect([...new Set(shipped.map(({ sid }) => sid))].toSorted()).toEqual(
      Object.keys(denials).toSorted(),
    );
  });

  it.each(Object.entries(denials))(
    '%s denies even if somebody attaches full access to Lambda, and nothing else does',
    (sid, resource) => {
      const role = roleWithEverything();
      const grant = { sid, action: 'lambda:DeleteFunction' };
      expect(mayDelete(role, resource)).toBe(false);
      expect(mayDelete(withoutAction(role, grant), resource)).toBe(true);
      expect(mayDelete(role, `${one}:7`)).toBe(true);
    },
  );
});

function roleWithEverything(): Role {
  const template = readFileSync(
    new URL('../../../src/stacks/member-prune-role.yml', import.meta.url),
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
      throw new Error(`not each of ${lines.join(', ')} is in the template once`);
    }
    return kept.join('\n');
  };

const renamed =
  (action: string) =>
  (template: string): string => {
    if (!template.includes(`Action: ${action}\n`)) throw new Error(`no ${action} of its own`);
    // A statement needs an action; this one is never requested.
    return template.replace(`Action: ${action}\n`, 'Action: iam:GetUser\n');
  };

describe('with a template that lacks a permission', () => {
  it.each([
    ['lambda:GetAccountSettings', 'code storage'],
    ['lambda:ListFunctions', 'old'],
    ['s3:ListAllMyBuckets', 'bucket'],
  ])('a watch run without %s reports what it could not measure', async (action, limit) => {
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

  it('a plan without lambda:GetPolicy keeps every version whose policy it could not read', async () => {
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
    [
      'lambda:GetPolicy',
      "could not check the function's own policy",
      withoutLine('lambda:GetPolicy'),
    ],
    ['lambda:ListTags', 'could not check', withoutLine('lambda:ListTags')],
  ])('a prune without %s deletes nothing and reports %s', async (action, said, change) => {
    expectDenied({ action, because: 'it was taken from the template' });
    const stacks = [readStack(undefined), pruneStack(change)];
    const pruning = pruningWith({ accounts: [devAccount(shop(), { stacks })] });
    const { planId } = await storedPlan(pruning);
    const before = existingVersions(pruning.sandbox);
    const answer = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(JSON.stringify(answer)).toContain(said);
    expect(existingVersions(pruning.sandbox)).toEqual(before);
  });
});
