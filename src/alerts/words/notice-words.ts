import type { AccountId } from '../../model/aws-ids.ts';
import type { Link } from './console-links.ts';

/** What a notice says, in the parts that a form arranges. Lines are sentences of one line each. */
export interface NoticeWords {
  /** `CRITICAL`, `NOT MEASURED`, `RESOLVED` … */
  readonly opening: string;
  /** `Lambda code storage`; empty where the opening says it. */
  readonly what: string;
  /** `97 %`, `access denied`: the shortest that tells. */
  readonly brief: string;
  /** The account's name; absent for what concerns none. */
  readonly account?: string;
  /** The account's id: where its name cannot be written. */
  readonly accountId?: AccountId;
  /** A Region; absent for an account as a whole, and for several places. */
  readonly place?: string;
  /** `dev (222222222222, non-production), eu-west-1`; of several places `…: eu-west-1 and account-wide`. */
  readonly where: string;
  /** `8.9 GiB free`, for the subject; absent where it is not known, or says nothing. */
  readonly free?: string;
  /** Used, free and what fails, in that order; empty for what has no such figures. */
  readonly figures: readonly Figure[];
  readonly facts: readonly string[];
  readonly holders: readonly string[];
  readonly steps: readonly string[];
  readonly links: readonly Link[];
  /** What to type first. */
  readonly command?: string;
  /** What to type to mute the alert, which every form shows last. */
  readonly mute?: string;
}

/** `Free: 8.9 GiB` */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** What is particular to a kind of notice. */
export type Particulars = Pick<
  NoticeWords,
  'what' | 'brief' | 'free' | 'figures' | 'facts' | 'holders' | 'steps' | 'links' | 'command'
>;
