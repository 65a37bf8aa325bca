import { accountListStore } from '../../accounts/list.ts';
import { organisationLister, organizationsClientAt } from '../../accounts/directory.ts';
import { administersStackSets } from '../../accounts/organization-account.ts';
import type { Connection } from '../../aws/clients.ts';
import { MemoryAccess } from '../../doctor/memory-access.ts';
import { makeClient } from '../../aws/clients.ts';
import { GET_OBJECT, PUT_OBJECT } from '../../aws/state-object.ts';
import { LIST_ACCOUNTS, LIST_ROOTS, LIST_TAGS } from '../../accounts/organizations.ts';
import { S3Client } from '@aws-sdk/client-s3';
import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import { decideDiscovery } from '../../alerts/notices/discovery.ts';
import { diagnoseAttempt, diagnoseWrite } from '../../doctor/diagnose.ts';
import { listingNeeds } from '../../accounts/select.ts';
import type { FoundAccounts } from '../../watch/find-accounts.ts';
import { findAccounts } from '../../watch/find-accounts.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { Discovery } from '../../model/discovery.ts';
import { accountListKey } from '../../model/discovery.ts';
import type { CheckResult } from '../../doctor/model.ts';
import { toolingAccountFinding } from '../tooling-account.ts';

type DiscoveringFile = ConfigurationFile & { readonly discovery: Discovery };

/**
 * Discovers accounts in AWS Organizations. Only bundles of configurations with discovery rules contain this
 * file, because it needs the Organizations client.
 */
export interface Discoverer {
  readonly find: (
    file: DiscoveringFile,
    connection: Connection,
    runId: string,
  ) => Promise<FoundAccounts>;
  readonly decide: DiscoveredAccounts['decide'];
  /** Returns the doctor's findings: whether the function may list accounts and store the list. */
  readonly examine: (
    file: DiscoveringFile,
    found: FoundAccounts,
    connection: Connection,
  ) => Promise<readonly CheckResult[]>;
}

export const discoverer: Discoverer = {
  decide: decideDiscovery,
  find: (file, connection, runId) => {
    const { deployment, tooling, role, discovery, accounts } = file;
    const sessionName = `${deployment}-list-${runId.slice(0, 8)}`;
    return findAccounts(file, {
      clock: connection.clock,
      list: organisationLister(connection, { tooling, role, sessionName }, discovery, accounts),
      store: accountListStore(connection, file),
    });
  },
  examine: async (file, { report }, connection) => {
    const { tooling, state, deployment, discovery } = file;
    const finding = toolingAccountFinding(tooling);
    const s3 = makeClient(S3Client, connection, { region: tooling.region });
    const kept = new MemoryAccess(s3, state.bucket, accountListKey(deployment));
    const { ous, tags } = listingNeeds(discovery);
    const refusal = report.trouble?.kind === 'not-listed' ? report.trouble.failure : undefined;
    const actions = [LIST_ACCOUNTS, ...(ous ? [LIST_ROOTS] : []), ...(tags ? [LIST_TAGS] : [])];
    const listing =
      refusal === undefined
        ? actions.map((action) => finding(action, diagnoseAttempt({ kind: 'allowed' })))
        : [finding(refusal.operation, diagnoseAttempt({ kind: 'refused', failure: refusal }))];
    const rules = (report.ruleProblems ?? []).map((rule) =>
      finding('watchdog.yml', { state: 'problem', fact: 'rule-problem', rule }),
    );
    return [
      ...listing,
      ...(await stackSetsFindings(file, connection)),
      ...rules,
      finding(`${GET_OBJECT} (accounts)`, diagnoseAttempt(await kept.read())),
      finding(`${PUT_OBJECT} (accounts)`, diagnoseWrite(await kept.write())),
    ];
  },
};

/** Returns a problem if the tooling account administers StackSets and the configuration does not say so. */
async function stackSetsFindings(
  { tooling, discovery, deploy }: DiscoveringFile,
  connection: Connection,
): Promise<readonly CheckResult[]> {
  const isConfigured = deploy?.stackSets?.callAs === 'delegated-admin';
  if (discovery.listingRole !== undefined || isConfigured) return [];
  const organizations = organizationsClientAt(connection, tooling.region);
  if ((await administersStackSets(organizations, tooling.account)) !== true) return [];
  const finding = toolingAccountFinding(tooling);
  return [finding('delegated administrator', { state: 'problem', fact: 'administers-stack-sets' })];
}
