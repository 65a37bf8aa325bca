import type { ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import {
  mayBePruned,
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  withParameters,
} from './role-stack-sets.ts';
import type { StackSet } from './stack-set-commands.ts';

/** The roles that the stack of the tooling account creates in that account. */
export interface StackRoles {
  /** The template and all parameters of each role. */
  readonly roles: readonly StackSet[];
  /** Whether the configuration requests a prune role that the account must not have. */
  readonly isPruneRefused: boolean;
}

/**
 * The roles that the tooling account's stack creates there, as `deploy.rolesInStack` says. The stack creates a prune
 * role only if the account is listed as nonprod, and its name does not say production or is confirmed to mislead.
 */
export function rolesInStack(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
): StackRoles {
  const { accounts, deploy, role, tooling } = configuration;
  const setting = deploy?.rolesInStack;
  if (setting === undefined) return { roles: [], isPruneRefused: false };
  const own = accounts.filter(({ id }) => id === tooling.account);
  const read = readRoles(configuration, definitions, role.externalId);
  const [group] = readGroups(configuration, own, definitions);
  const toPrune = setting === 'read' ? [] : pruneGroups(own);
  const prune = pruneRoles(configuration, role.externalId);
  return {
    roles: [
      withParameters(read, group?.overrides),
      ...toPrune.map(({ overrides }) => withParameters(prune, overrides)),
    ],
    isPruneRefused: setting === 'read-and-prune' && !own.some(mayBePruned),
  };
}
