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

/** A version that may have been deleted without an answer. */
export interface Unsettled {
  readonly ref: Deletable;
  /** Why the deletion failed if the version still exists; absent where it may be repeated. */
  readonly failure?: ReadFailure;
}

/** The existing versions of a function or layer, as text. */
export type VersionsNow = Reading<ReadonlySet<string>>;

/**
 * Determines from a listing after the deletions what became of versions: missing is deleted, existing is failed, not
 * readable is unknown. No entry for versions that may be requested again or were skipped since.
 */
export function outcomesFound(
  unsettled: readonly Unsettled[],
  listed: VersionsNow,
  journal: Pick<JournalState, 'outcomes'>,
  { at, mayGoOn }: { readonly at: Instant; readonly mayGoOn: boolean },
): readonly JournalEntry[] {
  return unsettled.flatMap((one): readonly JournalEntry[] => {
    const known = journal.outcomes.get(deletableKey(one.ref));
    const outcome = outcomeFound(one, listed, known, mayGoOn);
    return outcome === undefined ? [] : [{ ...one.ref, at, kind: 'outcome', outcome }];
  });
}

function outcomeFound(
  { ref, failure }: Unsettled,
  listed: VersionsNow,
  known: PruneOutcome | undefined,
  mayGoOn: boolean,
): PruneOutcome | undefined {
  if (listed.kind === 'failed') {
    if (listed.failure.reason !== 'absent') {
      const isAskedAgain = mayGoOn && known === undefined && failure === undefined;
      return isAskedAgain ? undefined : { kind: 'unknown', failure: listed.failure };
    }
    // Unless requested before, it may have been deleted with its whole function.
    if (known?.kind === 'unknown') return { kind: 'deleted' };
    return known ?? ('layerName' in ref ? { kind: 'deleted' } : FUNCTION_GONE);
  }
  if (!listed.value.has(String(ref.version))) return { kind: 'deleted' };
  if (failure !== undefined) return { kind: 'failed', failure };
  return known?.kind === 'unknown' ? { kind: 'failed', failure: known.failure } : undefined;
}

const FUNCTION_GONE: PruneOutcome = { kind: 'skipped', reason: { code: 'function-gone' } };

/** Versions with an intent whose answer the journal does not have: no outcome, unknown, or skipped by a later check. */
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

/** Skips that are AWS's own answer to a deletion. */
const ANSWERED: ReadonlySet<string> = new Set(['refused', 'layer-gone']);

/** By function or layer. */
export function byOwner(
  unsettled: readonly Unsettled[],
): readonly (readonly [Unsettled, ...Unsettled[]])[] {
  const groups = new Map<string, [Unsettled, ...Unsettled[]]>();
  for (const one of unsettled) {
    const { ref } = one;
    const key = 'layerName' in ref ? `layer ${ref.layerName}` : ref.functionName;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
