import type { AccountState } from '@aws-sdk/client-organizations';

/** AWS Organizations: who is in the organisation, where, and who may see it. */
export interface OrganizationWorld {
  /** Account id. */
  readonly management: string;
  /** Accounts that are registered as delegated administrator of some service. */
  readonly delegatedAdministrators?: readonly string[];
  /** Services of a delegated administrator, by account. Default: one that has nothing to do with roles. */
  readonly delegatedServices?: Readonly<Record<string, readonly string[]>>;
  /** The resource-based delegation policy, a document. Default: none. */
  readonly delegationPolicy?: object;
  readonly members: readonly MemberWorld[];
  /** OUs beside those that members are in, by their names from the root. */
  readonly ous?: readonly (readonly string[])[];
  /** Most items of a page. Default 20, as AWS. */
  readonly pageSize?: number;
  /** Every second page is empty but for its token. */
  readonly emptyPages?: boolean;
}

export interface MemberWorld {
  readonly id: string;
  readonly name: string;
  /** Default `ACTIVE`. */
  readonly state?: AccountState;
  /** Names of the OUs that it is in, from the root. Default: none, the root itself. */
  readonly ou?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}
