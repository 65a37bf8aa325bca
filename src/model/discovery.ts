import type { AccountId, RoleArn } from './aws-ids.ts';
import type { AccountConfiguration, AccountRef, Stage } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { LimitChoice } from './limit-choice/choice.ts';
import type { LimitException } from './limit-exception.ts';
import type { Instant } from './time.ts';

/** Selects accounts that match one of `ous`, one of `accounts` and all of `tags`. An empty list matches all accounts. */
export interface AccountRule {
  /** Globs of OU paths, such as `/Workloads/*`. An OU includes the OUs below it. */
  readonly ous: readonly string[];
  /** Globs of account names or ids. */
  readonly accounts: readonly string[];
  readonly tags: readonly TagRule[];
}

/** A condition on a tag. The key and the values are globs, of which one of `values` must match. */
interface TagRule {
  readonly key: string;
  readonly values: readonly string[];
}

/** Globs of tags or OUs that decide the stage of an account: `prod` if both lists match, `unstaged` if neither does. */
export type StageRule = {
  readonly prod: readonly string[];
  readonly nonprod: readonly string[];
} & ({ readonly by: 'tag'; readonly tag: string } | { readonly by: 'ou' });

/** Which accounts of the organisation are watched, and with which settings. Each run lists the organisation anew. */
export interface Discovery {
  /** The role that is assumed to list the organisation. Absent: the role of the function itself. */
  readonly listingRole?: RoleArn;
  /** Rules of which an account must match one. An empty list selects all accounts. */
  readonly include: readonly AccountRule[];
  readonly exclude: readonly AccountRule[];
  /** How accounts get their stage. When absent, every discovered account is `unstaged`. */
  readonly stage?: StageRule;
  /** Accounts whose name contains a word for production, but that are not for production. */
  readonly nameMisleads?: readonly AccountId[];
  /** The settings of every discovered account. */
  readonly each: Pick<AccountConfiguration, 'regions' | 'rules' | 'prune'>;
  /** Limits that only some accounts watch. `each.rules` has the rules of all these limits. Absent: none. */
  readonly choices?: readonly LimitChoice[];
  /** Exceptions for single limits, in the order of the file. Absent: none. */
  readonly exceptions?: readonly LimitException[];
}

/** Whether the rules need the OUs and the tags of the accounts, which take further requests. */
export interface ListingNeeds {
  readonly ous: boolean;
  readonly tags: boolean;
}

/** An account as AWS Organizations lists it. */
export interface OrganisationAccount {
  readonly id: AccountId;
  readonly name: string;
  /** `ACTIVE`, or the state in which AWS Organizations has suspended or is closing the account. */
  readonly state: string;
  /** The names of the OUs above the account, from the root. Absent, like `tags`, when they were not read. */
  readonly ous?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** An account that the rules select but that is not watched, because it is not active. */
export interface InactiveAccount extends Pick<AccountRef, 'id' | 'name'> {
  readonly state: string;
}

/** The result of listing the organisation once. It is stored for runs that cannot list the organisation. */
export interface AccountList {
  readonly listedAt: Instant;
  /** The selection rules behind the list, as text. When the configuration has other rules, the stages are not valid. */
  readonly rules: string;
  readonly accounts: readonly AccountRef[];
  readonly leftOut: readonly InactiveAccount[];
}

/** The result of reading the list that an earlier run stored. */
export type StoredAccountList =
  | { readonly kind: 'found'; readonly list: AccountList; readonly tag: string }
  | { readonly kind: 'missing' }
  /** The object is not such a list. `problem` continues a sentence that begins with "The kept list of accounts". */
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
  /** The organisation could not be listed. The accounts are those of an earlier list, or only those in `watchdog.yml`. */
  | {
      readonly kind: 'not-listed';
      readonly failure: ReadFailure;
      readonly lastListedAt?: Instant;
      /** A sentence about the earlier list, or why there is none. */
      readonly note?: string;
    }
  /** The new list could not be stored. Discovered accounts cannot be pruned once the stored one is 24 hours old. */
  | { readonly kind: 'not-kept'; readonly failure: ReadFailure }
  /** The organisation was listed, but the rules select no account. */
  | { readonly kind: 'nothing-selected' };

/** A rule of the configuration that matches nothing, or everything. */
export interface RuleProblem {
  /** The section of `watchdog.yml`, such as `accounts.organizations`. */
  readonly at: string;
  /** The rule and its problem, as a clause without a capital and a full stop. */
  readonly problem: string;
}

/** How a run found the accounts of the organisation. */
export interface DiscoveryReport {
  readonly trouble?: DiscoveryTrouble;
  /** When the accounts were listed, by this or an earlier run. Absent when there is no list. */
  readonly listedAt?: Instant;
  /** The discovered accounts, without the accounts that the file lists. */
  readonly accounts: readonly AccountRef[];
  readonly leftOut: readonly InactiveAccount[];
  /** Why the organisation's other accounts are not watched, by account id. Empty when listing it failed. */
  readonly unselected: Readonly<Record<string, GoneReason>>;
  /** Absent when there are none or the organisation could not be listed. */
  readonly ruleProblems?: readonly RuleProblem[];
  /** The `trouble` in sentences, for the report. */
  readonly troubleText?: string;
  /** Sentences, for the report, on accounts that are not watched or are never pruned. */
  readonly gaps: readonly string[];
}

/** Whether this run itself listed the organisation. */
export function isListed({ trouble }: Pick<DiscoveryReport, 'trouble'>): boolean {
  return trouble?.kind !== 'not-listed';
}

/** The S3 key of the stored list of accounts. */
export function accountListKey(deployment: string): string {
  return `${deployment}/accounts.json`;
}

/** One account as AWS Organizations and the rules of the configuration describe it now. */
export type CurrentAccount =
  | { readonly kind: 'selected'; readonly name: string; readonly stage: Stage }
  | { readonly kind: 'not-selected'; readonly reason: GoneReason }
  | { readonly kind: 'not-read'; readonly failure: ReadFailure };
