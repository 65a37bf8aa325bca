import type { Connection } from '../../aws/clients.ts';
import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import { accountsOf } from '../../accounts/select.ts';
import { loadAccounts, storeAccounts } from '../../watch/distributed/store.ts';
import type { AccountConfiguration, ConfigurationFile } from '../../model/configuration.ts';
import { isComplete } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { StageStore } from '../../watch/ports.ts';
import type { Discoverer } from '../watch/discover.ts';
import { runAccounts } from '../watch/run-accounts.ts';

/** The accounts to measure, and how they were found. */
export async function plannedAccounts(
  run: string,
  file: ConfigurationFile,
  discoverer: Discoverer | undefined,
  connection: Connection,
  store: StageStore,
): Promise<{
  readonly accounts: readonly AccountConfiguration[];
  readonly found?: DiscoveryReport;
}> {
  const { configuration, found } = await runAccounts(file, discoverer, connection, run);
  if (found === undefined || file.discovery === undefined) return configuration;
  const { report } = await found.keep();
  const settled = await storeAccounts(run, report, store);
  return { accounts: accountsOf(file.accounts, settled.accounts, file.discovery), found: settled };
}

/** How the accounts were found; undefined where the file lists them all. */
export async function judgedAccounts(
  run: string,
  file: ConfigurationFile,
  discoverer: Discoverer | undefined,
  store: StageStore,
): Promise<DiscoveredAccounts | undefined> {
  if (isComplete(file)) return undefined;
  if (discoverer === undefined) throw new Error('the bundle has nothing to judge accounts with');
  return { report: await loadAccounts(run, store), decide: discoverer.decide };
}

/** The accounts of the file, and those discovered for the run. */
export function accountsToJudge(
  { accounts, discovery }: ConfigurationFile,
  found: DiscoveredAccounts | undefined,
): readonly AccountConfiguration[] {
  return found === undefined || discovery === undefined
    ? accounts
    : accountsOf(accounts, found.report.accounts, discovery);
}
