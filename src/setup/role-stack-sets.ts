import { isPrunable } from '../accounts/production-name.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition, LimitRule } from '../model/limit.ts';
import { isOptIn } from '../model/regions.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { InstanceGroup, Parameters, StackSet, StackSetPlace } from './stack-set-commands.ts';

/** What the templates' parameters have by default. */
const USUAL_DEPLOYMENT = 'limits-watchdog';

type RoleGroup = InstanceGroup<readonly string[]>;

/**
 * Where the StackSets are: in the Region that the file names, or that of the tooling account. A member account
 * need not have enabled an opt-in Region, so then it is the first watched Region that is none.
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

/** Of the listed accounts, and of all that are discovered. */
function settingsOf({ accounts, discovery }: ConfigurationFile) {
  return [...accounts, ...(discovery === undefined ? [] : [discovery.each])];
}

/** @param externalId the placeholder that commands have in its place */
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

/** @param quotaArns of every quota that a rule names, in commas */
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

/** Who may assume the roles. */
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

/** The listed accounts whose roles the stack of the tooling account does not make. */
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

/** The listed accounts by what their read roles override, those that may be pruned first. */
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
    const own = Object.entries(setParameters(rules, definitions));
    return {
      ...evidence,
      ...(configuration.readStorageMode && stage === 'nonprod' && { ReadStorageMode: 'true' }),
      ...Object.fromEntries(own.filter(([name]) => !(name in common))),
    };
  });
}

/** Those of the accounts that get a prune role: nonprod, with a name that does not say production. */
export function pruneGroups(accounts: readonly AccountConfiguration[]): readonly RoleGroup[] {
  return groupAccounts(accounts.filter(mayBePruned), ({ prune }): Parameters =>
    prune.allowsLayers ? { PruneLayers: 'true' } : {},
  );
}

export function mayBePruned({ name, stage, prune }: AccountConfiguration): boolean {
  return isPrunable({ name, stage, nameMisleads: prune.nameMisleads });
}

/**
 * What the read role needs for further limits in each of the accounts. No StackSet knows for which of the
 * discovered accounts a limit is, so there it is all that is watched anywhere.
 */
function commonParameters(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
): Parameters {
  const settings = settingsOf(configuration);
  if (configuration.discovery !== undefined) {
    return setParameters(
      settings.flatMap(({ rules }) => rules),
      definitions,
    );
  }
  const [first = {}, ...others] = settings.map(({ rules }) => setParameters(rules, definitions));
  const inEach = Object.entries(first).filter(([name]) => others.every((one) => name in one));
  return Object.fromEntries(inEach);
}

/** `WatchLogs: 'true'` for each set of further limits that is watched. */
function setParameters(
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
