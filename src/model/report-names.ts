import type { KeptRun } from './run-report.ts';
import { isoTime } from './time.ts';

/** The file name of a report page: `2026-11-22T060000Z.html`. Names sort by time and are valid on every system. */
export function pageName({ measuredAt }: Pick<KeptRun, 'measuredAt'>): string {
  return `${isoTime(measuredAt).replaceAll(':', '')}.html`;
}

/** The S3 key prefix of the report pages of a deployment. */
export function reportsPrefix(deployment: string): string {
  return `${deployment}/reports/`;
}
