import { beforeAll, describe, expect, it } from 'vitest';

import { faultsOfTemplate } from '../../scripts/cloudformation/check-template.ts';
import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { exceptionOf } from '../../scripts/cloudformation/cfn-lint.ts';
import type { Variation } from '../../scripts/package/variations.ts';
import { VARIATIONS } from '../../scripts/package/variations.ts';
import { variationPackager } from '../../scripts/package/vary.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import type { Members } from '../sandbox/wire/message.ts';
import { evaluatePolicy } from '../sandbox/iam/evaluate.ts';
import { parsePolicy } from '../sandbox/iam/policy.ts';

/** Who may invoke plan, prune and mute when watchdog.yml restricts it. */

const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;
const arnOf = (name: string): string =>
  `arn:aws:lambda:eu-west-1:111111111111:function:limits-watchdog-${name}`;

let packaged: ReturnType<typeof variationPackager>;
beforeAll(() => {
  packaged = variationPackager();
});

async function templateOf(...names: readonly (keyof typeof VARIATIONS)[]): Promise<Members> {
  const those = names.flatMap((name): readonly Variation[] => (VARIATIONS[name] ?? []).slice(0, 1));
  const made = await packaged(those);
  if (!made.ok) throw new Error(made.faults.join(' '));
  return made.template;
}

/** Returns those of the roles that the function's policy does not deny. */
function spared(template: Members, id: string, name: string, roles: readonly string[]) {
  const resource = sectionOf(template, 'Resources')[id];
  const document = isMembers(resource) && sectionOf(resource, 'Properties')['PolicyDocument'];
  const policy = parsePolicy(document, 'resource');
  const denied = (action: string, arn: string, by: string): boolean =>
    evaluatePolicy(
      policy,
      { action, resource: arn, keys: new Map([['aws:principalarn', [by]]]) },
      { kind: 'session', accountId: '111111111111', roleArn: by, sessionArn: by },
    ) === 'denied';
  return roles.filter((by) =>
    [arnOf(name), `${arnOf(name)}:$LATEST`, `${arnOf(name)}:live`].some(
      (arn) => !denied('lambda:InvokeFunction', arn, by),
    ),
  );
}

const EVERYBODY = [
  'developers',
  'operations/on-call',
  'operations/break-glass',
  'on-call',
  'Administrator',
  'limits-watchdog-chat',
  'limits-watchdog-prune-loop',
  'limits-watchdog-watch',
].map(role);

describe('the policies of the functions that plan, prune and mute', () => {
  it('exist only when the configuration names callers', async () => {
    const resources = Object.values(sectionOf(await templateOf(), 'Resources'));
    const types = resources.map((resource) => isMembers(resource) && resource['Type']);
    expect(types).not.toContain('AWS::Lambda::ResourcePolicy');
  });

  it.each<[string, readonly (keyof typeof VARIATIONS)[], readonly string[]]>([
    ['one Lambda function', [], []],
    ['the distributed engine', ['engine'], ['limits-watchdog-prune-loop']],
    ['a chat channel', ['chat'], []],
  ])('deny everyone except the named callers, with %s', async (_, others, loop) => {
    const template = await templateOf('access', ...others);
    expect(await faultsOfTemplate(template)).toEqual([]);
    expect(spared(template, 'PlanInvocationPolicy', 'plan', EVERYBODY)).toEqual(
      ['developers', 'operations/break-glass', 'limits-watchdog-chat', ...loop].map(role),
    );
    expect(spared(template, 'PruneInvocationPolicy', 'prune', EVERYBODY)).toEqual(
      ['operations/on-call', 'operations/break-glass', ...loop].map(role),
    );
    expect(spared(template, 'MuteInvocationPolicy', 'mute', EVERYBODY)).toEqual(
      ['operations/on-call', 'operations/break-glass'].map(role),
    );
  });

  it('allow nothing: named callers need their own permission', async () => {
    const resources = sectionOf(await templateOf('access'), 'Resources');
    const policies = JSON.stringify(
      ['Plan', 'Prune', 'Mute'].map((name) => sectionOf(resources, `${name}InvocationPolicy`)),
    );
    expect(policies).toContain('"Effect":"Deny"');
    expect(policies).not.toContain('"Effect":"Allow"');
  });

  it('never occur together with a permission of the same function', async () => {
    const template = await templateOf('access');
    const resources = sectionOf(template, 'Resources');
    const Permission = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['PlanLambdaFunction', 'Arn'] },
        Principal: 'events.amazonaws.com',
      },
    };
    const faults = await faultsOfTemplate({ ...template, Resources: { ...resources, Permission } });
    expect(faults.join('\n')).toContain('PlanLambdaFunction: its policy would replace');
  });

  it('are the only type that cfn-lint does not know', () => {
    const error = { file: 'f', rule: 'E3006', path: ['Resources', 'A', 'Type'], message: 'm' };
    const of = (type: string) => exceptionOf(error, { Resources: { A: { Type: type } } });
    expect(of('AWS::Lambda::ResourcePolicy')).toContain('E3006');
    expect(of('AWS::Lambda::ResourcePolicies')).toBeUndefined();
  });
});
