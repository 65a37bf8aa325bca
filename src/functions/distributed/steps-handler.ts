import { S3Client } from '@aws-sdk/client-s3';

import { makeClient } from '../../aws/clients.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import type {
  AccountConfiguration,
  Configuration,
  ConfigurationFile,
} from '../../model/configuration.ts';
import { withAccounts, isComplete } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Traffic } from '../../model/report.ts';
import {
  gatherBatches,
  MAP_RESULTS,
  measureBatch,
  planTargets,
  targetsKey,
} from '../../watch/distributed/steps.ts';
import { stepStore, loadAccounts, storeAccounts } from '../../watch/distributed/store.ts';
import { judge } from '../../watch/judge.ts';
import type { StepStore } from '../../watch/ports.ts';
import { timeOfRun } from '../../watch/readings-store.ts';
import type { WatchSummary } from '../watch/answer.ts';
import { answer } from '../watch/answer.ts';
import { countRefusals, watchHandler } from '../watch/handler.ts';
import type { WatchEnvironment } from '../watch/invocation.ts';
import { WatchInvocation } from '../watch/invocation.ts';
import type { InvocationContext } from '../world.ts';
import type { StepEvent } from './step-event.ts';
import { isStepEvent, readStepEvent } from './step-event.ts';
import type { Connection } from '../../aws/clients.ts';
import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import { accountsOf } from '../../accounts/select.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { Discoverer } from '../watch/discover.ts';
import { runAccounts } from '../watch/run-accounts.ts';

type HandlerArguments = readonly [event: unknown, context: InvocationContext];

interface Step<Name extends StepEvent['step']> {
  readonly event: Extract<StepEvent, { step: Name }>;
  readonly run: string;
  readonly file: ConfigurationFile;
  readonly invocation: WatchInvocation;
  readonly store: StepStore;
}

/**
 * Returns the handler of the watch function for the distributed engine. It runs one step of a run when the
 * event names a step, and handles other events as `watchHandler` does.
 * @throws EventNotUnderstood before any request; RunIncomplete or RunFailed from the step `judge`.
 */
export function stepsHandler(
  file: ConfigurationFile,
  environment: WatchEnvironment,
): (...invoked: HandlerArguments) => Promise<unknown> {
  const handleOther = watchHandler(file, environment);
  const { deployment } = file;
  const handleStep = countRefusals(
    deployment,
    environment,
    async (...[event, context]: HandlerArguments) =>
      runStep(readStepEvent(event), file, environment, context),
  );
  return (event, context) =>
    isStepEvent(event) ? handleStep(event, context) : handleOther(event, context);
}

async function runStep(
  event: StepEvent,
  file: ConfigurationFile,
  environment: WatchEnvironment,
  context: InvocationContext,
) {
  const run = event.step === 'measure' ? event.batch.run : event.run;
  const invocation = new WatchInvocation(file, environment, context, run);
  invocation.logger.appendKeys({ runId: run, stage: event.step });
  const { deployment, state, tooling } = file;
  const s3 = makeClient(S3Client, invocation.connection, { region: tooling.region });
  // A lifecycle rule of the bucket deletes the objects under this prefix.
  const location = { bucket: state.bucket, prefix: `${deployment}/runs/${run}` };
  const store = stepStore(s3, { ...location, runId: invocation.runId });
  const step = { run, file, invocation, store };
  try {
    switch (event.step) {
      case 'targets':
        return await planRun({ event, ...step });
      case 'measure':
        return await measureStep({ event, ...step });
      case 'judge':
        return await judgeRun({ event, ...step });
    }
  } finally {
    invocation.end();
  }
}

