import type { AccountConfiguration } from '../model/configuration.ts';
import type { LimitId } from '../model/limit.ts';
import type { Measurement } from '../model/finding.ts';
import type { RolePresence } from '../model/prune-role.ts';
import type { Target } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { DailySample } from '../model/watch-state.ts';

/** Measures all limits of an account and Region, or of a whole account. Rejects only for a bug, not for AWS errors. */
export type MeasureTarget = (
  account: AccountConfiguration,
  target: Target,
) => Promise<ReadonlyMap<LimitId, Measurement>>;

/** Stores what a run remembers of an account, after its last measurement. Resolves also when S3 fails. */
export type SaveReadings = (account: AccountConfiguration) => Promise<void>;

/** Determines by one request whether an account has a prune role. Rejects only for a bug. */
export type ReadPruneRole = (account: AccountConfiguration) => Promise<RolePresence>;

/** The usage figures of earlier runs, from the state. */
export interface EarlierFigures {
  /** When the last run ended; absent when the state does not have it. */
  readonly endedAt?: Instant;
  /** The newest stored figure of a limit; `undefined` when none is stored. */
  readonly lastOf: (target: Target, limit: LimitId) => DailySample | undefined;
}

/** Reads the figures of earlier runs; the state is read at most once a run. Rejects only for a bug. */
export type ReadEarlierFigures = () => Promise<EarlierFigures | 'unreadable'>;

export const NO_EARLIER_FIGURES: ReadEarlierFigures = () =>
  Promise.resolve({ lastOf: () => undefined });
