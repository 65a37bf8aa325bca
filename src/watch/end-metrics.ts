import type { MetricDocument } from '../model/metrics.ts';
import type { WatchOutcome } from '../model/report.ts';

/**
 * How a run ended: the only metrics that wait for telling.
 *
 * Heartbeat: the run reached its end and everybody who had to be told was told, whatever it saw.
 * `RunIncompleteErrors`: runs that were incomplete, or wait for the confirmation of new topics, and no
 * more; requests that were not understood count there too. What is left of the function's errors without
 * these is what an alarm goes off for. Each metric is charged, so what only explains a run is a field of
 * this log line.
 */
export function endDocument({
  report,
  toldEverybody,
  waitsForConfirmation,
  status,
  traffic,
}: WatchOutcome): MetricDocument {
  const isExpected = status === 'incomplete' || waitsForConfirmation;
  return {
    at: report.startedAt,
    dimensions: { Deployment: report.deployment },
    metrics: [
      ...(toldEverybody ? [{ name: 'Heartbeat', unit: 'Count', value: 1 } as const] : []),
      { name: 'RunIncompleteErrors', unit: 'Count', value: isExpected ? 1 : 0 },
    ],
    fields: {
      runId: report.runId,
      status,
      calls: traffic.calls,
      throttles: traffic.throttles,
      retries: traffic.retries,
    },
  };
}
