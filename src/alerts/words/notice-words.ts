import type { AccountId } from '../../model/aws-ids.ts';
import type { Link } from './console-links.ts';

/** The text of a notice in its parts. Each line is a sentence. */
export interface NoticeWords {
  /** The severity or change: `CRITICAL`, `NOT MEASURED`, `RESOLVED` … */
  readonly opening: string;
  /** What the notice is about, such as `Lambda code storage`; empty if the opening says it. */
  readonly what: string;
  /** A short value for the subject line, headline and index line, such as `97 %` or `access denied`; may be empty. */
  readonly brief: string;
  /** The account's name; absent for a notice about no account. */
  readonly account?: string;
  /** The account's id, for the index, and for the subject line if most of the name is not ASCII. */
  readonly accountId?: AccountId;
  /** The Region; absent for account-wide limits and for several places. */
  readonly place?: string;
  /** `dev (222222222222, non-production), eu-west-1`, or `…: eu-west-1 and account-wide` for several places. */
  readonly where: string;
  /** The free capacity for the subject line, such as `8.9 GiB free`; absent when unknown. */
  readonly free?: string;
  /** What is used, what is free, and what fails when the limit is full, in that order. */
  readonly figures: readonly Figure[];
  readonly facts: readonly string[];
  /** Lines on the largest functions. */
  readonly holders: readonly string[];
  readonly steps: readonly string[];
  readonly links: readonly Link[];
  /** The command to run first, if any. */
  readonly command?: string;
  /** The command that mutes the alert, if any. Outputs show it last. */
  readonly mute?: string;
}

export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** The parts of the text that depend on the kind of notice. Absent parts are empty. */
export type NoticeDetails = Pick<NoticeWords, 'what'> &
  Partial<Omit<NoticeWords, 'opening' | 'account' | 'accountId' | 'place' | 'where' | 'mute'>>;

/** Returns `To do:` and the steps as lines; no lines without steps. */
export function todoLines(steps: readonly string[], bullet = '-'): readonly string[] {
  return steps.length === 0 ? [] : ['To do:', ...steps.map((step) => `${bullet} ${step}`)];
}
