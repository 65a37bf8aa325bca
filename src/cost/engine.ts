import type { Configuration } from '../model/configuration.ts';
import type { LimitCalls } from './model.ts';
import { batchesOf } from '../watch/distributed/batches.ts';
import { targetsOf } from '../accounts/targets.ts';

/** Planning, measuring nothing yet, and reading results: seconds of each invocation beside its calls. */
const SECONDS_A_STAGE = 2;
/** PlanTargets, MeasureBatches, JudgeAndPublish and the end. */
const TRANSITIONS_A_RUN = 4;
/** The start of its execution and its one state. */
const TRANSITIONS_A_BATCH = 2;
/** Manifest and one file of what became of the batches. */
const MAP_FILES = 2;

/** What one run takes of Lambda, S3 and Step Functions for the sake of its engine. */
export interface EngineShare {
  readonly invocations: number;
  /** Of Lambda, all invocations together. */
  readonly seconds: number;
  readonly s3Writes: number;
  readonly s3Reads: number;
  /** None where a run is one invocation. */
  readonly transitions: number;
}

/** @param secondsOf how long one invocation measures so many targets, beside its own beginning and end. */
export function engineShare(
  { engine, accounts }: Pick<Configuration, 'engine' | 'accounts'>,
  limits: readonly Pick<LimitCalls, 'scope'>[],
  secondsBesideCalls: number,
  secondsOf: (targets: number) => number,
): EngineShare {
  const scopes = new Set(limits.map(({ scope }) => scope));
  const targets = (of: Configuration['accounts']): number =>
    of.reduce((sum, account) => sum + targetsOf(account, scopes).length, 0);
  if (engine === 'one-lambda') {
    const seconds = secondsBesideCalls + secondsOf(targets(accounts));
    return { invocations: 1, seconds, s3Writes: 0, s3Reads: 0, transitions: 0 };
  }
  const batches = batchesOf('', accounts, limits);
  const measuring = batches.reduce(
    (sum, batch) => sum + SECONDS_A_STAGE + secondsOf(targets(batch.accounts)),
    0,
  );
  return {
    invocations: batches.length + 2,
    seconds: SECONDS_A_STAGE + measuring + secondsBesideCalls,
    // Targets are written once and read by the stage itself, the map and the stage that judges.
    s3Writes: 1 + batches.length + MAP_FILES,
    s3Reads: 3 + batches.length,
    transitions: TRANSITIONS_A_RUN + TRANSITIONS_A_BATCH * batches.length,
  };
}
