import type { ReportedPrune, ReportedStorage } from '../../model/run-report.ts';
import { instant } from '../../model/time.ts';
import type { PruneStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { document, record } from '../../documents/records.ts';
import { reportedPrune } from '../../documents/run-report.ts';
import { pruneEndName } from './documents.ts';
import type { StorageMeasurement } from './storage-measurement.ts';
import type { PruneProgress } from './progress.ts';

const endedDocument = document(
  { kind: 'limits-watchdog.prune-ended', format: 1 },
  record({ prune: reportedPrune }),
);

/** Stores the result of a finished plan that has deleted versions, for run reports. Returns whether there is one. */
export async function storePruneEnd(progress: PruneProgress, store: PruneStore): Promise<boolean> {
  const ended = endedPrune(progress);
  if (ended === undefined) return false;
  await store.create(pruneEndName(ended.planId), encode({ prune: ended }, endedDocument));
  return true;
}

/** Returns the result of a plan; undefined if the plan is not finished or has deleted nothing. */
function endedPrune(progress: PruneProgress): ReportedPrune | undefined {
  const { planId, account, state, counts, packageBytesDeleted, regions } = progress;
  const { requestedBy, appliedBy } = progress;
  const ends = regions.flatMap(({ after }) => (after === undefined ? [] : [after.at]));
  if (state !== 'finished' || counts.deleted === 0 || ends.length === 0) return undefined;
  const { id, name, stage } = account;
  return {
    planId,
    account: { id, name, stage },
    // Run reports have times in whole seconds.
    endedAt: instant(Math.floor(Math.max(...ends) / 1_000) * 1_000),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(appliedBy !== undefined && { appliedBy }),
    planned: counts.planned,
    deleted: counts.deleted,
    packageBytesDeleted,
    regions: regions.map(({ region, before, after }) => ({
      region,
      before: storageIn(before),
      after: storageIn(after),
    })),
  };
}

/** Parses the stored result of a plan; undefined if it is unreadable. */
export function parsePruneEnd(text: string): ReportedPrune | undefined {
  const found = parse(text, endedDocument);
  return found.ok ? found.value.prune : undefined;
}

function storageIn(measured: StorageMeasurement | undefined): ReportedStorage {
  if (measured === undefined || measured.storage.kind === 'failed') return { kind: 'not-known' };
  const { used, limit } = measured.storage.value;
  return { kind: 'read', used, ...(limit !== undefined && { limit }) };
}
