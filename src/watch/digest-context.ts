import type { Configuration } from '../model/configuration.ts';
import { partitionOf } from '../model/regions.ts';
import type { WatchReport } from '../model/report.ts';
import { latestReportLink } from '../alerts/words/console-links.ts';
import type { DigestContext } from '../alerts/words/context.ts';
import { LATEST_PAGE } from '../report/keep.ts';
import { reportsPrefix } from '../model/report-names.ts';

/** What people type before an account's name to prune it. */
const PRUNE_COMMAND = 'npm run prune --';

/** What every form of this run's digests says. */
export function digestContext(
  { tooling, state }: Pick<Configuration, 'tooling' | 'state'>,
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
    pruneCommand: PRUNE_COMMAND,
    ...(purpose === 'alert' && {
      report: latestReportLink(tooling, { bucket: state.bucket, key }),
    }),
    purpose,
  };
}
