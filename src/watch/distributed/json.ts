import type { Batch, BatchResult } from './model.ts';
import { isoTime } from '../../model/time.ts';
import { findingJson } from '../../documents/run-report-json.ts';

/** What the reader of a Distributed Map takes: one item a batch. Read back by `parseBatches`. */
export function batchesJson(batches: readonly Batch[]): string {
  const plain = batches.map(({ runAt, ...batch }) => ({
    ...batch,
    ...(runAt !== undefined && { runAt: isoTime(runAt) }),
  }));
  return JSON.stringify(plain);
}

/** Read back by `parseBatchResult`. Times are to the second, as in reports. */
export function batchResultJson({ findings, measuredAt, ...result }: BatchResult): string {
  return JSON.stringify({
    ...result,
    aliases: result.aliases.map(({ readAt, ...read }) => ({
      ...read,
      ...(readAt !== undefined && { readAt: isoTime(readAt) }),
    })),
    measuredAt: isoTime(measuredAt),
    findings: findings.map((finding) => findingJson({ finding, samples: [] })),
  });
}
