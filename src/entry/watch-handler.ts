import { Logger } from '@aws-lambda-powertools/logger';
import type { HttpHandler } from '@smithy/core/protocols';
import type { Context } from 'aws-lambda';

import { catalogue } from '../aws/limits/catalogue.ts';
import type { Connection } from '../aws/clients.ts';
import { metricsWriter } from '../aws/emit-metrics.ts';
import { alertPublisher } from '../aws/publish-alert.ts';
import { stateStore } from '../aws/state-store.ts';
import { TrafficMeter } from '../aws/traffic.ts';
import { watchLog } from '../aws/watch-log.ts';
import type { Found } from '../decide/discovery-case.ts';
import { digestContext } from '../flows/digest-context.ts';
import { testNotification } from '../flows/test-notification.ts';
import type { Execution } from '../flows/judge.ts';
import { watch } from '../flows/watch.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { DoctorReport } from '../model/doctor.ts';
import type { RunStatus, WatchOutcome } from '../model/report.ts';
import { instant, isoTime, MINUTE_MS } from '../model/time.ts';
import type { Clock, WatchPorts } from '../ports.ts';
import { failureText } from '../render/failure-text.ts';
import type { CheckAnswer } from './check-answer.ts';
import { deadline } from './deadline.ts';
import type { Discoverer } from './discover.ts';
import { watchReadersOf } from './measuring.ts';
import { reportingPorts } from './reports.ts';
import { runAccounts } from './run-accounts.ts';
import { watchCheck } from './watch-check.ts';
import { watchDoctor } from './watch-doctor.ts';
import { readWatchRequest, watchEventOf } from './watch-event.ts';

/** Kept back from the function's timeout for judging and publishing; half of a shorter run. */
export const RESERVE_MS = 20_000;
/** Kept back for the end itself: a report that takes longer is given up, and the run says so. */
export const END_MS = 2_000;
/** How much longer than it can run a run keeps others from publishing in its place. */
const LEASE_MARGIN_MS = MINUTE_MS;

/** A run that could not see everything; what it saw is published. */
export class RunIncomplete extends Error {
  override readonly name = 'RunIncomplete';
}

/** A run that saw nothing, or that could not tell anybody. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

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
  /** One line to the function's log. */
  readonly writeLine: (line: string) => void;
}

export interface WatchSummary {
  readonly runId: string;
  readonly status: RunStatus;
  readonly findings: number;
  readonly published: number;
  /** Nothing was sent, since another run for this scheduled time had published. */
  readonly publishedBeforeFor?: string;
  /** Why the run's page is not in the bucket; absent where it is. */
  readonly reportNotKept?: string;
}

export interface TestSummary {
  readonly runId: string;
  readonly tested: readonly { readonly group: string; readonly topicArn: string }[];
}

/** What the function answers, by what it was asked for. */
export type WatchAnswer = WatchSummary | TestSummary | DoctorReport | CheckAnswer;

export type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * The watch function. Returns a summary of a complete run. `readWatchRequest` says what else it can be
 * asked for.
 * @throws EventNotUnderstood for an event that asks for nothing that there is.
 * @throws RunIncomplete or RunFailed, both after publishing, so that the invocation counts as an error.
 */
