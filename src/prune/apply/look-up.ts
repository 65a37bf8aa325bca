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

/** A version that may have been deleted, though no answer says so. */
export interface Unsettled {
  readonly ref: Deletable;
  /** Why the deletion has failed if the version is still there; absent where it may be asked for again. */
  readonly failure?: ReadFailure;
}

/** Which versions of one function, or layer, there are now, by number as text. */
export type VersionsNow = Reading<ReadonlySet<string>>;

/**
 * What became of versions of one function or layer, out of a listing that was read after they were asked
 * to be deleted: gone is deleted, still there is failed, and what could not be looked at is unknown.
 * Nothing is said of a version that is still there and may be asked for again, or was skipped since; nor,
 * where the run may go on, of one that could not be looked at and is asked for again then.
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
    // Nothing tells this deletion from that of its whole function, unless it was asked for before.
    if (known?.kind === 'unknown') return { kind: 'deleted' };
    return known ?? ('layerName' in ref ? { kind: 'deleted' } : FUNCTION_GONE);
  }
  if (!listed.value.has(String(ref.version))) return { kind: 'deleted' };
  if (failure !== undefined) return { kind: 'failed', failure };
  return known?.kind === 'unknown' ? { kind: 'failed', failure: known.failure } : undefined;
}

const FUNCTION_GONE: PruneOutcome = { kind: 'skipped', reason: { code: 'function-gone' } };

/**
 * Versions that were asked to be deleted, or may have been, and of which the journal does not say what
 * AWS answered: without an outcome, left alone by a later check, or not known.
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

/** These say what AWS answered to the deletion itself. */
const ANSWERED: ReadonlySet<string> = new Set(['refused', 'layer-gone']);

/** By function or layer, in the order in which they come. */
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
