import { readFile } from 'node:fs/promises';

import { readTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import { resolve } from '../../test/sandbox/cloudformation/resolve.ts';
import { parametersOf } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { isSwitch, snakeCase } from '../terraform/expressions.ts';
import type { ModuleName } from '../terraform/modules.ts';

/** A role to be created, by its module and template parameters. */
export interface RoleCase {
  readonly module: ModuleName;
  readonly given: Readonly<Record<string, string>>;
}

const REQUIRED = { ToolingAccountId: '111111111111', ExternalId: 'rehearsal-external-id' };
const PRUNE = { ...REQUIRED, Stage: 'nonprod' };
const ORGANISATION = { OrganizationId: 'o-a1b2c3d4e5' };
const PLACE = {
  RolePath: '/operations/limits/',
  FunctionRolePath: '/functions/',
  PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
};
const PEOPLE = {
  PeopleRoleArns: 'arn:aws:iam::111111111111:role/Operations, arn:aws:iam::111111111111:role/a/B',
};
const QUOTAS = {
  QuotaArns: 'arn:aws:servicequotas:*:*:iam/L-FE177D64,arn:aws:servicequotas:*:*:lambda/L-B99A9384',
};

/** Returns roles in which every parameter has an effect, and no two switches of the read role are always equal. */
export async function roleCases(): Promise<readonly RoleCase[]> {
  const { parameters } = readTemplate(await templateText('member-read-role'));
  const switches = Object.keys(parameters).filter((name) => isSwitch(parameters[name]));
  const bits = Math.ceil(Math.log2(switches.length));
  const set = (isOn: (at: number) => boolean): Readonly<Record<string, string>> =>
    Object.fromEntries(switches.map((name, at) => [name, String(isOn(at))]));
  const reads = [
    {},
    { ...set(() => true), ...ORGANISATION, ...PLACE, ...PEOPLE, PeopleAccountId: '333333333333' },
    ...Array.from({ length: bits }, (_, bit) => set((at) => (at & (1 << bit)) !== 0)),
    PEOPLE,
  ];
  const prunes = [{}, { PruneLayers: 'true', ...ORGANISATION, ...PLACE }, { DeleteScope: 'any' }];
  const cases: readonly RoleCase[] = [
    ...reads.map((given) => ({
      module: 'member-read-role' as const,
      given: { ...REQUIRED, ...given },
    })),
    ...prunes.map((given) => ({
      module: 'member-prune-role' as const,
      given: { ...PRUNE, ...given },
    })),
    ...[QUOTAS, { ...QUOTAS, ...ORGANISATION, ...PLACE }].map((given) => ({
      module: 'member-increase-role' as const,
      given: { ...REQUIRED, ...given },
    })),
    {
      module: 'organization-list-role',
      given: { ...REQUIRED, ...PLACE, PermissionsBoundary: 'team/boundary' },
    },
  ];
  return cases.map(({ module, given }, at) => ({
    module,
    given: { ...given, RoleName: `case-${at}` },
  }));
}

/** Arguments that the template refuses, one at a time; the module must refuse them as well. */
export const REFUSED: readonly RoleCase[] = [
  ...(
    [
      ['ToolingAccountId', '1234'],
      ['ExternalId', 'with a space'],
      ['ExternalId', 'x'],
      ['ExternalId', 'x'.repeat(1225)],
      ['ExternalId', 'a*'],
      ['OrganizationId', 'o-*'],
      ['FunctionRolePath', 'operations'],
      ['FunctionRolePath', '/*/'],
      ['RolePath', '/operations'],
      ['RoleName', 'limits-*'],
      ['RoleName', ''],
      ['PermissionsBoundary', 'a boundary'],
      ['PeopleRoleArns', 'arn:aws:iam::111111111111:role/*'],
      ['PeopleRoleArns', 'arn:aws:iam::111111111111:role/a, *'],
      ['PeopleAccountId', '1'],
    ] as const
  ).map(([name, value]) => ({
    module: 'member-read-role' as const,
    given: { ...REQUIRED, [name]: value },
  })),
  ...(
    [
      ['Stage', 'prod'],
      ['Stage', 'dev'],
      ['Stage', ''],
      ['DeleteScope', 'all'],
      ['PruneFunctionRoleName', 'a/b'],
    ] as const
  ).map(([name, value]) => ({
    module: 'member-prune-role' as const,
    given: { ...PRUNE, [name]: value },
  })),
];

/** Returns the arguments of a module that correspond to the template's parameters. */
export async function argumentsOf({ module, given }: RoleCase): Promise<Members> {
  const { parameters } = readTemplate(await templateText(module));
  const values = Object.entries(given).map(([name, value]) => {
    const declared = parameters[name];
    const isList = declared?.['Type'] === 'CommaDelimitedList';
    const list = isList ? value.split(',').map((item) => item.trim()) : value;
    return [snakeCase(name), isSwitch(declared) ? value === 'true' : list];
  });
  return Object.fromEntries(values);
}

/** Returns the properties of the role that CloudFormation would create. @throws StackRefused */
export async function roleOfTemplate(
  { module, given }: RoleCase,
  accountId: string,
): Promise<Members> {
  const template = readTemplate(await templateText(module));
  const place = { stackName: 'stack', partition: 'aws', accountId, region: 'eu-west-1' };
  const scope = { template, place, parameters: parametersOf(template, given) };
  const [resource] = Object.values(template.resources);
  const role = resolve(resource?.['Properties'], scope);
  return isMembers(role) ? role : {};
}

function templateText(name: ModuleName): Promise<string> {
  return readFile(new URL(`../../src/stacks/${name}.yml`, import.meta.url), 'utf8');
}
