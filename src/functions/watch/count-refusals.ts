import type { Clock } from '../../model/clock.ts';
import { metricsWriter } from '../../watch/emit-metrics.ts';
import { EventNotUnderstood } from '../prune/prune-event.ts';

/**
 * `handle`, which counts each request that it does not understand in `RunIncompleteErrors`: the alarm
 * `watch-failed` subtracts that metric from the function's errors, and a mistyped request is no failed run.
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
