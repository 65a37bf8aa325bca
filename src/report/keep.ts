import type { ReadFailure } from '../model/failure.ts';
import type { RunReport } from '../model/run-report.ts';
import { isoTime } from '../model/time.ts';
import type { Clock } from '../model/clock.ts';
import type { ReportPorts } from './ports.ts';
import { reportPage } from './page/page.ts';
import { runReportJson } from '../documents/run-report-json.ts';

/** Always the last one: to be kept among one's bookmarks, and to be read by programs. */
export const LATEST_PAGE = 'latest.html';
export const LATEST_JSON = 'latest.json';

/** Where a deployment's reports lie in its state bucket. */
export function reportsPrefix(deployment: string): string {
  return `${deployment}/reports/`;
}

const HTML = 'text/html; charset=utf-8';

/** `2026-11-22T060000Z.html`: in the order of time, and without what a file's name may not hold elsewhere. */
export function pageName({ measuredAt }: Pick<RunReport, 'measuredAt'>): string {
  return `${isoTime(measuredAt).replaceAll(':', '')}.html`;
}

/**
 * To make one figure's part of the page takes half a millisecond of a whole processor, of which a
 * function with 512 MB has a third. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const MS_A_FINDING = 2;

/**
 * Keeps a run as JSON, and its page under its time and as the latest, side by side; each whether or not
 * the others could be kept. A page that could not be made in time is not begun.
 * @returns why not, where one could not.
 */
export async function keepReport(
  report: RunReport,
  clock: Clock,
  { put, sha256, until }: ReportPorts,
): Promise<ReadFailure | undefined> {
  const json = put(LATEST_JSON, JSON.stringify(runReportJson(report)), 'application/json');
  if (clock.now() + MS_A_FINDING * report.findings.length > until) return (await json) ?? TOO_LATE;
  const page = reportPage(report, sha256);
  const failures = await Promise.all([
    json,
    put(pageName(report), page, HTML),
    put(LATEST_PAGE, page, HTML),
  ]);
  return failures.find((failure) => failure !== undefined);
}

const TOO_LATE: ReadFailure = {
  reason: 'out-of-time',
  operation: 's3:PutObject',
  errorName: 'OutOfTime',
  message: 'the run had to end before its page was made',
  attempts: 0,
};
