import type { Configuration } from '../model/configuration.ts';
import { partitionOf } from '../model/regions.ts';
import type { WatchReport } from '../model/report.ts';
import { latestReportLink } from '../alerts/words/console-links.ts';
import type { DigestContext } from '../alerts/words/context.ts';
import { LATEST_PAGE } from '../report/keep.ts';
import { reportsPrefix } from '../model/report-names.ts';

/** Returns the facts about a run that every output format of its digests needs, in addition to the notices. */
export function digestContext(
  {
    tooling,
    state,
    command,
    alerts: { runbook },
  }: Pick<Configuration, 'tooling' | 'state' | 'command' | 'alerts'>,
  { deployment, runId, measuredAt, status, limits }: Omit<WatchReport, 'findings' | 'startedAt'>,
  purpose: DigestContext['purpose'],
): DigestContext {
  const key = `${reportsPrefix(deployment)}${LATEST_PAGE}`;
  return {
    deployment,
    runId,
    measuredAt,
    status,
    limits,
    partition: partitionOf(tooling.region),
    command,
    ...(runbook !== undefined && { runbook }),
    ...(purpose === 'alert' && {
      report: latestReportLink(tooling, { bucket: state.bucket, key }),
    }),
    purpose,
  };
}
