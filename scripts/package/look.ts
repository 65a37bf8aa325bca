import { readCaller } from '../../src/aws/caller.ts';
import type { Connection } from '../../src/aws/clients.ts';
import { AwsCallError } from '../../src/aws/failures.ts';
import type { AccountId } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { readInventory } from './account-inventory.ts';
import type { Deployment } from './deployment.ts';
import type { ExistingChoice } from './take-existing.ts';
import { takeExisting } from './take-existing.ts';
import type { Settings } from './settings.ts';
import { conflictingRoles } from './taken-roles.ts';

const DECIDES =
  'A topic, bucket or log group that is there and does not belong to the stack makes the deployment fail, unless existingTopics, existingStateBucket or existingLogGroups names it, in deploy of watchdog.yml or after --param.';

/** Returns the given settings without calling AWS. */
export function offlineChoice(settings: Settings): ExistingChoice {
  return {
    ok: true,
    settings,
    deployed: { kind: 'not-read', why: '--offline' },
    taken: [],
    notes: [`--offline: did not look at what is there already. ${DECIDES}`],
  };
}

/** The fault when the credentials belong to another account, to which the stack would be deployed. */
function otherAccount(account: AccountId, tooling: AccountId): string {
  return `The tooling account is ${tooling} in watchdog.yml, and these credentials are for account ${account}, where the stack would be deployed; sign in to ${tooling}, correct tooling.account, or package with --offline.`;
}

/** Looks up existing resources with the user's credentials. Credentials of another account are a fault. */
export async function lookedUpChoice(
  connection: Connection,
  configuration: ConfigurationFile,
  packaged: Deployment,
  settings: Settings,
  stackName: string = configuration.deployment,
): Promise<ExistingChoice> {
  const { deployment, tooling, state } = configuration;
  const { account, region } = tooling;
  const notLooked = (why: string): ExistingChoice => ({
    ok: true,
    settings,
    deployed: { kind: 'not-read', why },
    taken: [],
    notes: [
      `Did not look at topics, bucket, log groups and the stack ${stackName} in account ${account}: ${why}. ${DECIDES}`,
    ],
  });
  try {
    const caller = await readCaller(connection, region);
    if (caller.account !== account) {
      return { ok: false, faults: [otherAccount(caller.account, account)] };
    }
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const { reason, errorName } = error.failure;
    return notLooked(
      reason === 'credentials'
        ? 'there are no valid credentials'
        : `AWS did not say whose the credentials are (${errorName})`,
    );
  }
  const inventory = await readInventory(connection, {
    deployment,
    stackName,
    bucket: state.bucket,
    region,
  });
  const roles = await conflictingRoles(connection, configuration, inventory.stack, stackName);
  const choice = takeExisting(packaged, settings, inventory, stackName);
  if (!choice.ok) return { ...choice, faults: [...choice.faults, ...roles.faults] };
  return roles.faults.length > 0
    ? { ok: false, faults: roles.faults }
    : { ...choice, notes: [...choice.notes, ...roles.notes] };
}
