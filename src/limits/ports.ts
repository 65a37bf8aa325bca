import type { AccountConfiguration } from '../model/configuration.ts';
import type { LimitId } from '../model/limit.ts';
import type { Measurement } from '../model/finding.ts';
import type { RolePresence } from '../model/prune-role.ts';
import type { Target } from '../model/target.ts';

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
