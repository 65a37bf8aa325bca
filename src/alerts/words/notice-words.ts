import type { AccountId } from '../../model/aws-ids.ts';
import type { Link } from './console-links.ts';

/** The text of a notice, in parts. Each line is a sentence. */
export interface NoticeWords {
  /** `CRITICAL`, `NOT MEASURED`, `RESOLVED` … */
  readonly opening: string;
  /** `Lambda code storage`; empty where the opening says it. */
  readonly what: string;
  /** `97 %`, `access denied`: for subjects and indexes. */
  readonly brief: string;
  /** Absent for a notice about no account. */
  readonly account?: string;
  /** Replaces a name that cannot be written. */
  readonly accountId?: AccountId;
  /** A Region; absent for account-wide limits and several places. */
  readonly place?: string;
  /** `dev (222222222222, non-production), eu-west-1`; of several places `…: eu-west-1 and account-wide`. */
  readonly where: string;
  /** `8.9 GiB free`, for the subject; absent where unknown. */
  readonly free?: string;
  /** Used, free and what fails, in that order. */
  readonly figures: readonly Figure[];
  readonly facts: readonly string[];
  readonly holders: readonly string[];
  readonly steps: readonly string[];
  readonly links: readonly Link[];
  /** The command to run first. */
  readonly command?: string;
  /** Mutes the alert; always shown last. */
  readonly mute?: string;
}

export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** The parts that differ by kind of notice; absent ones are empty. */
export type NoticeDetails = Pick<NoticeWords, 'what'> &
  Partial<Omit<NoticeWords, 'opening' | 'account' | 'accountId' | 'place' | 'where' | 'mute'>>;

/** `To do:` and the steps; empty without steps. */
export function todoLines(steps: readonly string[], bullet = '-'): readonly string[] {
  return steps.length === 0 ? [] : ['To do:', ...steps.map((step) => `${bullet} ${step}`)];
}
