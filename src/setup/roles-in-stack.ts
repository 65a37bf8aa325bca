import type { ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { mayBePruned, pruneGroups, pruneRoles, readGroups, readRoles } from './role-stack-sets.ts';
import type { StackSet } from './stack-set-commands.ts';

export interface StackRoles {
  /** Those that the stack of the tooling account makes for that account, with all of their parameters. */
  readonly roles: readonly StackSet[];
  /** A prune role was asked for, and the account must not have one. */
  readonly isPruneRefused: boolean;
}

/**
 * The roles of the tooling account itself that `deploy.rolesInStack` puts into its stack. The prune role is
 * made where the account is listed as nonprod and its name does not say production, whatever is asked for.
 */
export function rolesInStack(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
): StackRoles {
  const { accounts, deploy, role, tooling } = configuration;
  const asked = deploy?.rolesInStack;
  if (asked === undefined) return { roles: [], isPruneRefused: false };
  const own = accounts.filter(({ id }) => id === tooling.account);
  const read = readRoles(configuration, definitions, role.externalId);
  const overrides = readGroups(configuration, own, definitions).map((one) => one.overrides);
  const toPrune = asked === 'read' ? [] : pruneGroups(own);
  const prune = pruneRoles(configuration, role.externalId);
  return {
    roles: [
      withParameters(read, overrides),
      ...toPrune.map((one) => withParameters(prune, [one.overrides])),
    ],
    isPruneRefused: asked === 'read-and-prune' && !own.some(mayBePruned),
  };
}

function withParameters(set: StackSet, more: readonly StackSet['parameters'][]): StackSet {
  return { ...set, parameters: Object.assign({}, set.parameters, ...more) };
}
