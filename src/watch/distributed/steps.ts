import pLimit from 'p-limit';

import type { BatchOutcomes } from './batches.ts';
import {
  batchesOf,
  isRecent,
  isResultOf,
  noResult,
  NO_RESULT,
  malformedResult,
  unplannedFindings,
  mergeBatches,
  outdatedResult,
} from './batches.ts';
import { batchErrors, failedFiles, manifestKey, mapError } from './map-run.ts';
import type { AccountConfiguration } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Traffic } from '../../model/report.ts';
import type { Batch, BatchResult } from './documents.ts';
import type { Instant } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { AccountReaders } from '../measure-target.ts';
import type { StepStore } from '../ports.ts';
import { batchesJson, batchResultJson, parseBatches, parseBatchResult } from './documents.ts';
import { readStored, StepDataUnreadable } from './store.ts';
import { measureAll } from '../measure-all.ts';

const TARGETS = 'targets.json';
/** The prefix, below that of the run, of the Distributed Map's output. */
export const MAP_RESULTS = 'map';
const READ_AT_A_TIME = 16;

/** Step 1: stores the batches of a run. Returns the batches in the store, which an earlier delivery may have stored. */
export async function planTargets(
  run: string,
  accounts: readonly AccountConfiguration[],
  limits: readonly LimitDefinition[],
  store: StepStore,
  runAt: Instant,
): Promise<readonly Batch[]> {
  await store.create(TARGETS, batchesJson(batchesOf(run, accounts, limits, runAt)));
  return plannedBatches(run, store);
}

export function targetsKey(store: StepStore): string {
  return store.keyOf(TARGETS);
}

/**
 * Step 2: measures one batch and returns the result. An already stored result of the batch is not replaced. Rejects
 * when storing fails.
 */
export async function measureBatch(
  { run, batch, accounts }: Batch,
  limits: readonly LimitDefinition[],
  ports: AccountReaders & {
    readonly clock: Clock;
    readonly store: StepStore;
    readonly traffic: () => Traffic;
  },
): Promise<BatchResult> {
  const { result: measured, saved } = await measureAll(accounts, limits, ports);
  const measuredAt = ports.clock.now();
  const result: BatchResult = { run, batch, measuredAt, ...measured, traffic: ports.traffic() };
  await Promise.all([saved, ports.store.create(resultName(batch), batchResultJson(result))]);
  return result;
}

/**
 * Step 3, before judging: joins the results of all batches. The findings are `not-measured` for targets whose
 * batch has no valid and recent result, and for configured targets in no batch.
 * @param mapOutput the output of the Distributed Map, or the error that ended it
 * @throws StepDataUnreadable when the batches cannot be read
 */
export async function gatherBatches(
  run: string,
  mapOutput: unknown,
  expected: {
    /** The accounts now. They and the limits may differ from those at the time of step 1. */
    readonly accounts: readonly AccountConfiguration[];
    readonly limits: readonly LimitDefinition[];
    readonly now: Instant;
  },
  store: StepStore,
) {
  const { accounts, limits, now } = expected;
  const batches = await plannedBatches(run, store);
  const atATime = pLimit(READ_AT_A_TIME);
  const read = await Promise.all(
    batches.map((batch) =>
      atATime(async () => [batch.batch, await resultOf(batch, limits, now, store)] as const),
    ),
  );
  const isMissing = read.some(([, outcome]) => outcome === undefined);
  const errors = isMissing ? await errorsOf(run, mapOutput, store) : undefined;
  const outcomes: BatchOutcomes = new Map(
    read.map(([batch, outcome]) => [batch, outcome ?? errors?.(batch) ?? NO_RESULT]),
  );
  const { result, traffic } = mergeBatches(batches, outcomes, limits);
  const planned = batches.flatMap((batch) => batch.accounts);
  const ids = new Set(planned.map(({ id }) => id));
  return {
    accounts: [...planned, ...accounts.filter(({ id }) => !ids.has(id))],
    result: {
      ...result,
      findings: [...result.findings, ...unplannedFindings(batches, accounts, limits)],
    },
    traffic,
  };
}

/** Returns the stored batches of a run. @throws StepDataUnreadable when they are missing or of another run. */
async function plannedBatches(run: string, store: StepStore): Promise<readonly Batch[]> {
  const what = `the targets of the run ${run}`;
  const batches = await readStored(store, TARGETS, what, parseBatches);
  const isOwn = batches.every((batch, at) => batch.run === run && batch.batch === at);
  if (!isOwn) throw new StepDataUnreadable(`${what} are of another run`);
  return batches;
}

async function resultOf(
  batch: Batch,
  limits: readonly LimitDefinition[],
  now: Instant,
  store: StepStore,
): Promise<BatchResult | ReadFailure | undefined> {
  const document = await store.read(resultName(batch.batch));
  switch (document.kind) {
    case 'missing':
      return undefined;
    case 'failed':
      return document.failure;
    case 'read': {
      const result = parseBatchResult(document.text, limits);
      if (!result.ok) return malformedResult(`The result of its batch: ${result.fault}.`);
      if (!isResultOf(result.value, batch, limits)) {
        return malformedResult('The result of its batch is of other targets or limits.');
      }
      return isRecent(result.value, now) ? result.value : outdatedResult(result.value);
    }
  }
}

/** Returns a function that says why a batch has no result, according to the map's output. */
async function errorsOf(
  run: string,
  mapOutput: unknown,
  store: StepStore,
): Promise<(batch: number) => ReadFailure | undefined> {
  const errors = new Map<number, string>();
  const manifest = await textOf(manifestKey(mapOutput), store);
  for (const key of manifest === undefined ? [] : failedFiles(manifest)) {
    const file = await textOf(key, store);
    if (file === undefined) continue;
    for (const [batch, error] of batchErrors(file, run)) errors.set(batch, error);
  }
  const errorOfMap = mapError(mapOutput);
  return (batch) => {
    const error = errors.get(batch) ?? errorOfMap;
    return error === undefined ? undefined : noResult(error);
  };
}

async function textOf(key: string | undefined, store: StepStore): Promise<string | undefined> {
  const name = key === undefined ? undefined : store.nameOf(key);
  if (name === undefined) return undefined;
  const document = await store.read(name);
  return document.kind === 'read' ? document.text : undefined;
}

function resultName(batch: number): string {
  return `results/${batch}.json`;
}
