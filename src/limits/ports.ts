import type { AccountConfiguration } from '../model/configuration.ts';
import type { LimitId } from '../model/limit.ts';
import type { Measurement } from '../model/finding.ts';
import type { RolePresence } from '../model/prune-role.ts';
import type { Target } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { DailySample } from '../model/watch-state.ts';

/**
 * Measures every limit of a target's scope. Resolves to one measurement per limit, whatever AWS
 * answers: a read that fails is a measurement of its own, and rejecting is reserved for bugs.
 */
export type MeasureTarget = (
  account: AccountConfiguration,
  target: Target,
) => Promise<ReadonlyMap<LimitId, Measurement>>;

/**
 * Stores what was read in an account and later runs may use, once all of its targets are measured. Resolves
 * whatever S3 answers.
 */
export type SaveReadings = (account: AccountConfiguration) => Promise<void>;

/** Whether an account has a prune role, by one request with the read role. Rejects only for bugs. */
export type ReadPruneRole = (account: AccountConfiguration) => Promise<RolePresence>;

/** What earlier runs measured. */
export interface EarlierFigures {
  /** When the last of them ended. Absent: there was none, or none is read. */
  readonly endedAt?: Instant;
  /** The newest figure of a limit of a target; `undefined` where there is none. */
  readonly lastOf: (target: Target, limit: LimitId) => DailySample | undefined;
}

/** Reads them at most once a run. Rejects only for bugs. */
export type ReadEarlierFigures = () => Promise<EarlierFigures | 'unreadable'>;

/** There are none, or none are read. */
export const NO_EARLIER_FIGURES: ReadEarlierFigures = () =>
  Promise.resolve({ lastOf: () => undefined });
