import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import type { Reading } from '../model/inventory.ts';
import type {
  Deletable,
  JournalEntry,
  JournalState,
  PruneOutcome,
} from '../model/journal-segment.ts';
import { deletableKey } from '../model/journal-segment.ts';

/** A version for which a delete request may have been sent, without a usable answer. */
export interface UnansweredDeletion {
  readonly ref: Deletable;
  /** The error of the delete request, recorded if the version still exists; absent if the request may be repeated. */
  readonly failure?: ReadFailure;
}

/** The version numbers, as text, of a function or layer that exist after the deletions. */
export type ExistingVersions = Reading<ReadonlySet<string>>;

/**
 * Determines from a listing after the deletions which versions were deleted. A version that is not listed was deleted; one
 * that is listed has failed; if the listing failed, the outcome is unknown. Returns no entry for a version that may be
 * requested again or that a later check skipped.
 * @param mayGoOn whether a later slice may look up the version again
 */
export function outcomesFound(
  unanswered: readonly UnansweredDeletion[],
  listed: ExistingVersions,
  journal: Pick<JournalState, 'outcomes'>,
  { at, mayGoOn }: { readonly at: Instant; readonly mayGoOn: boolean },
): readonly JournalEntry[] {
  return unanswered.flatMap((one): readonly JournalEntry[] => {
    const known = journal.outcomes.get(deletableKey(one.ref));
    const outcome = outcomeFound(one, listed, known, mayGoOn);
    return outcome === undefined ? [] : [{ ...one.ref, at, kind: 'outcome', outcome }];
  });
}

function outcomeFound(
  { ref, failure }: UnansweredDeletion,
  listed: ExistingVersions,
  known: PruneOutcome | undefined,
  mayGoOn: boolean,
): PruneOutcome | undefined {
  if (listed.kind === 'failed') {
    if (listed.failure.reason !== 'absent') {
      const mayBeRepeated = mayGoOn && known === undefined && failure === undefined;
      return mayBeRepeated ? undefined : { kind: 'unknown', failure: listed.failure };
    }
    // The function or layer is gone. The version may have been deleted together with its function.
    if (known?.kind === 'unknown') return { kind: 'deleted' };
    return known ?? ('layerName' in ref ? { kind: 'deleted' } : FUNCTION_GONE);
  }
  if (!listed.value.has(String(ref.version))) return { kind: 'deleted' };
  if (failure !== undefined) return { kind: 'failed', failure };
  return known?.kind === 'unknown' ? { kind: 'failed', failure: known.failure } : undefined;
}

const FUNCTION_GONE: PruneOutcome = { kind: 'skipped', reason: { code: 'function-gone' } };

/**
 * Returns the versions whose delete request has no answer in the journal: it has an intent, but no outcome, an unknown
 * one, or a skip by a later check.
 */
export function withoutAnswer<Ref extends Deletable>(
  planned: readonly Ref[],
  { intended, outcomes }: Pick<JournalState, 'intended' | 'outcomes'>,
): readonly Ref[] {
  return planned.filter((ref) => {
    const key = deletableKey(ref);
    if (!intended.has(key)) return false;
    const outcome = outcomes.get(key);
    if (outcome === undefined || outcome.kind === 'unknown') return true;
    return outcome.kind === 'skipped' && !ANSWERED.has(outcome.reason.code);
  });
}

/** Reasons of skips that AWS's answer to a delete request gave. */
const ANSWERED: ReadonlySet<string> = new Set(['refused', 'layer-gone']);
