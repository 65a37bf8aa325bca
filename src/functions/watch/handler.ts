import { Logger } from '@aws-lambda-powertools/logger';
import type { HttpHandler } from '@smithy/core/protocols';
import type { Context } from 'aws-lambda';

import { catalogue } from '../../limits/catalogue.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import type { Connection } from '../../aws/clients.ts';
import { metricsWriter } from '../../watch/emit-metrics.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
import { watchLog } from '../../watch/log.ts';
import { readingsStore, timeOfRun } from '../../watch/readings-store.ts';
import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import type { Execution } from '../../watch/judge.ts';
import { watch } from '../../watch/watch.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { DoctorReport } from '../../doctor/model.ts';
import { instant, MINUTE_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { CheckAnswer } from './check-answer.ts';
import type { eventSender as sendsEvents } from '../../alerts/bus/send-events.ts';
import type { Discoverer } from './discover.ts';
import { earlierFiguresOf, watchReadersOf } from './measurer.ts';
import { reportingPorts } from './reports.ts';
import { runAccounts } from './run-accounts.ts';
import { END_MS, runDeadlines } from './run-deadlines.ts';
import type { TestSummary } from './send-test.ts';
import { sendTest } from './send-test.ts';
import type { WatchSummary } from './answer.ts';
import { answer } from './answer.ts';
import { watchCheck } from './check.ts';
import { countRefusals } from './count-refusals.ts';
import { watchDoctor } from './doctor.ts';
import { tellingPorts } from './telling-ports.ts';
import { readWatchRequest, watchEventOf } from './event.ts';
import type { NoReport } from './latest-report.ts';
import { latestReport } from './latest-report.ts';

/** How much longer than it can run a run keeps others from publishing in its place. */
const LEASE_MARGIN_MS = MINUTE_MS;

/** The world around the watch function, made once a process. */
export interface WatchEnvironment {
  readonly clock: Clock;
  readonly http: HttpHandler<object>;
  readonly chance: () => number;
  readonly endpoint?: string;
  /** Instead of those that the SDK finds by itself. */
  readonly credentials?: NonNullable<Connection['credentials']>;
  /** To one account and Region, instead of the pace that leaves deployments their share. */
  readonly requestsPerSecond?: number;
  /** Needed where the configuration has rules for accounts. */
  readonly discoverer?: Discoverer;
  /** Needed where the configuration has an event bus. */
  readonly eventSender?: typeof sendsEvents;
  /** One line to the function's log. */
  readonly writeLine: (line: string) => void;
}

/** What the function answers, by what it was asked for. */
export type WatchAnswer = WatchSummary | TestSummary | DoctorReport | CheckAnswer | NoReport;

export type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * The watch function. Returns a summary of a complete run. `readWatchRequest` says what else it can be
 * asked for.
 * @throws EventNotUnderstood for an event that asks for nothing that there is.
 * @throws RunIncomplete, RunFailed or WaitingForConfirmation, all after publishing, so that the
 * invocation counts as an error.
 */
export function watchHandler(
  file: ConfigurationFile,
  environment: WatchEnvironment,
): (event: unknown, context: InvocationContext) => Promise<WatchAnswer> {
  return countRefusals(file.deployment, environment, async (event, context) => {
    const request = readWatchRequest(event);
    const { writeLine, requestsPerSecond, discoverer, eventSender, ...world } = environment;
    const runId = runIdOf(context, world.chance);
    const logger = new Logger({ serviceName: file.deployment });
    logger.appendKeys({ runId });
    const traffic = new TrafficMeter();
    const connection: Connection = { ...world, traffic };
    const remainingMs = context.getRemainingTimeInMillis();
    const until = runDeadlines(world.clock, remainingMs);
    const reportUntil = instant(world.clock.now() + remainingMs - END_MS);
    try {
      const bounded = { ...connection, signal: until.reading };
      if (request.kind === 'test') {
        const ports = tellingPorts(file, connection, runId, until.telling, eventSender);
        return await sendTest(file, ports, runId);
      }
      if (request.kind === 'latest') return await latestReport(file, bounded);
      const { configuration, found } = await runAccounts(file, discoverer, bounded, runId);
      const watched = watchedLimits(catalogue, configuration);
      const limits = watched.map(({ definition }) => definition);
      const asked = watchEventOf(request, configuration, limits);
      if (asked.kind === 'doctor') {
        const atHome = (await found?.examine(bounded)) ?? [];
        return await watchDoctor(configuration, asked, bounded, runId, atHome);
      }
      if (asked.kind === 'check') {
        return await watchCheck(configuration, asked.selected, bounded, runId, found?.report);
      }
      const how = await found?.keep();
      if (how !== undefined) logger.info('accounts', { discovery: how.report });
      const execution = executionOf(runId, remainingMs, asked.kind === 'watch' ? asked : {}, how);
      const outcome = await watch(configuration, limits, execution, {
        ...tellingPorts(configuration, connection, runId, until.telling, eventSender),
        ...watchReadersOf(
          configuration,
          bounded,
          watched,
          `${configuration.deployment}-watch-${runId.slice(0, 8)}`,
          {
            readEarlier: earlierFiguresOf(configuration, bounded),
            readings: readingsStore(bounded, configuration, {
              runAt: timeOfRun(world.clock.now(), execution.scheduledAt),
              savingUntil: until.telling.subscriptions,
              failed: (failure) => logger.warn('readings', { failure }),
            }),
            ...(requestsPerSecond !== undefined && { requestsPerSecond }),
          },
        ),
        ...reportingPorts(configuration, { ...connection, signal: until.reporting }, reportUntil),
        emit: metricsWriter(writeLine),
        traffic: () => traffic.total(),
        log: watchLog(logger),
      });
      return answer(outcome, configuration.command);
    } finally {
      until.cancel();
    }
  });
}

/** One execution's own: Lambda may deliver one event twice under the same request id. */
export function runIdOf(
  { awsRequestId }: Pick<InvocationContext, 'awsRequestId'>,
  chance: () => number,
): string {
  return `${awsRequestId}-${Math.floor(chance() * 36 ** 4).toString(36)}`;
}

/** The execution of what is left of an invocation. */
export function executionOf(
  runId: string,
  remainingMs: number,
  { scheduledAt }: Pick<Execution, 'scheduledAt'>,
  found?: DiscoveredAccounts,
): Execution {
  const leaseMs = remainingMs + LEASE_MARGIN_MS;
  return {
    runId,
    leaseMs,
    ...(scheduledAt !== undefined && { scheduledAt }),
    ...(found !== undefined && { found }),
  };
}
