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
} from '../../watch/distributed/stages.ts';
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
import type { StageEvent } from './stage-event.ts';
import { isStageEvent, readStageEvent } from './stage-event.ts';
import type { Connection } from '../../aws/clients.ts';
import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import { accountsOf } from '../../accounts/select.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { Discoverer } from '../watch/discover.ts';
import { runAccounts } from '../watch/run-accounts.ts';

type Invoked = readonly [event: unknown, context: InvocationContext];

interface Step<Stage extends StageEvent['stage']> {
  readonly event: Extract<StageEvent, { stage: Stage }>;
  readonly run: string;
  readonly file: ConfigurationFile;
  readonly invocation: WatchInvocation;
  readonly store: StepStore;
}

/**
 * The watch function with the distributed engine: a step where the event requests one, otherwise as
 * `watchHandler`.
 * @throws EventNotUnderstood; RunIncomplete or RunFailed of the step that judges.
 */
export function stagesHandler(
  file: ConfigurationFile,
  environment: WatchEnvironment,
): (...invoked: Invoked) => Promise<unknown> {
  const whole = watchHandler(file, environment);
  const { deployment } = file;
  const step = countRefusals(deployment, environment, async (...[event, context]: Invoked) =>
    runStep(readStageEvent(event), file, environment, context),
  );
  return (event, context) => (isStageEvent(event) ? step(event, context) : whole(event, context));
}

async function runStep(
  event: StageEvent,
  file: ConfigurationFile,
  environment: WatchEnvironment,
  context: InvocationContext,
) {
  const run = event.stage === 'measure' ? event.batch.run : event.run;
  const invocation = new WatchInvocation(file, environment, context, run);
  invocation.logger.appendKeys({ runId: run, stage: event.stage });
  const { deployment, state, tooling } = file;
  const s3 = makeClient(S3Client, invocation.connection, { region: tooling.region });
  // The bucket expires the prefix of a run.
  const place = { bucket: state.bucket, prefix: `${deployment}/runs/${run}` };
  const store = stepStore(s3, { ...place, runId: invocation.runId });
  const step = { run, file, invocation, store };
  try {
    switch (event.stage) {
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
  // Where the state machine finds the items of its map, and stores their results.
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
  const accounts = accountsToJudge(file, found);
  const { limits } = watchedIn(file, accounts);
  const expected = { accounts, limits, now: startedAt };
  const gathered = await gatherBatches(run, event.mapOutput, expected, store);
  const configuration = withAccounts(file, gathered.accounts);
  const execution = invocation.execution(event.scheduledAt, found);
  const outcome = await judge(configuration, limits, execution, gathered.seen, startedAt, {
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

/** The accounts to measure, and how they were found. */
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
  const settled = await storeAccounts(run, report, store);
  return { accounts: accountsOf(file.accounts, settled.accounts, file.discovery), found: settled };
}

/** How the accounts were found; undefined where the file lists them all. */
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

/** The accounts of the file, and those discovered for the run. */
function accountsToJudge(
  { accounts, discovery }: ConfigurationFile,
  found: DiscoveredAccounts | undefined,
): readonly AccountConfiguration[] {
  return found === undefined || discovery === undefined
    ? accounts
    : accountsOf(accounts, found.report.accounts, discovery);
}
