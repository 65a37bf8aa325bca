import type { Region } from '../../model/aws-ids.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Clock } from '../../model/clock.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import type { Reading } from '../model/inventory.ts';
import type {
  Deletable,
  JournalEntry,
  JournalState,
  PruneOutcome,
} from '../model/journal-segment.ts';
import { deletableKey, refOf } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { deletionsOf, layerDeletionsOf } from '../plan/order.ts';
import type { LayerAccess, PruneAccess } from '../ports.ts';
import type { DeletedChunk, LostDeletion } from './delete-chunk.ts';
import { MOST_TRIES } from './delete-chunk.ts';
import { isCutOff } from './prepare.ts';
import type { RunJournal } from './region-journal.ts';

/** `out-of-time`: the invocation ended first; the next invocation looks up the rest. */
type LookUpResult = 'done' | 'out-of-time';

/**
 * Returns functions that list versions again, to find out whether delete requests without a usable answer deleted them.
 * Function versions are listed after all deletions of a Region, since a listing may lag; layers after each chunk, too.
 * @param plan with the functions and layers of this Region only
 */
export function lostDeletionLookUp(
  plan: PrunePlan,
  region: Region,
  journal: RunJournal,
  { access, clock }: { readonly access: PruneAccess; readonly clock: Clock },
) {
  const lostByKey = new Map<string, LostDeletion<Deletable>>();
  /** Keys of versions whose intent this invocation wrote, but whose delete request was not sent or was denied. */
  const notSent = new Set<string>();

  /** Lists each function or layer once, and writes the outcomes. */
  async function lookUp(
    deletions: readonly UnansweredDeletion[],
    isLastTry: boolean,
    mayGoOn: boolean,
  ): Promise<LookUpResult> {
    const byOwner = groupBy(deletions, ({ ref }) =>
      'layerName' in ref ? `layer ${ref.layerName}` : ref.functionName,
    );
    for (const sameOwner of byOwner.values()) {
      const [{ ref }] = sameOwner;
      const listed = await versionsNow(ref, region, access);
      if (isCutOff(listed) && !isLastTry) return 'out-of-time';
      const at = clock.now();
      await journal.write(outcomesFound(sameOwner, listed, journal.state, { at, mayGoOn }));
    }
    return 'done';
  }

  return {
    /** Notes the result of a chunk whose intents are `refs`. */
    add(
      refs: readonly Deletable[],
      { lost, unsent }: Pick<DeletedChunk<Deletable>, 'lost' | 'unsent'>,
    ): void {
      for (const one of lost) lostByKey.set(deletableKey(one.ref), one);
      for (const ref of refs) notSent.delete(deletableKey(ref));
      for (const ref of unsent) notSent.add(deletableKey(ref));
    },

    /** Looks up this invocation's lost deletions: delete requests without a usable answer that will not be repeated. */
    async lookUpLost(): Promise<LookUpResult> {
      const open = [...lostByKey.values()].filter(
        ({ ref }) => !journal.state.outcomes.has(deletableKey(ref)),
      );
      const isLastTry = open.every(
        ({ ref }) => (journal.tries.get(deletableKey(ref)) ?? 0) > MOST_TRIES + 1,
      );
      return lookUp(open, isLastTry, false);
    },

    /** At the end of a Region, looks up all delete requests without an answer, also of earlier invocations. */
    async lookUpAll(end: 'finished' | 'stopped', isLastTry: boolean): Promise<LookUpResult> {
      const planned = [...deletionsOf(plan), ...layerDeletionsOf(plan)].map(refOf);
      const unanswered = withoutAnswer(planned, journal.state).filter(
        (ref) => !notSent.has(deletableKey(ref)),
      );
      const deletions = unanswered.map((ref): UnansweredDeletion => {
        const lost = lostByKey.get(deletableKey(ref));
        return { ref, ...(lost !== undefined && { failure: lost.failure }) };
      });
      return lookUp(deletions, isLastTry, end === 'stopped');
    },
  };
}

async function versionsNow(
  ref: Deletable,
  region: Region,
  { versionsNow: list, layers }: PruneAccess,
): Promise<ExistingVersions> {
  const listed = await ('layerName' in ref
    ? openedLayers(layers, region).versionsNow(region, ref.layerName)
    : list(region, ref.functionName));
  return listed.kind === 'failed'
    ? listed
    : { kind: 'read', value: new Set(listed.value.map(({ version }) => String(version))) };
}

/** Returns the access to layers. @throws Error when the invocation was opened without layers. */
export function openedLayers(layers: LayerAccess | undefined, region: Region): LayerAccess {
  if (layers === undefined) throw new Error(`${region} was not opened for layers`);
  return layers;
}

/** A version for which a delete request may have been sent, without a usable answer. */
export interface UnansweredDeletion {
  readonly ref: Deletable;
  /** The error of the delete request, recorded if the version still exists; absent if the request may be repeated. */
  readonly failure?: ReadFailure;
}

/** The version numbers, as text, of a function or layer that exist after the deletions. */
export type ExistingVersions = Reading<ReadonlySet<string>>;

/**
 * Returns the outcomes that a listing after the deletions shows. A version that is not listed was deleted; the deletion
 * of a listed one has failed; if the listing failed, the outcome is unknown. There is no entry for a version whose
 * deletion may be requested again, or for a listed version that a later check skipped.
 * @param mayGoOn whether the run may continue in a later invocation
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

/** Returns the versions with a delete intent but without an answer of AWS in the journal. */
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

/** The skip reasons that come from AWS's answer to a delete request. */
const ANSWERED: ReadonlySet<string> = new Set(['refused', 'layer-gone']);
