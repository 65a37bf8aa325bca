import pLimit from 'p-limit';

import type { ReadFailure } from '../../model/failure.ts';
import type { Deletable, PruneOutcome } from '../model/journal-segment.ts';
import { deletableKey } from '../model/journal-segment.ts';
import type { DeletableRef } from '../model/version.ts';
import { deletableUntil } from '../plan/guard-plan.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { DeleteAnswer } from '../ports.ts';
import type { RegionState } from './progress.ts';

/** Parallel delete requests: enough that the rate limit, not the latency, sets the speed. */
const AT_ONCE = 8;
/** After this many unanswered delete requests for a version, no more are sent: a listing shows whether it still exists. */
export const MOST_TRIES = 3;

/** A delete request whose outcome is known. */
export interface Deletion<Ref extends Deletable = DeletableRef> {
  readonly ref: Ref;
  readonly at: Instant;
  readonly outcome: PruneOutcome;
}

/** A delete request without a usable answer: a later listing shows whether the version still exists. */
export interface LostDeletion<Ref extends Deletable = DeletableRef> {
  readonly ref: Ref;
  readonly failure: ReadFailure;
}

/** The result of deleting a chunk: up to 50 versions of one function or layer. */
export interface DeletedChunk<Ref extends Deletable = DeletableRef> {
  readonly deletions: readonly Deletion<Ref>[];
  readonly lost: readonly LostDeletion<Ref>[];
  /** AWS's error when the role's policy denies deletions; no further delete request is sent. */
  readonly denied?: ReadFailure;
  /** Versions to check again: not requested, or aborted, because AWS refused another one or the reads got too old. */
  readonly toRecheck: readonly Ref[];
  /** All versions of the chunk that this run certainly did not delete: no request was sent, or AWS denied it. */
  readonly unsent: readonly Ref[];
}

/**
 * Returns a function that deletes the versions of a chunk. Until a request has succeeded, requests are sent one by one, so
 * that a policy that denies deletions answers one request, not eight. After a refusal, or a "not found" for a function
 * version, no further request is sent: someone else has changed the function, which may affect the other versions, too.
 * @param tries the number of delete requests by version key; updated here
 */
export function deleterOf<Ref extends Deletable>(
  clock: Clock,
  deleteVersion: (ref: Ref, stop: AbortSignal) => Promise<DeleteAnswer>,
  window: Window,
  tries: Map<string, number>,
) {
  let isAllowed = false;
  // No request is sent at `usableUntil` or later, since the last reads of the function are too old then.
  return async (refs: readonly Ref[], usableUntil?: Instant): Promise<DeletedChunk<Ref>> => {
    const deletions: Deletion<Ref>[] = [];
    const lost: LostDeletion<Ref>[] = [];
    const toRecheck = new Set(refs);
    const unsent = new Set(refs);
    const stop = new AbortController();
    let denied: ReadFailure | undefined;
    let isRefused = false;
    let isOld = false;
    const deleteOne = async (ref: Ref): Promise<void> => {
      const now = clock.now();
      if (now >= (usableUntil ?? Infinity)) isOld = true;
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
      toRecheck.delete(ref);
      const outcome = outcomeOf(ref, answer, tries);
      if (outcome?.kind === 'lost') lost.push({ ref, failure: outcome.failure });
      else if (outcome !== undefined) deletions.push({ ref, at, outcome });
    };
    const waiting = [...refs];
    for (const ref of refs) {
      if (isAllowed) break;
      waiting.shift();
      await deleteOne(ref);
    }
    const atOnce = pLimit(AT_ONCE);
    await Promise.all(waiting.map((ref) => atOnce(() => deleteOne(ref))));
    return {
      deletions,
      lost,
      unsent: [...unsent],
      toRecheck: isRefused || isOld ? [...toRecheck] : [],
      ...(denied !== undefined && { denied }),
    };
  };
}

/** Returns the outcome; `lost` if only a listing can show it; undefined if the request was denied or will be repeated. */
function outcomeOf(
  ref: Deletable,
  answer: DeleteAnswer,
  allTries: Map<string, number>,
): PruneOutcome | { readonly kind: 'lost'; readonly failure: ReadFailure } | undefined {
  const key = deletableKey(ref);
  const tries = (allTries.get(key) ?? 0) + 1;
  allTries.set(key, tries);
  switch (answer.kind) {
    case 'not-found':
      if (!('layerName' in ref)) return { kind: 'lost', failure: answer.failure };
      // An earlier request deleted it, and its answer was lost.
      return tries > 1 ? { kind: 'deleted' } : { kind: 'skipped', reason: { code: 'layer-gone' } };
    case 'skipped':
    case 'deleted':
    case 'failed':
      return answer;
    case 'denied':
      return undefined;
    case 'unanswered':
      return tries >= MOST_TRIES ? { kind: 'lost', failure: answer.failure } : undefined;
  }
}

/** Returns the number of versions that AWS confirmed as deleted. */
export function deletedIn({ deletions }: Pick<DeletedChunk<Deletable>, 'deletions'>): number {
  return deletions.filter(({ outcome }) => outcome.kind === 'deleted').length;
}

/** Returns the state `stopped` when AWS denied a deletion, otherwise undefined. */
export function stoppedBy(
  { denied }: Pick<DeletedChunk<Deletable>, 'denied'>,
  code: 'delete-denied' | 'layer-delete-denied',
): RegionState | undefined {
  return denied === undefined ? undefined : { kind: 'stopped', stop: { code, failure: denied } };
}

export type Window = Pick<DeletionWindow, 'begin' | 'until'>;

/** The time window for delete requests, shared by all Regions, since the first deletion in any of them prolongs it. */
export class DeletionWindow {
  readonly #madeAt: Instant;
  readonly #sliceUntil: Instant;
  #begunAt: Instant | undefined;

  /** @param begunAt the time of the plan's first deletion; undefined when nothing was deleted before this invocation */
  constructor(madeAt: Instant, begunAt: Instant | undefined, sliceUntil: Instant) {
    this.#madeAt = madeAt;
    this.#begunAt = begunAt;
    this.#sliceUntil = sliceUntil;
  }

  /** Notes a deletion, which may be the plan's first. */
  begin(at: Instant): void {
    this.#begunAt = instant(Math.min(at, this.#begunAt ?? at));
  }

  /** Returns a window that ends at `end` at the latest. */
  before(end: Instant): Window {
    return {
      begin: (at) => this.begin(at),
      until: () => instant(Math.min(end, this.until())),
    };
  }

  /** Returns the time from which no delete request may be sent. */
  until(): Instant {
    return instant(Math.min(this.#sliceUntil, deletableUntil(this.#madeAt, this.#begunAt)));
  }
}
