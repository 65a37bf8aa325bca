import { runStatus } from '../../watch/run-status.ts';
import type { RunStatus } from '../../model/report.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Parsed } from '../../documents/codec.ts';
import { parse } from '../../documents/codec.ts';
import { runReport } from '../../documents/run-report.ts';

const FROM_BEST: readonly RunStatus[] = ['complete', 'attention', 'incomplete', 'failed'];

/**
 * A report whose status is that of its figures, or worse: a run that could tell nobody has failed whatever
 * it saw. The exit code is made of it, so one that is better than the figures is a fault.
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
