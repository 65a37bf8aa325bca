import { Logger } from '@aws-lambda-powertools/logger';
import type { HttpHandler } from '@smithy/core/protocols';
import type { Context } from 'aws-lambda';

import { catalogue } from '../aws/limits/catalogue.ts';
import type { Connection } from '../aws/clients.ts';
import { metricsWriter } from '../aws/emit-metrics.ts';
import { OutOfTime } from '../aws/failures.ts';
import { targetMeasurer } from '../aws/measure-target.ts';
import { alertPublisher } from '../aws/publish-alert.ts';
import { TrafficMeter } from '../aws/traffic.ts';
import { watchLog } from '../aws/watch-log.ts';
import { watch } from '../flows/watch.ts';
import type { Configuration } from '../model/configuration.ts';
import type { RunStatus } from '../model/report.ts';
import type { Clock } from '../ports.ts';

/** Kept back from the function's timeout for judging and publishing. */
const RESERVE_MS = 20_000;

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
  /** One line to the function's log. */
  readonly writeLine: (line: string) => void;
}

export interface WatchSummary {
  readonly runId: string;
  readonly status: RunStatus;
  readonly findings: number;
  readonly published: number;
}

type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * The watch function. Returns a summary of a complete run.
 * @throws RunIncomplete or RunFailed, both after publishing, so that the invocation counts as an error.
 */
export function watchHandler(
  configuration: Configuration,
  environment: WatchEnvironment,
): (event: unknown, context: InvocationContext) => Promise<WatchSummary> {
  return async (_event, context) => {
    const { writeLine, ...world } = environment;
    const runId = context.awsRequestId;
    const traffic = new TrafficMeter();
    const logger = new Logger({ serviceName: configuration.deployment });
    logger.appendKeys({ runId });
    const telling: Connection = { ...world, traffic };
    const deadline = deadlineSignal(world.clock, context.getRemainingTimeInMillis());
    try {
      const outcome = await watch(
        configuration,
        catalogue.map(({ definition }) => definition),
        runId,
        {
          clock: world.clock,
          measure: targetMeasurer(
            { ...telling, signal: deadline.signal },
            {
              limits: catalogue,
              toolingRegion: configuration.tooling.region,
              role: configuration.role,
              retention: configuration.versions,
              sessionName: `${configuration.deployment}-watch-${runId.slice(0, 8)}`,
            },
          ),
          publish: alertPublisher(telling, configuration.tooling.region),
          emit: metricsWriter(writeLine),
          traffic: () => traffic.total(),
          log: watchLog(logger),
        },
      );
      return answer(outcome.status, {
        runId,
        status: outcome.status,
        findings: outcome.report.findings.length,
        published: outcome.published,
      });
    } finally {
      deadline.cancel();
    }
  };
}

function answer(status: RunStatus, summary: WatchSummary): WatchSummary {
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

/** Aborts while there is still time to publish: at the function's end less the reserve, or at half of a short run. */
function deadlineSignal(
  clock: Clock,
  remainingMs: number,
): { readonly signal: AbortSignal; readonly cancel: () => void } {
  const readingMs = Math.max(remainingMs / 2, remainingMs - RESERVE_MS);
  const end = new AbortController();
  const over = new AbortController();
  clock.sleep(readingMs, over.signal).then(
    () => end.abort(new OutOfTime()),
    () => undefined,
  );
  return { signal: end.signal, cancel: () => over.abort() };
}
