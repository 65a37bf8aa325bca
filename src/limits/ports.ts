import type { AccountConfiguration } from '../model/configuration.ts';
import type { LimitId } from '../model/limit.ts';
import type { Measurement } from '../model/finding.ts';
import type { RolePresence } from '../model/prune-role.ts';
import type { Target } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { DailySample } from '../model/watch-state.ts';

/** Measures every limit of a target's scope; a failed read is a measurement. Rejects only for bugs. */
export type MeasureTarget = (
  account: AccountConfiguration,
  target: Target,
) => Promise<ReadonlyMap<LimitId, Measurement>>;

/** Stores the readings of an account when all of its targets are measured. Resolves whatever S3 answers. */
export type SaveReadings = (account: AccountConfiguration) => Promise<void>;

/** Whether an account has a prune role, by one request. Rejects only for bugs. */
export type ReadPruneRole = (account: AccountConfiguration) => Promise<RolePresence>;

export interface EarlierFigures {
  /** End of the last run; absent where it is unknown. */
  readonly endedAt?: Instant;
  /** The newest figure of a limit of a target. */
  readonly lastOf: (target: Target, limit: LimitId) => DailySample | undefined;
}

/** Reads the state at most once a run. Rejects only for bugs. */
export type ReadEarlierFigures = () => Promise<EarlierFigures | 'unreadable'>;

export const NO_EARLIER_FIGURES: ReadEarlierFigures = () =>
  Promise.resolve({ lastOf: () => undefined });
