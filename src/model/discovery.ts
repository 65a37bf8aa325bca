import type { AccountId, RoleArn } from './aws-ids.ts';
import type { AccountConfiguration, AccountRef, Stage } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { LimitChoice } from './limit-choice/choice.ts';
import type { LimitException } from './limit-exception.ts';
import type { Instant } from './time.ts';

/** What an account must have to fit: all of what is named. Of the globs of one list, one is enough. */
export interface AccountRule {
  /** Paths of OUs, such as `/Workloads/*`: each stands for what is in it and in the OUs below. */
  readonly ous: readonly string[];
  /** Names or ids. */
  readonly accounts: readonly string[];
  readonly tags: readonly TagRule[];
}

/** A tag of which key and value fit a glob each. */
interface TagRule {
  readonly key: string;
  readonly values: readonly string[];
}

/** What tells the stage of an account. Where both fit it is `prod`; where neither does, `unstaged`. */
export type StageRule = {
  readonly prod: readonly string[];
  readonly nonprod: readonly string[];
} & ({ readonly by: 'tag'; readonly tag: string } | { readonly by: 'ou' });

/** Which accounts of the organisation are watched, and how: found out in each run. */
export interface Discovery {
  /** Assumed to list; absent: the function's own role. */
  readonly listingRole?: RoleArn;
  /** All accounts when empty. */
  readonly include: readonly AccountRule[];
  readonly exclude: readonly AccountRule[];
  /** Absent: every account that was found is `unstaged`. */
  readonly stage?: StageRule;
  /** Accounts whose name holds a word for production, and that carry none all the same. */
  readonly nameMisleads?: readonly AccountId[];
  /** What holds for every account that was found. */
  readonly each: Pick<AccountConfiguration, 'regions' | 'rules' | 'prune'>;
  /** Further limits, of some accounts. Absent: none; `each` has rules for all that they name. */
  readonly choices?: readonly LimitChoice[];
  /** In the order of the file. Absent: none. */
  readonly exceptions?: readonly LimitException[];
}

/** What the rules look at beyond names. */
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
  /** Names of the OUs that it is in, from the root; absent when nobody asked. */
  readonly ous?: readonly string[];
  /** Absent when nobody asked. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An account that the rules select and that is not watched, as it is closing, suspended or the like. */
export interface LeftOutAccount extends Pick<AccountRef, 'id' | 'name'> {
  readonly state: string;
}

/** What the rules make of one listing of the organisation. Kept, for runs that cannot list it. */
export interface AccountList {
  readonly listedAt: Instant;
  /** The rules that made it, as text: a list of other rules says nothing of a stage. */
  readonly rules: string;
  readonly accounts: readonly AccountRef[];
  readonly leftOut: readonly LeftOutAccount[];
}

/** The list that an earlier run has kept. */
export type KeptList =
  | { readonly kind: 'found'; readonly list: AccountList; readonly tag: string }
  | { readonly kind: 'missing' }
  /** There is something that is no such list. `problem` goes on after "The kept list of accounts". */
  | { readonly kind: 'not-understood'; readonly problem: string; readonly tag: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Why a watched account is watched no longer. */
export const GONE_REASONS = [
  'account left the organisation',
  'account not active',
  'account no longer selected',
] as const;

export type GoneReason = (typeof GONE_REASONS)[number];

/** What is wrong with the list of accounts. */
export type DiscoveryTrouble =
  /** The accounts are those of an earlier list, or only the listed ones where there is none. */
  | {
      readonly kind: 'not-listed';
      readonly failure: ReadFailure;
      readonly lastListedAt?: Instant;
      /** Why there is no earlier list, or what is to know of it. */
      readonly note?: string;
    }
  /** The accounts are right, but a later run could not fall back on them, and nothing can be pruned. */
  | { readonly kind: 'not-kept'; readonly failure: ReadFailure }
  /** The organisation was listed, and there is nobody to watch. */
  | { readonly kind: 'nothing-selected' };

/** A rule of the configuration that does not do what it was written for, with what is watched now. */
export interface RuleProblem {
  /** Where in the file: `accounts.organizations`. */
  readonly at: string;
  /** The rule and what is wrong with it, without a capital and a full stop. */
  readonly problem: string;
}

/** What a run knows of the accounts of the organisation. */
export interface DiscoveryReport {
  readonly trouble?: DiscoveryTrouble;
  /** When the accounts were listed; absent when they never were. */
  readonly listedAt?: Instant;
  /** Those that were found, with their stages; the listed ones are not among them. */
  readonly accounts: readonly AccountRef[];
  readonly leftOut: readonly LeftOutAccount[];
  /** By id: why accounts that are not watched are not. Only where the organisation was listed. */
  readonly unselected: Readonly<Record<string, GoneReason>>;
  /** Rules that fit nothing, or everything. Only where the organisation was listed; absent where there are none. */
  readonly ruleProblems?: readonly RuleProblem[];
  /** For the report: `trouble` in sentences. */
  readonly troubleText?: string;
  /** For the report: sentences on accounts that are not watched, or never pruned. */
  readonly gaps: readonly string[];
}

/** Whether the accounts are those of now, and not of an earlier list. */
export function isListed({ trouble }: Pick<DiscoveryReport, 'trouble'>): boolean {
  return trouble?.kind !== 'not-listed';
}

/** Where the list is kept, in the bucket of the state. */
export function accountListKey(deployment: string): string {
  return `${deployment}/accounts.json`;
}

/** What the organisation says of one account at this moment, by the rules of the configuration. */
export type AccountNow =
  | {
      readonly kind: 'selected';
      /** As the organisation has it. */
      readonly name: string;
      readonly stage: Stage;
    }
  | { readonly kind: 'not-selected'; readonly reason: GoneReason }
  | { readonly kind: 'not-read'; readonly failure: ReadFailure };
