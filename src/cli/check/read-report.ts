import { runStatus } from '../../watch/run-status.ts';
import type { RunStatus } from '../../model/report.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Parsed } from '../../documents/codec.ts';
import { parse } from '../../documents/codec.ts';
import { runReport } from '../../documents/run-report.ts';

const BEST_FIRST: readonly RunStatus[] = ['complete', 'attention', 'incomplete', 'failed'];

/** Parses a report. A status better than its figures is a fault, because the status decides the exit code. */
export function readReport(json: string): Parsed<RunReport> {
  const parsed = parse(json, runReport);
  if (!parsed.ok) return parsed;
  const { status, findings } = parsed.value;
  const statusOfFigures = runStatus(findings.map(({ finding }) => finding));
  return BEST_FIRST.indexOf(status) >= BEST_FIRST.indexOf(statusOfFigures)
    ? parsed
    : { ok: false, fault: `.status is ${status}, and its figures say ${statusOfFigures}` };
}
