import type { AccountRef } from '../model/configuration.ts';
import type { AccountNow, Discovery, OrganisationAccount } from '../model/discovery.ts';
import type { Instant } from '../model/time.ts';
import { selectAccounts } from './select.ts';

/** What the rules of the configuration make of one account of the organisation, as it was just read. */
export function accountNow(
  account: OrganisationAccount,
  discovery: Discovery,
  listed: readonly Pick<AccountRef, 'id' | 'name'>[],
  readAt: Instant,
): AccountNow {
  const { list, unselected } = selectAccounts([account], discovery, listed, readAt);
  const [selected] = list.accounts;
  // By its own name: the one that people type may be longer, to tell two of one name apart.
  if (selected !== undefined) {
    return { kind: 'selected', name: account.name, stage: selected.stage };
  }
  const reason = unselected[account.id] ?? 'account no longer selected';
  return { kind: 'not-selected', reason };
}
