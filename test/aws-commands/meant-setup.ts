import { readFileSync } from 'node:fs';

import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import {
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
} from '../../src/setup/role-stack-sets.ts';
import type {
  InstanceAccounts,
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

/** The requests that make, update or remove what the product's own values say; no shell is in between. */

const CAPABILITIES = ['CAPABILITY_NAMED_IAM'];
export const PREFERENCES = {
  MaxConcurrentPercentage: 100,
  FailureTolerancePercentage: 100,
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
};

export const bodyOf = ({ template }: Pick<StackSet, 'template'>): string =>
  readFileSync(new URL(`../../${template}`, import.meta.url), 'utf8');

const parametersOf = (parameters: Parameters): readonly Members[] =>
  Object.entries(parameters).map(([ParameterKey, value]) =>
    value === KEPT
      ? { ParameterKey, UsePreviousValue: true }
      : { ParameterKey, ParameterValue: value },
  );

export const asWhom = ({ isDelegated }: StackSetPlace): Members =>
  isDelegated ? { CallAs: 'DELEGATED_ADMIN' } : {};

export function makeSet(set: StackSet, place: StackSetPlace, isAutomatic: boolean): Call {
  const isOfOrganization = place.permissions === 'service-managed';
  return call('cloudformation:CreateStackSet', place.region, {
    ...asWhom(place),
    StackSetName: set.name,
    TemplateBody: bodyOf(set),
    Capabilities: CAPABILITIES,
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
    OperationPreferences: PREFERENCES,
    Parameters: parametersOf(allParameters(set)),
  });
}

export function instances(
  operation: 'CreateStackInstances' | 'UpdateStackInstances',
  { name }: StackSet,
  accounts: InstanceAccounts,
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

function targetsOf(accounts: InstanceAccounts, isOfOrganization: boolean): Members {
  const OrganizationalUnitIds = ['r-root'];
  if (accounts === 'organization') return { DeploymentTargets: { OrganizationalUnitIds } };
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
    Parameters: parametersOf(operation === 'UpdateStack' ? allParameters(set) : set.parameters),
  });
}

/** What `aws cloudformation deploy` makes. @param isThere whether parameters that are not said keep their value */
export function deployment(set: StackSet, region: string, isThere: boolean): Call {
  const said = Object.entries(set.parameters).filter(([, value]) => value !== KEPT);
  const all = isThere ? allParameters(set) : Object.fromEntries(said);
  return call('cloudformation:CreateChangeSet', region, {
    StackName: set.name,
    TemplateBody: bodyOf(set),
    Capabilities: CAPABILITIES,
    Parameters: inTemplateOrder(set, all),
    ChangeSetType: isThere ? 'UPDATE' : 'CREATE',
  });
}

/** Every parameter of the template: its value, or that it keeps the deployed one. */
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

export interface SetupArguments {
  readonly account?: string;
  readonly upgrade?: boolean;
  readonly newExternalId?: boolean;
}

/** What `setup` with these arguments has to bring about. */
export function meantBySetup(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  { account, upgrade = false, newExternalId = false }: SetupArguments,
): readonly Call[] {
  const { discovery } = configuration;
  const place = stackSetPlace(configuration);
  const secret = upgrade && !newExternalId ? KEPT : configuration.role.externalId;
  const read = readRoles(configuration, definitions, secret);
  const prune = pruneRoles(configuration, secret);
  const accounts = configuration.accounts.filter(
    ({ id }) => account === undefined || id === account,
  );
  if (place.permissions === 'per-account') {
    return accounts.flatMap((one) => [
      ...readGroups(configuration, [one], definitions).map(({ overrides }) =>
        deployment(withEach(read, NONE_OF_READ, overrides), place.region, upgrade),
      ),
      ...pruneGroups([one]).map(({ overrides }) =>
        deployment(withEach(prune, NONE_OF_PRUNE, overrides), place.region, upgrade),
      ),
    ]);
  }
  const listed = readGroups(configuration, accounts, definitions);
  // One that only the rules find.
  const found = account === undefined ? [] : [{ ids: [account], overrides: {} }];
  const toRead = listed.length > 0 ? listed : found;
  const toPrune = pruneGroups(accounts);
  const isOfOrganization = place.permissions === 'service-managed';
  const isAutomatic = discovery !== undefined && isOfOrganization;
  if (upgrade) {
    return [
      updateSet(read, place),
      ...(toPrune.length > 0 ? [updateSet(prune, place)] : []),
      ...(isOfOrganization ? [stack('UpdateStack', read, place.region)] : []),
      ...toRead.flatMap(({ ids, overrides }) =>
        updated(read, ids, overrides, 'PlanEvidence', place),
      ),
      ...toPrune.flatMap(({ ids, overrides }) =>
        updated(prune, ids, overrides, 'PruneLayers', place),
      ),
    ];
  }
  const isWhole = account === undefined;
  const needingMore = toRead.filter(({ overrides }) => Object.keys(overrides).length > 0);
  return [
    ...(isWhole ? [makeSet(read, place, isAutomatic)] : []),
    ...(isAutomatic && isWhole
      ? instances('CreateStackInstances', read, 'organization', {}, place)
      : []),
    ...(isAutomatic ? needingMore : toRead).flatMap(({ ids, overrides }) =>
      instances(
        isAutomatic ? 'UpdateStackInstances' : 'CreateStackInstances',
        read,
        ids,
        overrides,
        place,
      ),
    ),
    ...(isWhole && toPrune.length > 0 ? [makeSet(prune, place, false)] : []),
    ...toPrune.flatMap(({ ids, overrides }) =>
      instances('CreateStackInstances', prune, ids, overrides, place),
    ),
    ...(isWhole && isOfOrganization ? [stack('CreateStack', read, place.region)] : []),
  ];
}

const NONE_OF_READ: Parameters = {
  PlanEvidence: 'false',
  ReviewEvidence: 'false',
  ReadLayers: 'false',
  ReadStorageMode: 'false',
};
const NONE_OF_PRUNE: Parameters = { PruneLayers: 'false' };

function withEach(set: StackSet, ...more: readonly Parameters[]): StackSet {
  return { ...set, parameters: Object.assign({}, set.parameters, ...more) };
}

/** An empty list would keep what is overridden, so one parameter is always said. */
function updated(
  set: StackSet,
  ids: readonly string[],
  overrides: Parameters,
  always: string,
  place: StackSetPlace,
): readonly Call[] {
  const said = Object.keys(overrides).length > 0 ? overrides : { [always]: 'false' };
  return instances('UpdateStackInstances', set, ids, said, place);
}
