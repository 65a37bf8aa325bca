import type { KeptRun } from './run-report.ts';
import { isoTime } from './time.ts';

/** `2026-11-22T060000Z.html`: in the order of time, and a file name on every system. */
export function pageName({ measuredAt }: Pick<KeptRun, 'measuredAt'>): string {
  return `${isoTime(measuredAt).replaceAll(':', '')}.html`;
}

/** Where a deployment's reports are in its state bucket. */
export function reportsPrefix(deployment: string): string {
  return `${deployment}/reports/`;
}