export function watchHandler(
  file: ConfigurationFile,
  environment: WatchEnvironment,
): (event: unknown, context: InvocationContext) => Promise<WatchAnswer> {
  return async (event, context) => {
    const limits = catalogue.map(({ definition }) => definition);
    const request = readWatchRequest(event);
    const { writeLine, requestsPerSecond, discoverer, ...world } = environment;
    const runId = runIdOf(context, world.chance);
    const logger = new Logger({ serviceName: file.deployment });
    logger.appendKeys({ runId });
    const traffic = new TrafficMeter();
    const connection: Connection = { ...world, traffic };
    const remainingMs = context.getRemainingTimeInMillis();
    const reading = deadline(world.clock, Math.max(remainingMs / 2, remainingMs - RESERVE_MS));
    const reporting = deadline(world.clock, remainingMs - END_MS);
    const reportUntil = instant(world.clock.now() + remainingMs - END_MS);
    try {
      const bounded = { ...connection, signal: reading.signal };
      if (request.kind === 'test') return await sendTest(file, connection, runId);
      const { configuration, found } = await runAccounts(file, discoverer, bounded, runId);
      const asked = watchEventOf(request, configuration, limits);
      if (asked.kind === 'doctor') {
        const atHome = (await found?.examine(bounded)) ?? [];
        return await watchDoctor(configuration, asked.accounts, bounded, runId, atHome);
      }
      if (asked.kind === 'check') {
        return await watchCheck(configuration, asked.selected, bounded, runId, found?.report);
      }
      const how = await found?.keep();
      if (how !== undefined) logger.info('accounts', { discovery: how.report });
      const execution = executionOf(runId, remainingMs, asked.kind === 'watch' ? asked : {}, how);
      const outcome = await watch(configuration, limits, execution, {
        ...tellingPorts(configuration, connection, runId),
        ...watchReadersOf(
          configuration,
          bounded,
          catalogue,
          `${configuration.deployment}-watch-${runId.slice(0, 8)}`,
          requestsPerSecond === undefined ? {} : { requestsPerSecond },
        ),
        ...reportingPorts(configuration, { ...connection, signal: reporting.signal }, reportUntil),
        emit: metricsWriter(writeLine),
        traffic: () => traffic.total(),
        log: watchLog(logger),
      });
      return answer(outcome);
    } finally {
      reading.cancel();
      reporting.cancel();
    }
  };
}

/** What publishing and remembering need, whatever is published. */
export function tellingPorts(
  { tooling, state, deployment }: ConfigurationFile,
  connection: Connection,
  runId: string,
): Pick<WatchPorts, 'clock' | 'publish' | 'store'> {
  const { region } = tooling;
  return {
    clock: connection.clock,
    publish: alertPublisher(connection, region),
    store: stateStore(connection, { region, ...state, deployment, runId }),
  };
}

/** @throws RunFailed when a topic did not take the sample. */
async function sendTest(
  configuration: ConfigurationFile,
  connection: Connection,
  runId: string,
): Promise<TestSummary> {
  const ports = tellingPorts(configuration, connection, runId);
  const context = digestContext(
    configuration,
    {
      deployment: configuration.deployment,
      runId,
      measuredAt: connection.clock.now(),
      limits: catalogue.map(({ definition }) => definition),
      status: 'complete',
    },
    'test',
  );
  const topics = await testNotification(configuration, context, ports);
  const refused = topics.filter(({ publications }) => publications.some((one) => !one.published));
  if (refused.length > 0) {
    const names = refused.map(({ group, topicArn }) => `${group} (${topicArn})`).join(', ');
    throw new RunFailed(`the test notification was not accepted by ${names}; see the log`);
  }
  return { runId, tested: topics.map(({ group, topicArn }) => ({ group, topicArn })) };
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
  found?: Found,
): Execution {
  const leaseMs = remainingMs + LEASE_MARGIN_MS;
  return {
    runId,
    leaseMs,
    ...(scheduledAt !== undefined && { scheduledAt }),
    ...(found !== undefined && { found }),
  };
}

/** @throws RunIncomplete or RunFailed, so that the invocation counts as an error. */
export function answer({
  report,
  status,
  published,
  publishedBeforeFor,
  reportNotKept,
}: WatchOutcome): WatchSummary {
  const summary: WatchSummary = {
    runId: report.runId,
    status,
    findings: report.findings.length,
    published,
    ...(publishedBeforeFor !== undefined && { publishedBeforeFor: isoTime(publishedBeforeFor) }),
    ...(reportNotKept !== undefined && { reportNotKept: failureText(reportNotKept) }),
  };
  const sentence = `run ${summary.runId}: ${summary.findings} findings, ${summary.published} messages published; see the log`;
  switch (status) {
    case 'complete':
    case 'attention':
      return summary;
    case 'incomplete':
      throw new RunIncomplete(`not everything could be measured. ${sentence}`);
    case 'failed':
      throw new RunFailed(`nothing could be measured, or nobody could be told. ${sentence}`);
  }
}
