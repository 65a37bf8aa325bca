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

/** The last run, for bookmarks and for programs. */
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
 * One finding takes half a millisecond of a whole processor, of which a function with 512 MB has a third.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const MS_A_FINDING = 2;

/**
 * Puts a run as JSON and as metrics, and its page under its time and as the latest; one that fails stops
 * no other. No page is made when too little time is left. `runs` is the document `RUNS_JSON`.
 * @returns the first failure
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
    // A list that could not be read may exist, and is not overwritten.
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
