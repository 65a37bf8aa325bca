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

export interface StackRoles {
  /** Those that the stack of the tooling account makes for that account, with all of their parameters. */
  readonly roles: readonly StackSet[];
  /** The configuration asks for a prune role, and the account must not have one. */
  readonly isPruneRefused: boolean;
}

/**
 * The roles of the tooling account itself that `deploy.rolesInStack` puts into its stack. The prune role is
 * made only where the account is listed as nonprod and its name does not say production.
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
