import { isPrunable } from '../accounts/production-name.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition, LimitRule } from '../model/limit.ts';
import { isOptIn } from '../model/regions.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { Parameters, StackSet, StackSetPlace } from './stack-set-commands.ts';

/** What the templates' parameters have by default. */
const USUAL_DEPLOYMENT = 'limits-watchdog';

/** A value of a parameter. */
type Said = Parameters[string];

/** Accounts whose instances override the same parameters. */
export interface InstanceGroup {
  readonly ids: readonly string[];
  readonly overrides: Parameters;
}

/**
 * Where the StackSets are: in the Region that the file names, or that of the tooling account. A member account
 * need not have enabled an opt-in Region, so then it is the first that is watched and is none.
 */
export function stackSetPlace({
  tooling,
  deploy,
  accounts,
  discovery,
}: ConfigurationFile): StackSetPlace {
  const { permissions = 'service-managed', callAs, region } = deploy?.stackSets ?? {};
  const watched = [...accounts, ...(discovery === undefined ? [] : [discovery.each])]
    .flatMap(({ regions }) => regions.map((one) => one.region))
    .find((one) => !isOptIn(one));
  const usual = isOptIn(tooling.region) ? (watched ?? tooling.region) : tooling.region;
  const isDelegated = permissions === 'service-managed' && callAs === 'delegated-admin';
  return { region: region ?? usual, permissions, isDelegated };
}

/** @param externalId the placeholder that commands have in its place */
export function readRoles(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  externalId: Said,
): StackSet {
  const { deployment, role } = configuration;
  const { prune, read } = memberRoleNames(deployment);
  const isUsual = deployment === USUAL_DEPLOYMENT;
  return {
    name: `${deployment}-read-role`,
    template: 'src/stacks/member-read-role.yml',
    tags: configuration.deploy?.tags ?? {},
    parameters: {
      ...callers(configuration, externalId),
      ...(!isUsual && {
        WatchRoleName: `${deployment}-watch`,
        PlanFunctionRoleName: `${deployment}-plan-function`,
        PruneRoleName: prune,
      }),
      ...((!isUsual || role.name !== read) && { RoleName: role.name }),
      ...ownParameters(role),
      ...commonParameters(configuration, definitions),
    },
  };
}

export function pruneRoles(configuration: ConfigurationFile, externalId: Said): StackSet {
  const { deployment, role } = configuration;
  return {
    name: `${deployment}-prune-role`,
    template: 'src/stacks/member-prune-role.yml',
    tags: configuration.deploy?.tags ?? {},
    parameters: {
      Stage: 'nonprod',
      ...callers(configuration, externalId),
      ...(deployment !== USUAL_DEPLOYMENT && {
        PruneFunctionRoleName: `${deployment}-prune-function`,
        RoleName: memberRoleNames(deployment).prune,
      }),
      ...ownParameters(role),
    },
  };
}

/** Who may assume the roles, as both templates ask for it. */
export function callers(
  { tooling, role, deploy }: ConfigurationFile,
  externalId: Said,
): Parameters {
  return {
    ToolingAccountId: tooling.account,
    ExternalId: externalId,
    ...(role.organizationId !== undefined && { OrganizationId: role.organizationId }),
    ...(deploy?.rolePath !== undefined && { FunctionRolePath: deploy.rolePath }),
  };
}

/** Of the roles themselves. */
export function ownParameters({
  path,
  permissionsBoundary,
}: ConfigurationFile['role']): Parameters {
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

/** Whether roles are to be made in any account besides, or instead of, in that stack. */
export function hasRolesApart(configuration: ConfigurationFile): boolean {
  return configuration.discovery !== undefined || accountsApart(configuration).length > 0;
}

/** The listed accounts by what their read roles override, those that may be pruned first. */
export function readGroups(
  configuration: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
  definitions: readonly LimitDefinition[],
): readonly InstanceGroup[] {
  const inOrder = [...accounts.filter(mayBePruned), ...accounts.filter((one) => !mayBePruned(one))];
  const common = commonParameters(configuration, definitions);
  return grouped(inOrder, (account) => {
    const { stage, rules, prune } = account;
    const evidence = mayBePruned(account)
      ? { PlanEvidence: 'true', ...(prune.allowsLayers && { ReadLayers: 'true' }) }
      : configuration.role.reviewEvidence === true && { ReviewEvidence: 'true' };
    return {
      ...evidence,
      ...(configuration.readStorageMode && stage === 'nonprod' && { ReadStorageMode: 'true' }),
      ...without(setParameters(rules, definitions), common),
    };
  });
}

/** Those of the accounts that get a prune role: nonprod, with a name that does not say otherwise. */
export function pruneGroups(accounts: readonly AccountConfiguration[]): readonly InstanceGroup[] {
  return grouped(accounts.filter(mayBePruned), ({ prune }): Parameters =>
    prune.allowsLayers ? { PruneLayers: 'true' } : {},
  );
}

export function mayBePruned({ name, stage, prune }: AccountConfiguration): boolean {
  return isPrunable({ name, stage, nameMisleads: prune.nameMisleads });
}

/**
 * What the read role needs for further limits in each of the accounts. Which of the accounts that are found a
 * limit is for, no StackSet knows, so there it is all that is watched anywhere.
 */
function commonParameters(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
): Parameters {
  if (configuration.discovery !== undefined) {
    return setParameters(allRules(configuration), definitions);
  }
  const [first = {}, ...others] = configuration.accounts.map(({ rules }) =>
    setParameters(rules, definitions),
  );
  const inEach = Object.entries(first).filter(([name]) => others.every((one) => name in one));
  return Object.fromEntries(inEach);
}

function without(parameters: Parameters, others: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !(name in others)));
}

function allRules({ accounts, discovery }: ConfigurationFile): readonly LimitRule[] {
  return [...accounts, ...(discovery === undefined ? [] : [discovery.each])].flatMap(
    ({ rules }) => rules,
  );
}

/** `WatchLogs: 'true'` for each set of further limits that is watched. */
function setParameters(
  rules: readonly LimitRule[],
  definitions: readonly LimitDefinition[],
): Parameters {
  const watched = new Set(rules.map(({ limit }) => limit));
  const sets = definitions.flatMap(({ id, set }) =>
    set === undefined || !watched.has(id) ? [] : [set],
  );
  return Object.fromEntries(
    [...new Set(sets)].map((set) => [LIMIT_SETS[set].parameter, 'true'] as const),
  );
}

function grouped(
  accounts: readonly AccountConfiguration[],
  overridesOf: (account: AccountConfiguration) => Parameters,
): readonly InstanceGroup[] {
  const groups = new Map<string, InstanceGroup>();
  for (const account of accounts) {
    const overrides = overridesOf(account);
    const key = JSON.stringify(Object.entries(overrides));
    const ids = [...(groups.get(key)?.ids ?? []), account.id];
    groups.set(key, { ids, overrides });
  }
  return [...groups.values()];
}
