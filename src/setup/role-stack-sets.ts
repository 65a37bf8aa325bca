import { isPrunable } from '../accounts/production-name.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition, LimitRule } from '../model/limit.ts';
import { isOptIn } from '../model/regions.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { InstanceGroup, Parameters, StackSet, StackSetPlace } from './stack-set-commands.ts';

/** The deployment name that the default values of the templates' parameters contain. */
const USUAL_DEPLOYMENT = 'limits-watchdog';

type RoleGroup = InstanceGroup<readonly string[]>;

/**
 * The Region and permission model of the StackSets. The default Region is the tooling Region. If that needs opt-in, so
 * that accounts may lack it, the default is the first watched Region that needs no opt-in, if there is one.
 */
export function stackSetPlace(configuration: ConfigurationFile): StackSetPlace {
  const { tooling, deploy } = configuration;
  const { permissions = 'service-managed', callAs, region } = deploy?.stackSets ?? {};
  const watched = settingsOf(configuration)
    .flatMap(({ regions }) => regions.map((one) => one.region))
    .find((one) => !isOptIn(one));
  const usual = isOptIn(tooling.region) ? (watched ?? tooling.region) : tooling.region;
  const isDelegated = permissions === 'service-managed' && callAs === 'delegated-admin';
  return { region: region ?? usual, permissions, isDelegated };
}

/** The Regions and rules of each listed account, and those that all discovered accounts share. */
function settingsOf({ accounts, discovery }: ConfigurationFile) {
  return [...accounts, ...(discovery === undefined ? [] : [discovery.each])];
}

/** The StackSet of the read role. @param externalId the external id, or its placeholder in commands */
export function readRoles(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  externalId: Parameters[string],
): StackSet {
  const { deployment, role } = configuration;
  const { prune, read } = memberRoleNames(deployment);
  const isUsual = deployment === USUAL_DEPLOYMENT;
  return roleSet(configuration, 'read', {
    ...callers(configuration, externalId),
    ...(!isUsual && {
      WatchRoleName: `${deployment}-watch`,
      PlanFunctionRoleName: `${deployment}-plan-function`,
      PruneRoleName: prune,
    }),
    ...((!isUsual || role.name !== read) && { RoleName: role.name }),
    ...ownParameters(role),
    ...commonParameters(configuration, definitions),
  });
}

export function pruneRoles(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
): StackSet {
  const { deployment, role } = configuration;
  return roleSet(configuration, 'prune', {
    Stage: 'nonprod',
    ...callers(configuration, externalId),
    ...(deployment !== USUAL_DEPLOYMENT && {
      PruneFunctionRoleName: `${deployment}-prune-function`,
      RoleName: memberRoleNames(deployment).prune,
    }),
    ...ownParameters(role),
  });
}

/** The StackSet of the increase role. @param quotaArns the ARNs of the quotas that rules name, separated by commas */
export function increaseRoleSet(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
  quotaArns: string,
): StackSet {
  const { deployment, role } = configuration;
  return roleSet(configuration, 'increase', {
    ...callers(configuration, externalId),
    QuotaArns: quotaArns,
    ...(deployment !== USUAL_DEPLOYMENT && {
      IncreaseFunctionRoleName: `${deployment}-increase-function`,
      RoleName: memberRoleNames(deployment).increase,
    }),
    ...ownParameters(role),
  });
}

function roleSet(
  { deployment, deploy }: ConfigurationFile,
  role: 'read' | 'prune' | 'increase',
  parameters: Parameters,
): StackSet {
  return {
    name: `${deployment}-${role}-role`,
    template: `src/stacks/member-${role}-role.yml`,
    tags: deploy?.tags ?? {},
    parameters,
  };
}

export function withParameters(set: StackSet, more: Parameters | undefined): StackSet {
  return { ...set, parameters: { ...set.parameters, ...more } };
}

/** The parameters that say who may assume a role. */
function callers(
  { tooling, role, deploy }: ConfigurationFile,
  externalId: Parameters[string],
): Parameters {
  return {
    ToolingAccountId: tooling.account,
    ExternalId: externalId,
    ...(role.organizationId !== undefined && { OrganizationId: role.organizationId }),
    ...(deploy?.rolePath !== undefined && { FunctionRolePath: deploy.rolePath }),
  };
}

