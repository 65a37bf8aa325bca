import type { ReportedPrune, ReportedStorage } from '../../model/run-report.ts';
import { instant } from '../../model/time.ts';
import type { PruneStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { document, record } from '../../documents/records.ts';
import { reportedPrune } from '../../documents/run-report.ts';
import { endedName } from './documents.ts';
import type { Measured } from './measured.ts';
import type { PruneProgress } from './progress.ts';

const endedDocument = document(
  { kind: 'limits-watchdog.prune-ended', format: 1 },
  record({ prune: reportedPrune }),
);

/**
 * Keeps how a plan ended, for the reports of watch runs: once it is finished, if it has deleted
 * anything. Written once: it says the same whichever slice comes to the end.
 * @returns whether there was anything to keep. Rejects when the store fails.
 */
export async function keepEnded(progress: PruneProgress, store: PruneStore): Promise<boolean> {
  const ended = endedPrune(progress);
  if (ended === undefined) return false;
  await store.create(endedName(ended.planId), encode({ prune: ended }, endedDocument));
  return true;
}

/** Undefined for what is not finished, or has deleted nothing. */
function endedPrune(progress: PruneProgress): ReportedPrune | undefined {
  const { planId, account, state, counts, packageBytesDeleted, regions } = progress;
  const { requestedBy, appliedBy } = progress;
  const ends = regions.flatMap(({ after }) => (after === undefined ? [] : [after.at]));
  if (state !== 'finished' || counts.deleted === 0 || ends.length === 0) return undefined;
  const { id, name, stage } = account;
  return {
    planId,
    account: { id, name, stage },
    // To the second, as reports say it.
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

/** Undefined for what is no such document. */
export function parseEnded(text: string): ReportedPrune | undefined {
  const found = parse(text, endedDocument);
  return found.ok ? found.value.prune : undefined;
}

function storageIn(measured: Measured | undefined): ReportedStorage {
  if (measured === undefined || measured.storage.kind === 'failed') return { kind: 'not-known' };
  const { used, limit } = measured.storage.value;
  return { kind: 'read', used, ...(limit !== undefined && { limit }) };
}
