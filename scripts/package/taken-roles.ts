import { IAMClient } from '@aws-sdk/client-iam';

import type { Connection } from '../../src/aws/clients.ts';
import { makeClient } from '../../src/aws/clients.ts';
import { rolePresence } from '../../src/aws/prune-role.ts';
import { roleName } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { memberRoleNames } from '../../src/model/role-names.ts';
import type { AccountInventory } from './account-inventory.ts';
import { memberRolesOf } from './member-roles.ts';

export interface ConflictingRoles {
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

/** Finds roles that the stack would create but that exist outside it, for which the deployment would fail. */
export async function conflictingRoles(
  connection: Connection,
  configuration: ConfigurationFile,
  stack: AccountInventory['stack'],
  stackName: string,
): Promise<ConflictingRoles> {
  const { deployment, role, tooling } = configuration;
  const { region } = tooling;
  const iam = makeClient(IAMClient, connection, { region });
  const faults: string[] = [];
  const notes: string[] = [];
  for (const { name: usual } of memberRolesOf(configuration).roles) {
    const isRead = usual === `${deployment}-read-role`;
    const name = isRead ? role.name : roleName(memberRoleNames(deployment).prune);
    const presence = await rolePresence(iam, name);
    if (presence.kind === 'absent') continue;
    if (presence.kind === 'unknown') {
      const { operation, errorName } = presence.failure;
      notes.push(
        `Did not look whether the role ${name} is there already: ${operation} failed with ${errorName}. If it is, and does not belong to the stack, the deployment fails.`,
      );
    } else if (stack.kind === 'not-read') {
      notes.push(`The role ${name} is there; whether it belongs to the stack is not known.`);
    } else if (stack.value?.resources.has(name) !== true) {
      faults.push(
        `The role ${name} is there already and does not belong to the stack ${stackName}, so the deployment would fail. Delete what made it first, such as: aws cloudformation delete-stack --region ${region} --stack-name ${usual}. Or remove deploy.rolesInStack, and it stays as it is.`,
      );
    }
  }
  return { faults, notes };
}
