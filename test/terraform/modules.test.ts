import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import {
  argumentsOf,
  REFUSED,
  roleCases,
  roleOfTemplate,
} from '../../scripts/rehearsal/role-cases.ts';
import { NotTranslated } from '../../scripts/terraform/expressions.ts';
import { moduleOf } from '../../scripts/terraform/module.ts';
import { MODULES, moduleText } from '../../scripts/terraform/modules.ts';
import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { StackRefused } from '../sandbox/cloudformation/scope.ts';
import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import type { Members } from '../sandbox/wire/message.ts';

const ROOT = new URL('../../', import.meta.url);
const stack = (name: string): string =>
  readFileSync(new URL(`src/stacks/${name}.yml`, ROOT), 'utf8');

describe.each(MODULES)('the Terraform module %s', (name) => {
  const text = readFileSync(new URL(`docs/terraform/${name}/main.tf.json`, ROOT), 'utf8');

  it('is current: npx tsx scripts/write-terraform.ts', async () => {
    expect(text).toBe(await moduleText(name));
  });

  it('has a variable for each parameter, and no intrinsic function', () => {
    const { variable } = JSON.parse(text) as { variable: Members };
    expect(Object.keys(variable)).toHaveLength(
      Object.keys(readTemplate(stack(name)).parameters).length,
    );
    expect(text).not.toMatch(/Fn::|"Ref"|AWS::/);
  });
});

/** Returns a template with one role, as JSON. */
function template(changes: Members = {}, properties: Members = {}): string {
  const allowed = { Sid: 'A', Effect: 'Allow', Action: 'a:B', Resource: '*' };
  return JSON.stringify({
    Parameters: {
      AccountName: { Type: 'String', Description: 'a', Default: '' },
      IsOn: { Type: 'String', Description: 'b', AllowedValues: ['true', 'false'], Default: 'true' },
      Names: { Type: 'CommaDelimitedList', Description: 'c', Default: 'a, b' },
    },
    Conditions: {
      HasName: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AccountName' }, ''] }] },
      IsSet: { 'Fn::Equals': [{ Ref: 'IsOn' }, 'true'] },
    },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'a',
          AssumeRolePolicyDocument: { Statement: [allowed] },
          ...properties,
        },
      },
    },
    ...changes,
  });
}

function valueIn(value: unknown): unknown {
  const { resource } = moduleOf(template({}, { Description: value }), 'a.yml');
  const found = JSON.parse(JSON.stringify(resource)) as {
    aws_iam_role: { role: { description: unknown } };
  };
  return found.aws_iam_role.role.description;
}

describe('a value of a template', () => {
  it.each<readonly [value: unknown, translated: unknown]>([
    ['text', 'text'],
    ['${aws:username} %{x} $LATEST 100%', '$${aws:username} %%{x} $LATEST 100%'],
    [{ Ref: 'AccountName' }, '${var.account_name}'],
    [{ 'Fn::Sub': 'a${AccountName}${!b}$LATEST' }, 'a${var.account_name}$${b}$LATEST'],
    [{ 'Fn::Sub': ['${x}', { x: { Ref: 'IsOn' } }] }, '${var.is_on}'],
    [
      { 'Fn::If': ['IsSet', 'say "\\a"', { 'Fn::Sub': '${AWS::Partition}' }] },
      '${local.is_set ? "say \\"\\\\a\\"" : "${data.aws_partition.current.partition}"}',
    ],
    [
      { 'Fn::If': ['HasName', 'a${b}', { Ref: 'AWS::NoValue' }] },
      '${local.has_name ? "a$${b}" : null}',
    ],
    [
      { 'Fn::If': ['IsSet', { 'Fn::If': ['HasName', 'a', 'b'] }, { Ref: 'AWS::NoValue' }] },
      '${local.is_set ? (local.has_name ? "a" : "b") : null}',
    ],
    [
      { 'Fn::Select': [0, { 'Fn::Split': [':', { Ref: 'AccountName' }] }] },
      '${split(":", var.account_name)[0]}',
    ],
    [{ 'Fn::Join': ['', { Ref: 'Names' }] }, '${join("", var.names)}'],
  ])('%j is %j in the module', (value, translated) => {
    expect(valueIn(value)).toBe(translated);
  });

  it.each([
    { Ref: 'AWS::Region' },
    { Ref: 'Unknown' },
    { 'Fn::If': ['Unknown', 1, 2] },
    { 'Fn::GetAtt': ['Role', 'RoleId'] },
    { 'Fn::ImportValue': 'a' },
  ])('throws instead of being left out: %j', (value) => {
    expect(() => valueIn(value)).toThrow(NotTranslated);
  });

  it.each<readonly [what: string, text: string]>([
    ['another section', template({ Mappings: {} })],
    ['another resource', template({ Resources: { A: {}, B: {} } })],
    ['another type', template({ Resources: { A: { Type: 'AWS::IAM::ManagedPolicy' } } })],
    ['another property', template({}, { ManagedPolicyArns: ['a'] })],
    ['another constraint', template({ Parameters: { A: { Type: 'String', MinLength: 1 } } })],
    ['another type of parameter', template({ Parameters: { A: { Type: 'Number' } } })],
    ['a rule with a condition', template({ Rules: { A: { RuleCondition: true } } })],
  ])('throws with %s', (_, text) => {
    expect(() => moduleOf(text, 'a.yml')).toThrow(NotTranslated);
  });
});

describe('the roles that the rehearsal creates with the modules', () => {
  it('show every switch of the read role: each is off and on, and no two are always equal', async () => {
    const { parameters } = readTemplate(stack('member-read-role'));
    const reads = (await roleCases()).filter(({ module }) => module === 'member-read-role');
    const names = Object.keys(parameters).filter((name) =>
      JSON.stringify(parameters[name]).includes('["true","false"]'),
    );
    const seen = names.map((name) => reads.map(({ given }) => given[name] ?? 'false').join());
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(names.length);
    for (const one of seen) expect(one).toMatch(/true.*false|false.*true/);
  });

  it('are created by the templates, which refuse what the modules must refuse', async () => {
    for (const one of await roleCases()) {
      expect(await roleOfTemplate(one, '123456789012')).toMatchObject({
        RoleName: one.given['RoleName'],
      });
    }
    const place = {
      stackName: 'a',
      partition: 'aws',
      accountId: '123456789012',
      region: 'eu-west-1',
    };
    for (const { module, given } of REFUSED) {
      expect(() => rolesOfStack(stack(module), place, given)).toThrow(StackRefused);
    }
  });

  it('have arguments of the types of the variables', async () => {
    const [, all] = await roleCases();
    if (all === undefined) throw new Error('no case');
    const given = await argumentsOf(all);
    expect(isMembers(given) && [given['watch_logs'], given['people_role_arns']]).toEqual([
      true,
      ['arn:aws:iam::111111111111:role/Operations', 'arn:aws:iam::111111111111:role/a/B'],
    ]);
  });
});
