import { runStatus } from '../../watch/run-status.ts';
import type { RunStatus } from '../../model/report.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Parsed } from '../../documents/codec.ts';
import { parse } from '../../documents/codec.ts';
import { runReport } from '../../documents/run-report.ts';

const FROM_BEST: readonly RunStatus[] = ['complete', 'attention', 'incomplete', 'failed'];

/**
 * Parses a report. A status better than its figures is a fault, since the exit code is made of it; a worse one is not:
 * a run that could not alert has failed whatever its figures say.
 */
export function readReport(json: string): Parsed<RunReport> {
  const parsed = parse(json, runReport);
  if (!parsed.ok) return parsed;
  const { status, findings } = parsed.value;
  const seen = runStatus(findings.map(({ finding }) => finding));
  return FROM_BEST.indexOf(status) >= FROM_BEST.indexOf(seen)
    ? parsed
    : { ok: false, fault: `.status is ${status}, and its figures say ${seen}` };
}
