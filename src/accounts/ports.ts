import type { AccountId } from '../model/aws-ids.ts';
import type { AccountList, KeptList, OrganisationAccount, AccountNow } from '../model/discovery.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Replaced } from '../model/stored-object.ts';

/** Every account of the organisation, or why there is no list. Rejects only for bugs. */
export type ListOrganisation = () => Promise<
  | { readonly kind: 'listed'; readonly accounts: readonly OrganisationAccount[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
>;

/** What the organisation says of one account now. Rejects only for bugs. */
export type ReadAccountNow = (account: AccountId) => Promise<AccountNow>;

/** The last list of accounts, for those who cannot list the organisation. Rejects only for bugs. */
export interface AccountListStore {
  load(): Promise<KeptList>;
  /** @returns why it is not kept, if so. To be second to another run is no failure. */
  save(list: AccountList, replaced: Replaced): Promise<ReadFailure | undefined>;
}
