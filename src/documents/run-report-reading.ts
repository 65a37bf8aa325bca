import type { RunReport } from '../model/run-report.ts';
import { muteIn, readFinding } from './finding-reading.ts';
import { readTime, whereKept } from './kept-runs.ts';
import { readLimit, readLimitId } from './limit-reading.ts';
import { readPrunes } from './prunes-reading.ts';
import type { Parsed, Read } from './reading.ts';
import { list, object, oneOf, parsed, text } from './reading.ts';
import { REPORT_KIND, REPORT_VERSION } from './run-report-json.ts';

/** A report as this version of the tool writes it, or the first place that is otherwise. */
export function parseRunReport(json: string): Parsed<RunReport> {
  return parsed(json, readReport);
}

const readReport: Read<RunReport> = object(({ required, optional }): RunReport => {
  required('kind', oneOf([REPORT_KIND]));
  required('version', oneOf([REPORT_VERSION]));
  const limits = required('limits', list(readLimit));
  const units = new Map(limits.map(({ id, unit }) => [id, unit]));
  const accountsTrouble = optional('accountsTrouble', text);
  const notWatched = optional('notWatched', list(readLimitId));
  const muteProblems = optional('muteProblems', list(text));
  return {
    deployment: required('deployment', text),
    runId: required('runId', text),
    purpose: required('purpose', oneOf(['watch', 'check'])),
    measuredAt: required('measuredAt', readTime),
    status: required('status', oneOf(['complete', 'attention', 'incomplete', 'failed'])),
    limits,
    findings: required('findings', list(readFinding(units))),
    mutes: required(
      'mutes',
      list(
        object((fields) => {
          const statedBy = fields.optional('statedBy', text);
          return {
            ...muteIn(fields),
            covers: fields.required('covers', text),
            ...(statedBy !== undefined && { statedBy }),
          };
        }),
      ),
    ),
    ...(muteProblems !== undefined && { muteProblems }),
    prunes: required('prunes', readPrunes),
    history: required('history', oneOf(['known', 'not-known'])),
    ...(accountsTrouble !== undefined && { accountsTrouble }),
    notCovered: required('notCovered', list(text)),
    ...(notWatched !== undefined && { notWatched }),
    ...whereKept(optional),
  };
});
