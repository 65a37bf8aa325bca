import type { AccountId } from '../model/aws-ids.ts';
import type {
  AccountList,
  StoredAccountList,
  OrganisationAccount,
  CurrentAccount,
} from '../model/discovery.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Replaced } from '../model/stored-object.ts';

/** Rejects only for bugs. */
export type ListOrganisation = () => Promise<
  | { readonly kind: 'listed'; readonly accounts: readonly OrganisationAccount[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
>;

/** The account as the organisation has it now. Rejects only for bugs. */
export type ReadCurrentAccount = (account: AccountId) => Promise<CurrentAccount>;

/** The last list of accounts, for functions that cannot list the organisation. Rejects only for bugs. */
export interface AccountListStore {
  load(): Promise<StoredAccountList>;
  /** @returns why it was not saved. A newer list of another run is no failure. */
  save(list: AccountList, replaced: Replaced): Promise<ReadFailure | undefined>;
}
