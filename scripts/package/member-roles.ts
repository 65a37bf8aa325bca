import { watchedLimits } from '../../src/limits/watched-limits.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { StackRoles } from '../../src/setup/roles-in-stack.ts';
import { rolesInStack } from '../../src/setup/roles-in-stack.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { resolvedResources } from './resolved-resources.ts';
import { readStack } from './template.ts';

/** One object: what is the same in many templates is recognised by that. */
const NO_ROLES: Members = { Resources: {} };

/** By function, the roles that it assumes or asks for: new code may need a permission that these get with it. */
const AWAITED: Readonly<Record<string, readonly string[]>> = {
  WatchLambdaFunction: ['ReadRole', 'PruneRole'],
  PlanLambdaFunction: ['ReadRole'],
  PruneLambdaFunction: ['PruneRole'],
};

/** What `deploy.rolesInStack` puts into the stack, with the limits that this version watches. */
export function memberRolesOf(configuration: ConfigurationFile): StackRoles {
  const limits = watchedLimits(configuration);
  return rolesInStack(
    configuration,
    limits.map(({ definition }) => definition),
  );
}

/** Sentences on what `deploy.rolesInStack` asks for and the stack does not have. */
export function memberRoleNotes(configuration: ConfigurationFile): readonly string[] {
  if (!memberRolesOf(configuration).isPruneRefused) return [];
  const { account } = configuration.tooling;
  return [
    `deploy.rolesInStack asks for a prune role, and account ${account} must not have one: it is not listed with the stage nonprod, or its name says production. The stack has none.`,
  ];
}

/**
 * The roles of the tooling account itself as resources of its stack, from the templates that make them in
 * every other account. The functions wait for them, and the schedule for the functions.
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
