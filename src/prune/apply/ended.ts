import type { ReportedPrune, ReportedStorage } from '../../model/run-report.ts';
import { instant } from '../../model/time.ts';
import type { PruneStore } from '../ports.ts';
import type { Read } from '../../documents/reading.ts';
import { object, oneOf, parsed } from '../../documents/reading.ts';
import { reportedPruneJson } from '../../documents/run-report-json.ts';
import { readPrune } from '../../documents/prunes-reading.ts';
import { endedName } from './documents.ts';
import type { Measured } from './measured.ts';
import type { PruneProgress } from './progress.ts';

const ENDED_KIND = 'limits-watchdog.prune-ended';
const ENDED_FORMAT = 1;

/**
 * Keeps how a plan ended, for the reports of watch runs: once it is finished, if it has deleted
 * anything. Written once: it says the same whichever slice comes to the end.
 * @returns whether there was anything to keep. Rejects when the store fails.
 */
export async function keepEnded(progress: PruneProgress, store: PruneStore): Promise<boolean> {
  const ended = endedPrune(progress);
  if (ended === undefined) return false;
  const document = { kind: ENDED_KIND, format: ENDED_FORMAT, prune: reportedPruneJson(ended) };
  await store.create(endedName(ended.planId), JSON.stringify(document));
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
  const found = parsed(text, readEnded);
  return found.ok ? found.value : undefined;
}

const readEnded: Read<ReportedPrune> = object(({ required }) => {
  required('kind', oneOf([ENDED_KIND]));
  required('format', oneOf([ENDED_FORMAT]));
  return required('prune', readPrune);
});

function storageIn(measured: Measured | undefined): ReportedStorage {
  if (measured === undefined || measured.storage.kind === 'failed') return { kind: 'not-known' };
  const { used, limit } = measured.storage.value;
  return { kind: 'read', used, ...(limit !== undefined && { limit }) };
}
