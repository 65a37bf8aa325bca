import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import { memberRoleNotes, memberRoleResources } from '../../scripts/package/member-roles.ts';
import { resolvedResources } from '../../scripts/package/resolved-resources.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';
import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { sized } from '../size.ts';
import { smallest } from './run-package.ts';

const place = {
  stackName: 'limits-watchdog',
  partition: 'aws-us-gov',
  accountId: '111111111111',
  region: 'us-gov-west-1',
};
const BOUNDARY = 'arn:aws-us-gov:iam::111111111111:policy/boundary';
const managedPolicies = {
  [BOUNDARY]: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};
const templateOf = (name: string): string =>
  readFileSync(new URL(`../../src/stacks/member-${name}-role.yml`, import.meta.url), 'utf8');

/** Parameter values by template: all required ones, and some of the optional ones. */
function valuesOf(name: string): fc.Arbitrary<Record<string, string>> {
  const { Parameters: declared = {} } = parseTemplate(templateOf(name));
  const chosen = fc.record(
    Object.fromEntries(
      Object.entries(declared as Record<string, { AllowedValues?: string[] }>).flatMap(
        ([parameter, { AllowedValues: values }]) =>
          values === undefined ? [] : [[parameter, fc.constantFrom(...values)] as const],
      ),
    ),
    { requiredKeys: [] },
  );
  const texts = fc.record(
    {
      OrganizationId: fc.constantFrom('', 'o-a1b2c3d4e5'),
      RolePath: fc.constantFrom('/', '/operations/'),
      FunctionRolePath: fc.constantFrom('/', '/functions/'),
      PermissionsBoundary: fc.constantFrom('', BOUNDARY),
      ...(name === 'read' && {
        PeopleRoleArns: fc.constantFrom(
          '',
          'arn:aws:iam::111111111111:role/people,arn:aws:iam::111111111111:role/more',
        ),
        PeopleAccountId: fc.constantFrom('', '222222222222'),
      }),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(chosen, texts).map(([one, other]) => ({
    ToolingAccountId: '111111111111',
    ExternalId: 'an.external+id',
    ...one,
    ...other,
    ...(name === 'prune' && { Stage: 'nonprod' }),
  }));
}

describe('a role in the stack of the tooling account', () => {
  it.each(['read', 'prune'])(
    'equals the role that its template creates with the same values: %s',
    (name) => {
      const document = parseTemplate(templateOf(name));
      fc.assert(
        fc.property(valuesOf(name), (values) => {
          const Resources = resolvedResources(document, values);
          const text = JSON.stringify({ Resources });
          expect(text).not.toMatch(/Fn::If|"Ref":"(?!AWS::)/);
          expect(rolesOfStack(text, place, {}, { managedPolicies })).toEqual(
            rolesOfStack(templateOf(name), place, values, { managedPolicies }),
          );
        }),
        { numRuns: sized(8, 150) },
      );
    },
  );

  it('is refused as a prune role with the stage prod, as by its template', () => {
    const values = { ToolingAccountId: '111111111111', ExternalId: 'an-id', Stage: 'prod' };
    const document = parseTemplate(templateOf('prune'));
    expect(() => resolvedResources(document, values)).toThrow('nonprod only');
  });

  it.each([
    [{ stage: 'nonprod' }, ['ReadRole', 'PruneRole']],
    [{ stage: 'prod' }, ['ReadRole']],
    [{ stage: 'nonprod', name: 'eu-prod' }, ['ReadRole']],
    [
      { stage: 'nonprod', name: 'eu-prod', prune: { nameMisleads: true } },
      ['ReadRole', 'PruneRole'],
    ],
  ])('comes before the functions that assume it: %j has the roles %j', async (account, ids) => {
    const text = JSON.stringify({
      ...smallest(),
      accounts: [{ id: '111111111111', name: 'tools', ...account }],
      deploy: { rolesInStack: 'read-and-prune' },
    });
    const read = await readConfiguration(text, 'watchdog.yml');
    if (!read.ok) throw new Error(read.message);
    const { Resources, extensions } = await memberRoleResources(read.configuration);
    expect(Object.keys(Resources ?? {})).toEqual(ids);
    expect(memberRoleNotes(read.configuration)).toHaveLength(ids.length === 1 ? 1 : 0);
    const prune = ids.filter((id) => id === 'PruneRole');
    expect(extensions).toEqual({
      WatchLambdaFunction: { DependsOn: ids },
      PlanLambdaFunction: { DependsOn: ['ReadRole'] },
      ...(prune.length > 0 && { PruneLambdaFunction: { DependsOn: prune } }),
    });
  });
});
