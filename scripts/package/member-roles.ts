import { watchedLimits } from '../../src/limits/watched-limits.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { StackRoles } from '../../src/setup/roles-in-stack.ts';
import { rolesInStack } from '../../src/setup/roles-in-stack.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { resolvedResources } from './resolved-resources.ts';
import { readStack } from './template.ts';

/** A shared object, since the cache of templates compares values by identity. */
const NO_ROLES: Members = { Resources: {} };

/** The roles that each function uses. New code may need new permissions, so a function is updated after its roles. */
const AWAITED: Readonly<Record<string, readonly string[]>> = {
  WatchLambdaFunction: ['ReadRole', 'PruneRole'],
  PlanLambdaFunction: ['ReadRole'],
  PruneLambdaFunction: ['PruneRole'],
};

/** Returns the roles that `deploy.rolesInStack` adds to the stack, for the limits that this version watches. */
export function memberRolesOf(configuration: ConfigurationFile): StackRoles {
  const limits = watchedLimits(configuration);
  return rolesInStack(
    configuration,
    limits.map(({ definition }) => definition),
  );
}

/** Returns sentences about roles that `deploy.rolesInStack` requests but the stack does not get. */
export function memberRoleNotes(configuration: ConfigurationFile): readonly string[] {
  if (!memberRolesOf(configuration).isPruneRefused) return [];
  const { account } = configuration.tooling;
  return [
    `deploy.rolesInStack asks for a prune role, and account ${account} must not have one: it is not listed with the stage nonprod, or its name says production. The stack has none.`,
  ];
}

/**
 * Returns the roles of the tooling account itself as resources of its stack, from the templates that create
 * them in other accounts. Functions depend on them, and the schedule on the functions.
 */
export async function memberRoleResources(configuration: ConfigurationFile): Promise<Members> {
  const { roles } = memberRolesOf(configuration);
  if (roles.length === 0) return NO_ROLES;
  const resources = await Promise.all(
    roles.map(async ({ template, parameters }) => {
      const values = Object.entries(parameters).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
      const document = await readStack(template.replace('src/stacks/', ''));
      return resolvedResources(document, Object.fromEntries(values));
    }),
  );
  const made: Members = Object.fromEntries(resources.flatMap((one) => Object.entries(one)));
  return {
    Resources: made,
    extensions: Object.fromEntries(
      Object.entries(AWAITED).flatMap(([name, awaited]) => {
        const ids = awaited.filter((id) => id in made);
        return ids.length === 0 ? [] : [[name, { DependsOn: ids }] as const];
      }),
    ),
  };
}
