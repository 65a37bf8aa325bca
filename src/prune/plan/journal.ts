import { deletableKey } from '../model/journal-segment.ts';
import type {
  Deletable,
  JournalSegment,
  JournalState,
  PruneCounts,
  PruneOutcome,
} from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { versionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import { count } from '../../model/units.ts';
import { canonicalJson } from './canonical.ts';
import type { PlannedDeletion, PlannedLayerDeletion } from './order.ts';
import { deletionsOf, layerDeletionsOf } from './order.ts';

/**
 * Combines the segments of a plan's journal, in any order, also when a segment is passed twice. When a version has
 * several outcomes, the first of `deleted`, `failed`, `unknown` and `skipped` counts.
 */
export function foldJournal(plan: PrunePlan, segments: readonly JournalSegment[]): JournalState {
  const planned = new Set([...deletionsOf(plan), ...layerDeletionsOf(plan)].map(deletableKey));
  const intended = new Set<string>();
  const outcomes = new Map<string, PruneOutcome>();
  let begunAt: Instant | undefined;
  let foreignRecords = 0;
  let times: JournalState['times'];
  for (const segment of segments) {
    if (segment.plan !== plan.digest) {
      foreignRecords += 1;
      continue;
    }
    for (const entry of segment.entries) {
      const key = deletableKey(entry);
      times = {
        first: instant(Math.min(entry.at, times?.first ?? entry.at)),
        last: instant(Math.max(entry.at, times?.last ?? entry.at)),
      };
      if (!planned.has(key)) {
        foreignRecords += 1;
      } else if (entry.kind === 'intent') {
        intended.add(key);
      } else {
        outcomes.set(key, decidingOutcome(entry.outcome, outcomes.get(key)));
        if (entry.outcome.kind === 'deleted') {
          begunAt = instant(Math.min(entry.at, begunAt ?? entry.at));
        }
      }
    }
  }
  return {
    ...(begunAt !== undefined && { begunAt }),
    ...(times !== undefined && { times }),
    intended,
    outcomes,
    foreignRecords,
  };
}

const WEIGHT = { deleted: 3, failed: 2, unknown: 1, skipped: 0 } as const;

function decidingOutcome(one: PruneOutcome, other: PruneOutcome | undefined): PruneOutcome {
  if (other === undefined || one.kind === other.kind) {
    return other !== undefined && canonicalJson(other) < canonicalJson(one) ? other : one;
  }
  return WEIGHT[one.kind] > WEIGHT[other.kind] ? one : other;
}

/**
 * The planned deletions without an outcome, in the plan's order. They include deletions that were requested without a
 * recorded answer: repeating a request does no harm.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export function remainingDeletions(
  plan: PrunePlan,
  journal: JournalState,
): readonly PlannedDeletion[] {
  return deletionsOf(plan).filter((deletion) => !journal.outcomes.has(versionKey(deletion)));
}

export function remainingLayers(
  plan: PrunePlan,
  journal: JournalState,
): readonly PlannedLayerDeletion[] {
  return layerDeletionsOf(plan).filter((one) => !journal.outcomes.has(deletableKey(one)));
}

/** Function and layer versions by outcome. The counts always add up to the planned deletions. */
export function countsOf(plan: PrunePlan, journal: JournalState): PruneCounts {
  return countsIn([...deletionsOf(plan), ...layerDeletionsOf(plan)], journal);
}

export function layerCountsOf(plan: PrunePlan, journal: JournalState): PruneCounts {
  return countsIn(layerDeletionsOf(plan), journal);
}

function countsIn(deletions: readonly Deletable[], { outcomes }: JournalState): PruneCounts {
  const counts = { deleted: 0, skipped: 0, failed: 0, unknown: 0, notAttempted: 0 };
  for (const deletion of deletions) {
    counts[outcomes.get(deletableKey(deletion))?.kind ?? 'notAttempted'] += 1;
  }
  return {
    planned: count(deletions.length),
    deleted: count(counts.deleted),
    skipped: count(counts.skipped),
    failed: count(counts.failed),
    ...(counts.unknown > 0 && { unknown: count(counts.unknown) }),
    notAttempted: count(counts.notAttempted),
  };
}
