import type { AccountId } from '../model/aws-ids.ts';
import type {
  AccountList,
  StoredAccountList,
  OrganisationAccount,
  CurrentAccount,
} from '../model/discovery.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { ReplacedContent } from '../model/stored-object.ts';

/** Lists the accounts of the organisation. It returns failures of AWS and rejects only for bugs. */
export type ListOrganisation = () => Promise<
  | { readonly kind: 'listed'; readonly accounts: readonly OrganisationAccount[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
>;

/** Reads one account as it is in the organisation at the time of the request. Rejects only for bugs. */
export type ReadCurrentAccount = (account: AccountId) => Promise<CurrentAccount>;

/** Stores the last list of accounts for functions that cannot list the organisation. Rejects only for bugs. */
export interface AccountListStore {
  load(): Promise<StoredAccountList>;
  /** @returns the failure to save the list; undefined when it is saved or another run has saved a list meanwhile. */
  save(list: AccountList, replaced: ReplacedContent): Promise<ReadFailure | undefined>;
}
