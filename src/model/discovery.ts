import type { AccountId, RoleArn } from './aws-ids.ts';
import type { AccountConfiguration, AccountRef, Stage } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { LimitChoice } from './limit-choice/choice.ts';
import type { LimitException } from './limit-exception.ts';
import type { Instant } from './time.ts';

/** An account fits when it matches one of `ous` and one of `accounts` (where not empty), and all `tags`. */
export interface AccountRule {
  /** Globs of OU paths, such as `/Workloads/*`, which include the OUs below. */
  readonly ous: readonly string[];
  /** Globs of names or ids. */
  readonly accounts: readonly string[];
  readonly tags: readonly TagRule[];
}

/** Key and values are globs; one of `values` must match. */
interface TagRule {
  readonly key: string;
  readonly values: readonly string[];
}

/** Globs for the stage of an account. Where both fit it is `prod`; where neither does, `unstaged`. */
export type StageRule = {
  readonly prod: readonly string[];
  readonly nonprod: readonly string[];
} & ({ readonly by: 'tag'; readonly tag: string } | { readonly by: 'ou' });

/** Which accounts of the organisation are watched, and how. Each run lists them. */
export interface Discovery {
  /** Assumed for listing; absent: the function's own role. */
  readonly listingRole?: RoleArn;
  /** All accounts when empty. */
  readonly include: readonly AccountRule[];
  readonly exclude: readonly AccountRule[];
  /** Absent: every discovered account is `unstaged`. */
  readonly stage?: StageRule;
  /** Accounts whose name has a word for production, but that are not for production. */
  readonly nameMisleads?: readonly AccountId[];
  /** For every discovered account. */
  readonly each: Pick<AccountConfiguration, 'regions' | 'rules' | 'prune'>;
  /** Which accounts watch which further limits. Absent: none. `each` has the rules of all these limits. */
  readonly choices?: readonly LimitChoice[];
  /** In the order of the file. Absent: none. */
  readonly exceptions?: readonly LimitException[];
}

/** What the rules need besides the names of accounts. */
export interface ListingNeeds {
  readonly ous: boolean;
  readonly tags: boolean;
}

/** An account as the organisation lists it. */
export interface OrganisationAccount {
  readonly id: AccountId;
  readonly name: string;
  /** `ACTIVE`, or why it is not. */
  readonly state: string;
  /** Names of its OUs, from the root; absent, as `tags`, when not read. */
  readonly ous?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** An account that the rules select but that is not watched, since it is not active. */
export interface InactiveAccount extends Pick<AccountRef, 'id' | 'name'> {
  readonly state: string;
}

/** The accounts of one listing of the organisation. Stored for runs that cannot list it. */
export interface AccountList {
  readonly listedAt: Instant;
  /** The rules that it was made by, as text: with other rules its stages are not valid. */
  readonly rules: string;
  readonly accounts: readonly AccountRef[];
  readonly leftOut: readonly InactiveAccount[];
}

/** The stored list of an earlier run. */
export type StoredAccountList =
  | { readonly kind: 'found'; readonly list: AccountList; readonly tag: string }
  | { readonly kind: 'missing' }
  /** The object is no such list. `problem` follows "The kept list of accounts" in a sentence. */
  | { readonly kind: 'not-understood'; readonly problem: string; readonly tag: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Why an account is no longer watched. */
export const GONE_REASONS = [
  'account left the organisation',
  'account not active',
  'account no longer selected',
] as const;

export type GoneReason = (typeof GONE_REASONS)[number];

export type DiscoveryTrouble =
  /** The accounts are those of an earlier list; without one, only those in `watchdog.yml`. */
  | {
      readonly kind: 'not-listed';
      readonly failure: ReadFailure;
      readonly lastListedAt?: Instant;
      /** About the earlier list, or why there is none. */
      readonly note?: string;
    }
  /** The accounts are current, but could not be stored for later runs, and nothing can be pruned. */
  | { readonly kind: 'not-kept'; readonly failure: ReadFailure }
  /** The organisation was listed, and the rules select no account. */
  | { readonly kind: 'nothing-selected' };

/** A rule of the configuration that fits nothing, or everything. */
export interface RuleProblem {
  /** `accounts.organizations` */
  readonly at: string;
  /** The rule and what is wrong with it, without a capital and a full stop. */
  readonly problem: string;
}

/** How a run found the accounts of the organisation. */
export interface DiscoveryReport {
  readonly trouble?: DiscoveryTrouble;
  /** When the accounts were listed; absent when they never were. */
  readonly listedAt?: Instant;
  /** The discovered accounts; those that the file lists are not among them. */
  readonly accounts: readonly AccountRef[];
  readonly leftOut: readonly InactiveAccount[];
  /** Why accounts are not watched, by id. Known, as `ruleProblems`, only where the organisation was listed. */
  readonly unselected: Readonly<Record<string, GoneReason>>;
  readonly ruleProblems?: readonly RuleProblem[];
  /** For the report: `trouble` in sentences. */
  readonly troubleText?: string;
  /** For the report: sentences on accounts that are not watched, or never pruned. */
  readonly gaps: readonly string[];
}

/** Whether the accounts are those of this run's listing. */
export function isListed({ trouble }: Pick<DiscoveryReport, 'trouble'>): boolean {
  return trouble?.kind !== 'not-listed';
}

/** The key of the list in the state bucket. */
export function accountListKey(deployment: string): string {
  return `${deployment}/accounts.json`;
}

/** One account as the organisation and the rules of the configuration give it now. */
export type CurrentAccount =
  | { readonly kind: 'selected'; readonly name: string; readonly stage: Stage }
  | { readonly kind: 'not-selected'; readonly reason: GoneReason }
  | { readonly kind: 'not-read'; readonly failure: ReadFailure };
