import { findingRun, VIA_ROLE } from '../../watch/run-discovery.ts';
import { runWatch } from '../../watch/run-watch.ts';
import {
  discovering,
  LISTING_ROLE,
  listingAccount,
  listText,
  organizationWith,
  ouRulesText,
  RULES,
  pruningWithList,
} from '../prune/discovered-accounts.ts';
import { storedPlan } from '../prune/harness.ts';

const BY_OU = { prod: ['/Prod'], nonprod: ['/Dev'] };

/**
 * Watches, plans and prunes with discovered accounts: once listing accounts directly, once through the listing
 * role.
 */
export async function everyDiscoveryCall(): Promise<void> {
  await runWatch(findingRun());
  await runWatch({ ...findingRun(), event: { doctor: true } });
  await runWatch(findingRun(VIA_ROLE));
  const pruning = pruningWithList(listText('nonprod'));
  const { planId } = await storedPlan(pruning);
  await pruning.pruneAll(planId, 'dev');
  const list = listText('nonprod', 1, ouRulesText(BY_OU));
  const placed = { list, organization: organizationWith({ ou: ['Dev', 'Team'] }) };
  const byOu = discovering({ ...placed, rules: { stage: BY_OU } });
  await byOu.pruneAll((await storedPlan(byOu)).planId, 'dev');
  const viaRole = discovering({
    ...placed,
    rules: { role: LISTING_ROLE, stage: BY_OU },
    more: [listingAccount()],
  });
  await viaRole.pruneAll((await storedPlan(viaRole)).planId, 'dev');
  const viaRoleByTag = discovering({
    list: listText('nonprod'),
    rules: { role: LISTING_ROLE, ...RULES },
    more: [listingAccount()],
  });
  await viaRoleByTag.pruneAll((await storedPlan(viaRoleByTag)).planId, 'dev');
}
