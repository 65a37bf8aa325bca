import { encode } from '../documents/codec.ts';
import { runList, runReport } from '../documents/run-report.ts';
import type { Clock } from '../model/clock.ts';
import type { ReadFailure } from '../model/failure.ts';
import { pageName } from '../model/report-names.ts';
import type { RunReport } from '../model/run-report.ts';
import { nextRunList, readRunList, withEarlier } from './earlier.ts';
import { metricsText } from './metrics/exposition.ts';
import { reportPage } from './page/page.ts';
import type { ReportDocument, ReportPorts } from './ports.ts';

/** The report of the last run, as a page for bookmarks and as JSON for programs. */
export const LATEST_PAGE = 'latest.html';
export const LATEST_JSON = 'latest.json';
/** The figures of the last run for Prometheus. */
export const METRICS_PROM = 'metrics.prom';
/** The list of the runs whose pages are stored. The page of the next run shows it. */
export const RUNS_JSON = 'runs.json';

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json';
/** The content type of metrics. https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details */
const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The time that a page takes per finding. It is 0.5 ms of a full processor, and 512 MB give a third of one.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const MS_A_FINDING = 2;

/**
 * Stores a run as JSON, as Prometheus metrics, and as a page, once under its time and once as the latest. A failure
 * does not stop the other documents. When too little time is left, no page is made.
 * @param runs the document `RUNS_JSON`
 * @returns the first failure; undefined when everything was stored
 */
export async function keepReport(
  run: RunReport,
  runs: ReportDocument,
  clock: Clock,
  { put, sha256, until }: Omit<ReportPorts, 'read'>,
): Promise<ReadFailure | undefined> {
  const reading = readRunList(runs);
  const report = withEarlier(run, reading);
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
    // A list that could not be read may still exist. It is not overwritten.
    reading.kind === 'failed'
      ? undefined
      : put(RUNS_JSON, encode(nextRunList(report, reading.list), runList), JSON_TYPE),
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