async function planRun(step: Step<'targets'>) {
  const { event, run, file, invocation, store } = step;
  const { environment, logger, reading } = invocation;
  const { discoverer, clock } = environment;
  const { accounts, found } = await plannedAccounts(run, file, discoverer, reading, store);
  if (found !== undefined) logger.info('accounts', { discovery: found });
  const runAt = timeOfRun(clock.now(), event.scheduledAt);
  const { limits } = watchedIn(file, accounts);
  const batches = await planTargets(run, accounts, limits, store, runAt);
  // The state machine reads the items of its Distributed Map from `key`, and stores results under `resultPrefix`.
  const resultPrefix = store.keyOf(MAP_RESULTS);
  const planned = { key: targetsKey(store), resultPrefix, batches: batches.length };
  logger.info('targets', { planned });
  return planned;
}

async function measureStep(step: Step<'measure'>) {
  const { event, run, file, invocation, store } = step;
  const { configuration, watched, limits } = watchedIn(file, event.batch.accounts);
  const { batch, findings } = await measureBatch(event.batch, limits, {
    clock: invocation.connection.clock,
    ...invocation.readers(configuration, watched, run, event.batch.runAt),
    store,
    traffic: () => invocation.traffic.total(),
  });
  const notMeasured = findings.filter(({ state }) => state === 'not-measured').length;
  const measured = { batch, findings: findings.length, notMeasured };
  invocation.logger.info('batch', { measured });
  return measured;
}

async function judgeRun(step: Step<'judge'>): Promise<WatchSummary> {
  const { event, run, file, invocation, store } = step;
  const { environment, startedAt, traffic } = invocation;
  const found = await judgedAccounts(run, file, environment.discoverer, store);
  const { discovery } = file;
  const accounts =
    found === undefined || discovery === undefined
      ? file.accounts
      : accountsOf(file.accounts, found.report.accounts, discovery);
  const { limits } = watchedIn(file, accounts);
  const expected = { accounts, limits, now: startedAt };
  const gathered = await gatherBatches(run, event.mapOutput, expected, store);
  const configuration = withAccounts(file, gathered.accounts);
  const execution = invocation.execution(event.scheduledAt, found);
  const outcome = await judge(configuration, limits, execution, gathered.result, startedAt, {
    ...invocation.judgePorts(configuration),
    traffic: () => sumOf([...gathered.traffic, traffic.total()]),
  });
  return answer(outcome, configuration.command);
}

function watchedIn(file: ConfigurationFile, accounts: readonly AccountConfiguration[]) {
  const configuration: Configuration = withAccounts(file, accounts);
  const watched = watchedLimits(configuration);
  const limits: readonly LimitDefinition[] = watched.map(({ definition }) => definition);
  return { configuration, watched, limits };
}

function sumOf(parts: readonly Traffic[]): Traffic {
  return parts.reduce((sum, { calls, retries, throttles }) => ({
    calls: sum.calls + calls,
    retries: sum.retries + retries,
    throttles: sum.throttles + throttles,
  }));
}

/** Returns the accounts to measure. `found` says how they were discovered; undefined if the file lists all. */
async function plannedAccounts(
  run: string,
  file: ConfigurationFile,
  discoverer: Discoverer | undefined,
  connection: Connection,
  store: StepStore,
): Promise<{
  readonly accounts: readonly AccountConfiguration[];
  readonly found?: DiscoveryReport;
}> {
  const { configuration, found } = await runAccounts(file, discoverer, connection, run);
  if (found === undefined || file.discovery === undefined) return configuration;
  const { report } = await found.keep();
  const stored = await storeAccounts(run, report, store);
  return { accounts: accountsOf(file.accounts, stored.accounts, file.discovery), found: stored };
}

/** Returns how the step `targets` discovered the accounts; undefined when the file lists all accounts. */
async function judgedAccounts(
  run: string,
  file: ConfigurationFile,
  discoverer: Discoverer | undefined,
  store: StepStore,
): Promise<DiscoveredAccounts | undefined> {
  if (isComplete(file)) return undefined;
  if (discoverer === undefined) throw new Error('the bundle has nothing to judge accounts with');
  return { report: await loadAccounts(run, store), decide: discoverer.decide };
}
