import pLimit from 'p-limit';

import type { ReadFailure } from '../../model/failure.ts';
import type { Deletable, PruneOutcome } from '../model/journal-segment.ts';
import { deletableKey } from '../model/journal-segment.ts';
import type { DeletableRef } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { DeleteAnswer } from '../ports.ts';
import type { RegionState } from './progress.ts';
import type { Window } from './window.ts';

/** Enough that the pace limits deletions and not the latency. */
const AT_ONCE = 8;
/** After this many unanswered requests the version is looked up instead. */
export const MOST_TRIES = 3;

export interface Deletion<Ref extends Deletable = DeletableRef> {
  readonly ref: Ref;
  readonly at: Instant;
  readonly outcome: PruneOutcome;
}

/** A deletion without a usable answer, to be looked up. */
export interface LostDeletion<Ref extends Deletable = DeletableRef> {
  readonly ref: Ref;
  readonly failure: ReadFailure;
}

export interface DeletedChunk<Ref extends Deletable = DeletableRef> {
  readonly deletions: readonly Deletion<Ref>[];
  readonly lost: readonly LostDeletion<Ref>[];
  /** The role's policy denies deletions: no further request is made. */
  readonly denied?: ReadFailure;
  /** Not requested: another version was refused or not found, or the check got too old. To be checked again. */
  readonly unasked: readonly Ref[];
  /** Surely not deleted: not requested, or denied. */
  readonly unsent: readonly Ref[];
}

/**
 * Returns the function that deletes a chunk. The first deletion is sent alone, so that a denying policy is met once.
 * Nothing is sent after a refusal or a "not found": the alias or deletion behind it may affect the other versions, too.
 * @param tries requests by key, updated here
 */
export function deleterOf<Ref extends Deletable>(
  clock: Clock,
  deleteVersion: (ref: Ref, stop: AbortSignal) => Promise<DeleteAnswer>,
  window: Window,
  tries: Map<string, number>,
) {
  let isAllowed = false;
  // No deletion begins at `usableUntil` or later: the reads are too old then.
  return async (refs: readonly Ref[], usableUntil?: Instant): Promise<DeletedChunk<Ref>> => {
    const deletions: Deletion<Ref>[] = [];
    const lost: LostDeletion<Ref>[] = [];
    const unasked = new Set(refs);
    const unsent = new Set(refs);
    const stop = new AbortController();
    let denied: ReadFailure | undefined;
    let isRefused = false;
    let isOld = false;
    const one = async (ref: Ref): Promise<void> => {
      const now = clock.now();
      if (usableUntil !== undefined && now >= usableUntil) isOld = true;
      if (isOld || stop.signal.aborted || now >= window.until()) return;
      unsent.delete(ref);
      const answer = await deleteVersion(ref, stop.signal);
      const at = clock.now();
      if (answer.kind === 'denied') {
        denied ??= answer.failure;
        unsent.add(ref);
      }
      if (answer.kind === 'deleted') {
        isAllowed = true;
        window.begin(at);
      }
      if (answer.kind === 'skipped' && answer.reason.code === 'refused') isRefused = true;
      if (answer.kind === 'not-found' && !('layerName' in ref)) isRefused = true;
      if (isRefused || denied !== undefined) stop.abort();
      // An aborted request is not counted as a try.
      if (answer.kind === 'unanswered' && answer.failure.reason === 'out-of-time') return;
      unasked.delete(ref);
      const outcome = outcomeOf(ref, answer, tries);
      if (outcome === 'lost' && 'failure' in answer) lost.push({ ref, failure: answer.failure });
      else if (outcome !== undefined && outcome !== 'lost') deletions.push({ ref, at, outcome });
    };
    const waiting = [...refs];
    for (const ref of refs) {
      if (isAllowed) break;
      waiting.shift();
      await one(ref);
    }
    const atOnce = pLimit(AT_ONCE);
    await Promise.all(waiting.map((ref) => atOnce(() => one(ref))));
    return {
      deletions,
      lost,
      unsent: [...unsent],
      unasked: isRefused || isOld ? [...unasked] : [],
      ...(denied !== undefined && { denied }),
    };
  };
}

/** Undefined where the deletion is repeated. */
function outcomeOf(
  ref: Deletable,
  answer: DeleteAnswer,
  allTries: Map<string, number>,
): PruneOutcome | 'lost' | undefined {
  const key = deletableKey(ref);
  const tries = (allTries.get(key) ?? 0) + 1;
  allTries.set(key, tries);
  switch (answer.kind) {
    case 'not-found':
      if (!('layerName' in ref)) return 'lost';
      // An earlier request deleted it, and its answer was lost.
      return tries > 1 ? { kind: 'deleted' } : { kind: 'skipped', reason: { code: 'layer-gone' } };
    case 'skipped':
    case 'deleted':
    case 'failed':
      return answer;
    case 'denied':
      return undefined;
    case 'unanswered':
      return tries >= MOST_TRIES ? 'lost' : undefined;
  }
}

export function deletedIn({ deletions }: Pick<DeletedChunk<Deletable>, 'deletions'>): number {
  return deletions.filter(({ outcome }) => outcome.kind === 'deleted').length;
}

export function stoppedBy(
  { denied }: Pick<DeletedChunk<Deletable>, 'denied'>,
  code: 'delete-denied' | 'layer-delete-denied',
): RegionState | undefined {
  return denied === undefined ? undefined : { kind: 'stopped', stop: { code, failure: denied } };
}
