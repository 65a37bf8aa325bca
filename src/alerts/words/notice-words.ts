import type { AccountId } from '../../model/aws-ids.ts';
import type { Link } from './console-links.ts';

/** The text of a notice, in the parts that each output arranges. Each line is a sentence. */
export interface NoticeWords {
  /** `CRITICAL`, `NOT MEASURED`, `RESOLVED` … */
  readonly opening: string;
  /** `Lambda code storage`; empty where the opening says it. */
  readonly what: string;
  /** `97 %`, `access denied`: for subjects and indexes. */
  readonly brief: string;
  /** The account's name; absent for what concerns none. */
  readonly account?: string;
  /** The account's id: where its name cannot be written. */
  readonly accountId?: AccountId;
  /** A Region; absent for an account as a whole, and for several places. */
  readonly place?: string;
  /** `dev (222222222222, non-production), eu-west-1`; of several places `…: eu-west-1 and account-wide`. */
  readonly where: string;
  /** `8.9 GiB free`, for the subject; absent where it is unknown or does not apply. */
  readonly free?: string;
  /** Used, free and what fails, in that order; empty for what has no such figures. */
  readonly figures: readonly Figure[];
  readonly facts: readonly string[];
  readonly holders: readonly string[];
  readonly steps: readonly string[];
  readonly links: readonly Link[];
  /** The command to run first. */
  readonly command?: string;
  /** The command that mutes the alert; every output shows it last. */
  readonly mute?: string;
}

/** `Free: 8.9 GiB` */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** The parts that differ by kind of notice; the absent ones are empty. */
export type NoticeDetails = Pick<NoticeWords, 'what'> &
  Partial<
    Pick<
      NoticeWords,
      'brief' | 'free' | 'figures' | 'facts' | 'holders' | 'steps' | 'links' | 'command'
    >
  >;

/** `To do:`, and the steps below it; empty without steps. */
export function todoLines(steps: readonly string[], bullet = '-'): readonly string[] {
  return steps.length === 0 ? [] : ['To do:', ...steps.map((step) => `${bullet} ${step}`)];
}
