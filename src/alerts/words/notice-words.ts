import type { AccountId } from '../../model/aws-ids.ts';
import type { Link } from './console-links.ts';

/** What a notice says, in the parts that a form arranges. Lines are sentences of one line each. */
export interface NoticeWords {
  /** `CRITICAL`, `NOT MEASURED`, `OVER` … */
  readonly opening: string;
  /** `Lambda code storage`; empty where the opening says it. */
  readonly what: string;
  /** `97 %`, `access denied`: the shortest that tells. */
  readonly brief: string;
  /** The account's name; absent for what concerns none. */
  readonly account?: string;
  /** The account's id: where its name cannot be written. */
  readonly accountId?: AccountId;
  /** A Region, or `4 places`; absent for an account as a whole. */
  readonly place?: string;
  /** `dev (222222222222, non-production), eu-west-1`; of several places `…: eu-west-1 and the whole account`. */
  readonly where: string;
  readonly facts: readonly string[];
  readonly holders: readonly string[];
  readonly steps: readonly string[];
  readonly links: readonly Link[];
}

/** What is particular to a kind of notice. */
export type Particulars = Pick<
  NoticeWords,
  'what' | 'brief' | 'facts' | 'holders' | 'steps' | 'links'
>;
