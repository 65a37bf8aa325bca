import type { Configuration } from '../model/configuration.ts';
import { partitionOf } from '../model/regions.ts';
import type { WatchReport } from '../model/report.ts';
import type { DigestContext } from '../render/digest-context.ts';

/** What people type before an account's name to prune it. */
const PRUNE_COMMAND = 'npm run prune --';

/** What every form of this run's digests says. */
export function digestContext(
  { tooling }: Configuration,
  { deployment, runId, measuredAt, status, limits }: Omit<WatchReport, 'findings' | 'startedAt'>,
  purpose: DigestContext['purpose'],
): DigestContext {
  return {
    deployment,
    runId,
    measuredAt,
    status,
    limits,
    partition: partitionOf(tooling.region),
    pruneCommand: PRUNE_COMMAND,
    purpose,
  };
}