function ownParameters({ path, permissionsBoundary }: ConfigurationFile['role']): Parameters {
  return {
    ...(path !== undefined && { RolePath: path }),
    ...(permissionsBoundary !== undefined && { PermissionsBoundary: permissionsBoundary }),
  };
}

/** The listed accounts, without the tooling account if its stack creates the roles there. */
export function accountsApart({
  accounts,
  deploy,
  tooling,
}: Pick<ConfigurationFile, 'accounts' | 'deploy' | 'tooling'>): readonly AccountConfiguration[] {
  return deploy?.rolesInStack === undefined
    ? accounts
    : accounts.filter(({ id }) => id !== tooling.account);
}

export function hasRolesApart(configuration: ConfigurationFile): boolean {
  return configuration.discovery !== undefined || accountsApart(configuration).length > 0;
}

/** The accounts grouped by the parameters that their read roles override, starting with accounts that may be pruned. */
export function readGroups(
  configuration: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
  definitions: readonly LimitDefinition[],
): readonly RoleGroup[] {
  const inOrder = [...accounts.filter(mayBePruned), ...accounts.filter((one) => !mayBePruned(one))];
  const common = commonParameters(configuration, definitions);
  return groupAccounts(inOrder, (account) => {
    const { stage, rules, prune } = account;
    const evidence = mayBePruned(account)
      ? { PlanEvidence: 'true', ...(prune.allowsLayers && { ReadLayers: 'true' }) }
      : configuration.role.reviewEvidence === true && { ReviewEvidence: 'true' };
    const own = Object.entries(parametersOfSets(rules, definitions));
    return {
      ...evidence,
      ...(configuration.readStorageMode && stage === 'nonprod' && { ReadStorageMode: 'true' }),
      ...Object.fromEntries(own.filter(([name]) => !(name in common))),
    };
  });
}

/** The accounts that `mayBePruned` allows, which get a prune role, grouped by their overrides. */
export function pruneGroups(accounts: readonly AccountConfiguration[]): readonly RoleGroup[] {
  return groupAccounts(accounts.filter(mayBePruned), ({ prune }): Parameters =>
    prune.allowsLayers ? { PruneLayers: 'true' } : {},
  );
}

export function mayBePruned({ name, stage, prune }: AccountConfiguration): boolean {
  return isPrunable({ name, stage, nameMisleads: prune.nameMisleads });
}

/**
 * The parameters for further limits that every account's read role gets: those that all accounts need or, with
 * discovery, those that at least one account needs.
 */
function commonParameters(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
): Parameters {
  const settings = settingsOf(configuration);
  if (configuration.discovery !== undefined) {
    return parametersOfSets(
      settings.flatMap(({ rules }) => rules),
      definitions,
    );
  }
  const [first = {}, ...others] = settings.map(({ rules }) => parametersOfSets(rules, definitions));
  const inEach = Object.entries(first).filter(([name]) => others.every((one) => name in one));
  return Object.fromEntries(inEach);
}

/** One parameter for each set in which a limit is watched, such as `WatchLogs: 'true'`. */
function parametersOfSets(
  rules: readonly LimitRule[],
  definitions: readonly LimitDefinition[],
): Parameters {
  const watched = new Set(rules.map(({ limit }) => limit));
  return Object.fromEntries(
    definitions.flatMap(({ id, set }) =>
      set === undefined || !watched.has(id) ? [] : [[LIMIT_SETS[set].parameter, 'true']],
    ),
  );
}

export function groupAccounts(
  accounts: readonly AccountConfiguration[],
  overridesOf: (account: AccountConfiguration) => Parameters,
): readonly RoleGroup[] {
  const groups = new Map<string, RoleGroup>();
  for (const account of accounts) {
    const overrides = overridesOf(account);
    const key = JSON.stringify(Object.entries(overrides));
    groups.set(key, { ids: [...(groups.get(key)?.ids ?? []), account.id], overrides });
  }
  return [...groups.values()];
}
