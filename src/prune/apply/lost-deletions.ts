import type { Region } from '../../model/aws-ids.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Clock } from '../../model/clock.ts';
import type { Deletable } from '../model/journal-segment.ts';
import { deletableKey, refOf } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { deletionsOf, layerDeletionsOf } from '../plan/order.ts';
import type { LayerAccess, PruneAccess } from '../ports.ts';
import type { DeletedChunk, LostDeletion } from './delete-chunk.ts';
import { MOST_TRIES } from './delete-chunk.ts';
import type { ExistingVersions, UnansweredDeletion } from './look-up.ts';
import { outcomesFound, withoutAnswer } from './look-up.ts';
import { isCutOff } from './prepare.ts';
import type { RunJournal } from './region-journal.ts';

/** `out-of-time`: the slice ended first; the next slice looks up the rest. */
type LookUpResult = 'done' | 'out-of-time';

/**
 * Returns functions that find out what became of delete requests without a usable answer. They list the versions again
 * after all deletions of a Region, since a listing may lag behind a deletion.
 * @param plan with the functions and layers of this Region only
 */
export function lostDeletionLookUp(
  plan: PrunePlan,
  region: Region,
  journal: RunJournal,
  { access, clock }: { readonly access: PruneAccess; readonly clock: Clock },
) {
  const lostByKey = new Map<string, LostDeletion<Deletable>>();
  /** Keys of versions with an intent of this slice that this run certainly did not delete. */
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

    /** Looks up the lost deletions of this slice; their requests are not repeated. */
    async lookUpLost(): Promise<LookUpResult> {
      const open = [...lostByKey.values()].filter(
        ({ ref }) => !journal.state.outcomes.has(deletableKey(ref)),
      );
      const isLastTry = open.every(
        ({ ref }) => (journal.tries.get(deletableKey(ref)) ?? 0) > MOST_TRIES + 1,
      );
      return lookUp(open, isLastTry, false);
    },

    /** Looks up all delete requests without an answer, also of earlier slices, when a Region has finished or stopped. */
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

/** Returns the access to layers. @throws Error when the slice was opened without layers. */
export function openedLayers(layers: LayerAccess | undefined, region: Region): LayerAccess {
  if (layers === undefined) throw new Error(`${region} was not opened for layers`);
  return layers;
}
