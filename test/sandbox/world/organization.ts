import type { AccountState } from '@aws-sdk/client-organizations';

/** The organisation in AWS Organizations: its accounts, their OUs, and the accounts that may read it. */
export interface OrganizationWorld {
  /** The id of the management account. */
  readonly management: string;
  /** The ids of accounts that are registered as delegated administrator of some service. */
  readonly delegatedAdministrators?: readonly string[];
  /** The services of each delegated administrator, by account id; default: one service unrelated to roles. */
  readonly delegatedServices?: Readonly<Record<string, readonly string[]>>;
  /** The document of the resource-based delegation policy; default: none. */
  readonly delegationPolicy?: object;
  readonly members: readonly MemberWorld[];
  /** OUs in addition to those of the members, each as its names from the root. */
  readonly ous?: readonly (readonly string[])[];
  /** The most items of a page; default 20, as in AWS. */
  readonly pageSize?: number;
  /** Whether every second page has no items and only a token. */
  readonly emptyPages?: boolean;
}

export interface MemberWorld {
  readonly id: string;
  readonly name: string;
  /** The account's state; default `ACTIVE`. */
  readonly state?: AccountState;
  /** The OU of the account, as its names from the root; default: the root itself. */
  readonly ou?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}
