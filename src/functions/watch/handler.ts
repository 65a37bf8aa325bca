import { watchedLimits } from '../../limits/watched-limits.ts';
import { watch } from '../../watch/watch.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { DoctorReport } from '../../doctor/model.ts';
import type { InvocationContext } from '../world.ts';
import type { CheckAnswer } from './check-answer.ts';
import type { WatchEnvironment } from './invocation.ts';
import { WatchInvocation } from './invocation.ts';
import { requireSelection, selectAccountsToExamine } from '../doctor-selection.ts';
import { selectForCheck } from './check-selection.ts';
import { runAccounts } from './run-accounts.ts';
import type { TestSummary } from './send-test.ts';
import { sendTest } from './send-test.ts';
import type { WatchSummary } from './answer.ts';
import { answer } from './answer.ts';
import { watchCheck } from './check.ts';
import { watchDoctor } from './doctor.ts';
import type { WatchRequest } from './event.ts';
import { readWatchRequest } from './event.ts';
import type { NoReport } from './latest-report.ts';
import { latestReport } from './latest-report.ts';
import type { Clock } from '../../model/clock.ts';
import { metricsWriter } from '../../watch/emit-metrics.ts';
import { EventNotUnderstood } from '../prune/prune-event.ts';

export type WatchAnswer = WatchSummary | TestSummary | DoctorReport | CheckAnswer | NoReport;

/**
 * Returns the handler of the watch function. `readWatchRequest` lists the events.
 * @throws EventNotUnderstood
 * @throws RunIncomplete, RunFailed or WaitingForConfirmation, all after publishing, so that the invocation
 *   counts as an error.
 */
export function watchHandler(
  file: ConfigurationFile,
  environment: WatchEnvironment,
): (event: unknown, context: InvocationContext) => Promise<WatchAnswer> {
  return countRefusals(file.deployment, environment, async (event, context) => {
    const request = readWatchRequest(event);
    const invocation = new WatchInvocation(file, environment, context, context.awsRequestId);
    invocation.logger.appendKeys({ runId: invocation.runId });
    try {
      return await answerTo(request, file, invocation);
    } finally {
      invocation.end();
    }
  });
}

async function answerTo(
  request: WatchRequest,
  file: ConfigurationFile,
  invocation: WatchInvocation,
): Promise<WatchAnswer> {
  const { environment, runId, reading } = invocation;
  if (request.kind === 'test') return sendTest(file, invocation.alertPorts(file), runId);
  if (request.kind === 'latest') return latestReport(file, reading);
  const { configuration, found } = await runAccounts(file, environment.discoverer, reading, runId);
  const watched = watchedLimits(configuration);
  const limits = watched.map(({ definition }) => definition);
  if (request.kind === 'doctor') {
    const accounts = requireSelection(selectAccountsToExamine(configuration, request.selection));
    const atHome = (await found?.examine(reading)) ?? [];
    return watchDoctor(configuration, { ...request, accounts }, reading, runId, atHome);
  }
  if (request.kind === 'check') {
    const selected = requireSelection(selectForCheck(configuration, limits, request.selection));
    return watchCheck(configuration, selected, reading, runId, found?.report);
  }
  const kept = await found?.keep();
  if (kept !== undefined) invocation.logger.info('accounts', { discovery: kept.report });
  const { scheduledAt } = request;
  const outcome = await watch(configuration, limits, invocation.execution(scheduledAt, kept), {
    ...invocation.judgePorts(configuration),
    ...invocation.readers(configuration, watched, runId, scheduledAt),
  });
  return answer(outcome, configuration.command);
}

/**
 * Returns `handle` with a metric: each event that it does not understand counts in `RunIncompleteErrors`. The alarm
 * `watch-failed` subtracts that metric from the function's errors, because a mistyped event is not a failed run.
 */
export function countRefusals<Request extends readonly unknown[], Answer>(
  deployment: string,
  { clock, writeLine }: { readonly clock: Clock; readonly writeLine: (line: string) => void },
  handle: (...request: Request) => Promise<Answer>,
): (...request: Request) => Promise<Answer> {
  return async (...request) => {
    const startedAt = clock.now();
    try {
      return await handle(...request);
    } catch (error) {
      if (error instanceof EventNotUnderstood) {
        metricsWriter(writeLine)([
          {
            at: startedAt,
            dimensions: { Deployment: deployment },
            metrics: [{ name: 'RunIncompleteErrors', unit: 'Count', value: 1 }],
            fields: { refused: error.name },
          },
        ]);
      }
      throw error;
    }
  };
}
