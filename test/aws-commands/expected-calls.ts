import { readFileSync } from 'node:fs';

import type {
  InstanceGroup,
  Parameters,
  StackSet,
  StackSetPlace,
} from '../../src/setup/stack-set-commands.ts';
import { KEPT } from '../../src/setup/stack-set-commands.ts';
import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import type { Members } from '../sandbox/wire/message.ts';
import { PROFILE_REGION } from './cli.ts';
import { call } from './command-row.ts';
import type { Call } from './recorder.ts';

/** Builds expected requests directly from the product's own values, without a shell. */

const CAPABILITIES = ['CAPABILITY_NAMED_IAM'];
export const PREFERENCES = {
  MaxConcurrentPercentage: 100,
  FailureTolerancePercentage: 100,
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
};

const bodyOf = ({ template }: Pick<StackSet, 'template'>): string =>
  readFileSync(new URL(`../../${template}`, import.meta.url), 'utf8');

const parametersOf = (parameters: Parameters): readonly Members[] =>
  Object.entries(parameters).map(([ParameterKey, value]) =>
    value === KEPT
      ? { ParameterKey, UsePreviousValue: true }
      : { ParameterKey, ParameterValue: value },
  );

/** Returns the tags, if there are any; a request without tags keeps the existing ones. */
const tagged = ({ tags }: StackSet): Members => {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return Tags.length === 0 ? {} : { Tags };
};

export const asWhom = ({ isDelegated }: StackSetPlace): Members =>
  isDelegated ? { CallAs: 'DELEGATED_ADMIN' } : {};

export function makeSet(set: StackSet, place: StackSetPlace, isAutomatic: boolean): Call {
  const isOfOrganization = place.permissions === 'service-managed';
  return call('cloudformation:CreateStackSet', place.region, {
    ...asWhom(place),
    StackSetName: set.name,
    TemplateBody: bodyOf(set),
    Capabilities: CAPABILITIES,
    ...tagged(set),
    ManagedExecution: { Active: true },
    PermissionModel: isOfOrganization ? 'SERVICE_MANAGED' : 'SELF_MANAGED',
    ...(isOfOrganization && {
      AutoDeployment: isAutomatic
        ? { Enabled: true, RetainStacksOnAccountRemoval: false }
        : { Enabled: false },
    }),
    Parameters: parametersOf(set.parameters),
  });
}

export function updateSet(set: StackSet, place: StackSetPlace): Call {
  return call('cloudformation:UpdateStackSet', place.region, {
    ...asWhom(place),
    StackSetName: set.name,
    TemplateBody: bodyOf(set),
    Capabilities: CAPABILITIES,
    ...tagged(set),
    OperationPreferences: PREFERENCES,
    Parameters: parametersOf(allParameters(set)),
  });
}

export function instances(
  operation: 'CreateStackInstances' | 'UpdateStackInstances',
  { name }: StackSet,
  accounts: InstanceGroup['ids'],
  overrides: Parameters,
  place: StackSetPlace,
): readonly Call[] {
  const isOfOrganization = place.permissions === 'service-managed';
  return [
    ...(isOfOrganization ? [ROOTS] : []),
    call(`cloudformation:${operation}`, place.region, {
      ...asWhom(place),
      StackSetName: name,
      Regions: [place.region],
      ...targetsOf(accounts, isOfOrganization),
      OperationPreferences: PREFERENCES,
      ...(Object.keys(overrides).length > 0 && { ParameterOverrides: parametersOf(overrides) }),
    }),
  ];
}

export const ROOTS = call('organizations:ListRoots', PROFILE_REGION);

function targetsOf(accounts: InstanceGroup['ids'], isOfOrganization: boolean): Members {
  const OrganizationalUnitIds = ['r-root'];
  if (accounts === 'organization') return { DeploymentTargets: { OrganizationalUnitIds } };
  if ('organizationWithout' in accounts) {
    return {
      DeploymentTargets: {
        OrganizationalUnitIds,
        AccountFilterType: 'DIFFERENCE',
        Accounts: [accounts.organizationWithout],
      },
    };
  }
  if (!isOfOrganization) return { Accounts: accounts };
  return {
    DeploymentTargets: {
      OrganizationalUnitIds,
      AccountFilterType: 'INTERSECTION',
      Accounts: accounts,
    },
  };
}

export function stack(
  operation: 'CreateStack' | 'UpdateStack',
  set: StackSet,
  region: string,
): Call {
  return call(`cloudformation:${operation}`, region, {
    StackName: set.name,
    TemplateBody: bodyOf(set),
    Capabilities: CAPABILITIES,
    ...tagged(set),
    Parameters: parametersOf(operation === 'UpdateStack' ? allParameters(set) : set.parameters),
  });
}

/**
 * Returns the request of `aws cloudformation deploy`.
 *
 * @param isThere whether the stack exists, so that unnamed parameters keep their values
 */
export function deployment(set: StackSet, region: string, isThere: boolean): Call {
  const said = Object.entries(set.parameters).filter(([, value]) => value !== KEPT);
  const all = isThere ? allParameters(set) : Object.fromEntries(said);
  return call('cloudformation:CreateChangeSet', region, {
    StackName: set.name,
    TemplateBody: bodyOf(set),
    Capabilities: CAPABILITIES,
    ...tagged(set),
    Parameters: inTemplateOrder(set, all),
    ChangeSetType: isThere ? 'UPDATE' : 'CREATE',
  });
}

/** Returns every parameter of the template, with its value or the instruction to keep the deployed one. */
function allParameters(set: StackSet): Parameters {
  const { parameters } = readTemplate(bodyOf(set));
  return {
    ...Object.fromEntries(Object.keys(parameters).map((name) => [name, KEPT] as const)),
    ...set.parameters,
  };
}

function inTemplateOrder(set: StackSet, values: Parameters): readonly Members[] {
  const names = Object.keys(readTemplate(bodyOf(set)).parameters);
  return names.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : parametersOf({ [name]: value });
  });
}
