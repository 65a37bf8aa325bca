import type { Region } from '../../model/aws-ids.ts';
import type { Clock } from '../../model/clock.ts';
import type { Deletable } from '../model/journal-segment.ts';
import { deletableKey, MOST_SEGMENT_ENTRIES } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { deletionsOf, layerDeletionsOf } from '../plan/order.ts';
import type { LayerAccess, PruneAccess } from '../ports.ts';
import type { DeletedChunk, LostDeletion } from './delete-chunk.ts';
import { MOST_TRIES } from './delete-chunk.ts';
import type { Unsettled, VersionsNow } from './look-up.ts';
import { byOwner, outcomesFound, withoutAnswer } from './look-up.ts';
import { isCutOff } from './prepare.ts';
import type { RunJournal } from './region-journal.ts';

/** `out-of-time`: the next slice continues. */
type LookUpResult = 'settled' | 'out-of-time';

/**
 * Looks up deletions of a Region without answers by listing versions again, after all deletions, since listings may
 * lag.
 * @param plan of this Region alone
 */
export function settlerOf(
  plan: PrunePlan,
  region: Region,
  journal: RunJournal,
  { access, clock }: { readonly access: PruneAccess; readonly clock: Clock },
) {
  /** By key: deletions without a usable answer. */
  const lostByKey = new Map<string, LostDeletion<Deletable>>();
  /** Keys with an intent of this slice that were surely not deleted. */
  const notSent = new Set<string>();

  async function settle(
    unsettled: readonly Unsettled[],
    isLastTry: boolean,
    mayGoOn: boolean,
  ): Promise<LookUpResult> {
    for (const those of byOwner(unsettled)) {
      const [{ ref }] = those;
      const listed = await versionsNow(ref, region, access);
      if (isCutOff(listed) && !isLastTry) return 'out-of-time';
      const at = clock.now();
      const entries = outcomesFound(those, listed, journal.state, { at, mayGoOn });
      for (let first = 0; first < entries.length; first += MOST_SEGMENT_ENTRIES) {
        await journal.write(entries.slice(first, first + MOST_SEGMENT_ENTRIES));
      }
    }
    return 'settled';
  }

  return {
    add(
      refs: readonly Deletable[],
      { lost, unsent }: Pick<DeletedChunk<Deletable>, 'lost' | 'unsent'>,
    ): void {
      for (const one of lost) lostByKey.set(deletableKey(one.ref), one);
      for (const ref of refs) notSent.delete(deletableKey(ref));
      for (const ref of unsent) notSent.add(deletableKey(ref));
    },

    /** Looks up lost deletions, which are not requested again. */
    async settleLost(): Promise<LookUpResult> {
      const open = [...lostByKey.values()].filter(
        ({ ref }) => !journal.state.outcomes.has(deletableKey(ref)),
      );
      const isLastTry = open.every(
        ({ ref }) => (journal.tries.get(deletableKey(ref)) ?? 0) > MOST_TRIES + 1,
      );
      return settle(open, isLastTry, false);
    },

    /**
     * At the end of a Region: looks up all intents without an answer. After a stop, versions that cannot be listed are
     * left for the next run.
     */
    async settleAll(end: 'finished' | 'stopped', isLastTry: boolean): Promise<LookUpResult> {
      const planned = [...deletionsOf(plan), ...layerDeletionsOf(plan)].map(refOf);
      const unanswered = withoutAnswer(planned, journal.state).filter(
        (ref) => !notSent.has(deletableKey(ref)),
      );
      const unsettled = unanswered.map((ref): Unsettled => {
        const lost = lostByKey.get(deletableKey(ref));
        return { ref, ...(lost !== undefined && { failure: lost.failure }) };
      });
      return settle(unsettled, isLastTry, end === 'stopped');
    },
  };
}

async function versionsNow(
  ref: Deletable,
  region: Region,
  { versionsNow: list, layers }: PruneAccess,
): Promise<VersionsNow> {
  const listed = await ('layerName' in ref
    ? openedLayers(layers, region).versionsNow(region, ref.layerName)
    : list(region, ref.functionName));
  return listed.kind === 'failed'
    ? listed
    : { kind: 'read', value: new Set(listed.value.map(({ version }) => String(version))) };
}

function refOf(one: Deletable): Deletable {
  const { region } = one;
  return 'layerName' in one
    ? { region, layerName: one.layerName, version: one.version }
    : { region, functionName: one.functionName, version: one.version };
}

/** @throws Error where the slice was opened without layers. */
export function openedLayers(layers: LayerAccess | undefined, region: Region): LayerAccess {
  if (layers === undefined) throw new Error(`${region} was not opened for layers`);
  return layers;
}
