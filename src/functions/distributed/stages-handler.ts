import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { metricsWriter } from '../../watch/emit-metrics.ts';
import { catalogue } from '../../limits/catalogue.ts';
import type { Limit } from '../../limits/limit.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import { stageStore } from '../../watch/distributed/store.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
import { watchLog } from '../../watch/log.ts';
import { readingsStore, timeOfRun } from '../../watch/readings-store.ts';
import { judge } from '../../watch/judge.ts';
import {
  gatherBatches,
  MAP_RESULTS,
  measureBatch,
  planTargets,
  targetsKey,
} from '../../watch/distributed/stages.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { withAccounts } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Traffic } from '../../model/report.ts';
import { instant } from '../../model/time.ts';
import type { StageStore } from '../../watch/ports.ts';
import { earlierFiguresOf, watchReadersOf } from '../watch/measurer.ts';
import { reportingPorts } from '../watch/reports.ts';
import { accountsToJudge, judgedAccounts, plannedAccounts } from './stage-discovery.ts';
import type { StageEvent } from './stage-event.ts';
import { isStageEvent, readStageEvent } from './stage-event.ts';
import type { WatchSummary } from '../watch/answer.ts';
import { answer } from '../watch/answer.ts';
import { countRefusals } from '../watch/count-refusals.ts';
import type { InvocationContext, WatchEnvironment } from '../watch/handler.ts';
import { executionOf, runIdOf, watchHandler } from '../watch/handler.ts';
import { END_MS, runDeadlines } from '../watch/run-deadlines.ts';
import { tellingPorts } from '../watch/telling-ports.ts';

/** Where the state machine finds the items of its map, and where it leaves what became of them. */
interface PlannedTargets {
  readonly key: string;
  readonly resultPrefix: string;
  readonly batches: number;
}

/** A batch whose result is stored. */
interface MeasuredBatch {
  readonly batch: number;
  readonly findings: number;
  readonly notMeasured: number;
}

type StageAnswer = PlannedTargets | MeasuredBatch | WatchSummary;

/**
 * The watch function of a deployment with the distributed engine: a stage where one is asked for, and all
 * that the watch function does otherwise.
 * @throws EventNotUnderstood for an event that asks for nothing that there is.
 * @throws RunIncomplete or RunFailed of the stage that judges, as a run in one invocation does.
 */
export function stagesHandler(
  file: ConfigurationFile,
  environment: WatchEnvironment,
): (event: unknown, context: InvocationContext) => Promise<unknown> {
  const whole = watchHandler(file, environment);
  const stage = countRefusals(
    file.deployment,
    environment,
    async (event: unknown, context: InvocationContext) =>
      runStage(readStageEvent(event), file, environment, context),
  );
  return (event, context) => (isStageEvent(event) ? stage(event, context) : whole(event, context));
}

async function runStage(
  asked: StageEvent,
  file: ConfigurationFile,
  { writeLine, discoverer, eventSender, ...world }: WatchEnvironment,
  context: InvocationContext,
): Promise<StageAnswer> {
  const { deployment } = file;
  const run = asked.stage === 'measure' ? asked.batch.run : asked.run;
  const runId = runIdOf({ awsRequestId: run }, world.chance);
  const logger = new Logger({ serviceName: deployment });
  logger.appendKeys({ runId: run, stage: asked.stage });
  const traffic = new TrafficMeter();
  const connection: Connection = { ...world, traffic };
  const store = storeOf(run, runId, file, connection);
  switch (asked.stage) {
    case 'targets': {
      const until = runDeadlines(world.clock, context.getRemainingTimeInMillis());
      try {
        const bounded = { ...connection, signal: until.reading };
        const { accounts, found } = await plannedAccounts(run, file, discoverer, bounded, store);
        if (found !== undefined) logger.info('accounts', { discovery: found });
        const limits = definitionsOf(watchedLimits(catalogue, withAccounts(file, accounts)));
        const runAt = timeOfRun(world.clock.now(), asked.scheduledAt);
        const batches = await planTargets(run, accounts, limits, store, runAt);
        const planned = {
          key: targetsKey(store),
          resultPrefix: store.keyOf(MAP_RESULTS),
          batches: batches.length,
        };
        logger.info('targets', { planned });
        return planned;
      } finally {
        until.cancel();
      }
    }
    case 'measure': {
      const until = runDeadlines(world.clock, context.getRemainingTimeInMillis());
      try {
        const bounded = { ...connection, signal: until.reading };
        const configuration = withAccounts(file, asked.batch.accounts);
        const watched = watchedLimits(catalogue, configuration);
        const session = `${deployment}-watch-${run.slice(0, 8)}`;
        const readings = readingsStore(bounded, configuration, {
          runAt: timeOfRun(world.clock.now(), asked.batch.runAt),
          savingUntil: until.telling.subscriptions,
          failed: (failure) => logger.warn('readings', { failure }),
        });
        const { batch, findings } = await measureBatch(asked.batch, definitionsOf(watched), {
          clock: world.clock,
          ...watchReadersOf(configuration, bounded, watched, session, {
            readings,
            readEarlier: earlierFiguresOf(configuration, bounded),
          }),
          store,
          traffic: () => traffic.total(),
        });
        const notMeasured = findings.filter(({ state }) => state === 'not-measured').length;
        const measured = { batch, findings: findings.length, notMeasured };
        logger.info('batch', { measured });
        return measured;
      } finally {
        until.cancel();
      }
    }
    case 'judge': {
      const startedAt = world.clock.now();
      const remainingMs = context.getRemainingTimeInMillis();
      const until = runDeadlines(world.clock, remainingMs);
      const reportUntil = instant(startedAt + remainingMs - END_MS);
      try {
        const found = await judgedAccounts(run, file, discoverer, store);
        const accounts = accountsToJudge(file, found);
        const limits = definitionsOf(watchedLimits(catalogue, withAccounts(file, accounts)));
        const wanted = { accounts, limits, now: startedAt };
        const gathered = await gatherBatches(run, asked.mapOutput, wanted, store);
        const configuration = withAccounts(file, gathered.accounts);
        const bounded = { ...connection, signal: until.reporting };
        const outcome = await judge(
          configuration,
          limits,
          executionOf(runId, remainingMs, asked, found),
          gathered.seen,
          startedAt,
          {
            ...tellingPorts(configuration, connection, runId, until.telling, eventSender),
            ...reportingPorts(configuration, bounded, reportUntil),
            emit: metricsWriter(writeLine),
            traffic: () => sumOf([...gathered.traffic, traffic.total()]),
            log: watchLog(logger),
          },
        );
        return answer(outcome, configuration.command);
      } finally {
        until.cancel();
      }
    }
  }
}

function definitionsOf(limits: readonly Limit[]): readonly LimitDefinition[] {
  return limits.map(({ definition }) => definition);
}

/** Below one prefix a run, which the bucket empties after some days. */
function storeOf(
  run: string,
  runId: string,
  { deployment, state, tooling }: ConfigurationFile,
  connection: Connection,
): StageStore {
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  return stageStore(s3, { bucket: state.bucket, prefix: `${deployment}/runs/${run}`, runId });
}

function sumOf(parts: readonly Traffic[]): Traffic {
  return parts.reduce((sum, { calls, retries, throttles }) => ({
    calls: sum.calls + calls,
    retries: sum.retries + retries,
    throttles: sum.throttles + throttles,
  }));
}
