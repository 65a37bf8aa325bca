import { findingRun, VIA_ROLE } from '../../watch/run-discovery.ts';
import { runWatch } from '../../watch/run-watch.ts';
import { listText, withList } from '../prune/found-accounts.ts';
import { storedPlan } from '../prune/harness.ts';

/** Runs of a deployment that finds its accounts: listing itself, through a role, and pruning by the list. */
export async function everyDiscoveryCall(): Promise<void> {
  await runWatch(findingRun());
  await runWatch(findingRun(VIA_ROLE));
  const pruning = withList(listText('nonprod'));
  const { planId } = await storedPlan(pruning);
  await pruning.pruneAll(planId, 'dev');
}
