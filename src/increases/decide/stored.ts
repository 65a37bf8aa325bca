import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { AutomaticManagement } from '../../model/increase/increase.ts';
import type { Instant } from '../../model/time.ts';
import type { Claim } from '../../model/watch-state.ts';
import type { NoIncrease, QuotaMemory } from './model.ts';

/** One quota of one account and Region, as the increase function left it. */
export interface StoredQuota extends QuotaMemory {
  /** The applied value that it decided by, in the limit's unit. */
  readonly applied: number;
  readonly decidedAt: Instant;
  /** What it decided last, by a code. */
  readonly decision: 'request' | 'would-request' | NoIncrease['reason'];
  /** What is, was or would be requested; of `at-ceiling`, the ceiling. */
  readonly desired?: number;
}

/** A read or request that AWS refused, for people. */
export interface StoredProblem {
  readonly account: AccountId;
  readonly region: Region;
  /** Absent where it is about all quotas there. */
  readonly limit?: string;
  /** A sentence. */
  readonly problem: string;
}

/** What the increase function remembers: one S3 object for a deployment. */
export interface StoredIncreases {
  readonly savedAt: Instant;
  /** While a run is at work. No other may request anything. */
  readonly claim?: Claim;
  /** The watch run whose report was worked through to its end. */
  readonly handledRun?: string;
  /** By `account/place/limit`. */
  readonly quotas: Readonly<Record<string, StoredQuota>>;
  /** By account id, as last read. */
  readonly automatic: Readonly<Record<string, AutomaticManagement>>;
  /** Of the last run. */
  readonly problems: readonly StoredProblem[];
}

export const NO_INCREASES: Omit<StoredIncreases, 'savedAt'> = {
  quotas: {},
  automatic: {},
  problems: [],
};
