import type { ReadFailure } from '../model/failure.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Clock } from '../model/clock.ts';
import type { ReportDocument, ReportPorts } from './ports.ts';
import { encode } from '../documents/codec.ts';
import { runList, runReport } from '../documents/run-report.ts';
import { listIn, listWith, withEarlier } from './earlier.ts';
import { pageName } from '../model/report-names.ts';
import { metricsText } from './metrics/exposition.ts';
import { reportPage } from './page/page.ts';

/** Always the last one: to be kept among one's bookmarks, and to be read by programs. */
export const LATEST_PAGE = 'latest.html';
export const LATEST_JSON = 'latest.json';
/** The figures of the last run for Prometheus. */
export const METRICS_PROM = 'metrics.prom';
/** The runs whose pages are kept, for the page of the next run. */
export const RUNS_JSON = 'runs.json';

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json';
/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details */
const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * To make one figure's part of the page takes half a millisecond of a whole processor, of which a
 * function with 512 MB has a third. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const MS_A_FINDING = 2;

/**
 * Keeps a run as JSON and as metrics, and its page under its time and as the latest, side by side; each whether or not
 * the others could be kept. `runs` is what `RUNS_JSON` held. A page that could not be made in time is not begun.
 * @returns why not, where one could not.
 */
export async function keepReport(
  seen: RunReport,
  runs: ReportDocument,
  clock: Clock,
  { put, sha256, until }: Omit<ReportPorts, 'read'>,
): Promise<ReadFailure | undefined> {
  const known = listIn(runs);
  const report = withEarlier(seen, known);
  const json = put(LATEST_JSON, encode(report, runReport), JSON_TYPE);
  const metrics = put(METRICS_PROM, metricsText(report), PROMETHEUS);
  if (clock.now() + MS_A_FINDING * report.findings.length > until) {
    return (await json) ?? (await metrics) ?? TOO_LATE;
  }
  const page = reportPage(report, sha256);
  const failures = await Promise.all([
    json,
    metrics,
    put(pageName(report), page, HTML),
    put(LATEST_PAGE, page, HTML),
    // What could not be read may be there: only a list that is known is written again.
    known.kind === 'failed'
      ? undefined
      : put(RUNS_JSON, encode(listWith(report, known.list), runList), JSON_TYPE),
  ]);
  return failures.find((one) => one !== undefined);
}

const TOO_LATE: ReadFailure = {
  reason: 'out-of-time',
  operation: 's3:PutObject',
  errorName: 'OutOfTime',
  message: 'the run had to end before its page was made',
  attempts: 0,
};
