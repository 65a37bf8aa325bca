import { partitionOf } from '../../model/regions.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import type { DigestContext } from './context.ts';
import type { Remedy } from './remedies.ts';
import { remedyFor } from './remedies.ts';
import { USUAL_COMMAND } from '../../model/configuration.ts';

/** What can be done about a limit of a report, and where. */
export type RemedyOf = (reported: ReportedFinding) => Remedy;

/** The remedies of a report's findings, with `command` as what is typed. Default: as the report says. */
export function remediesOf(
  report: RunReport,
  command: string = report.command ?? USUAL_COMMAND,
): RemedyOf {
  const { deployment, runId, measuredAt, status, limits, findings } = report;
  const first = findings.find(({ finding }) => finding.target.scope === 'region')?.finding.target;
  const context: DigestContext = {
    deployment,
    runId,
    measuredAt,
    status,
    limits,
    partition: first?.scope === 'region' ? partitionOf(first.region) : 'aws',
    command,
    purpose: 'alert',
  };
  return ({ finding }) =>
    remedyFor(
      context,
      finding.target,
      finding.limit,
      'inventory' in finding ? finding.inventory : undefined,
      'increase' in finding ? finding.increase : undefined,
    );
}
