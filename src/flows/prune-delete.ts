import pLimit from 'p-limit';

import type { ReadFailure } from '../model/failure.ts';
import type { Deletable, PruneOutcome } from '../model/prune-journal.ts';
import { deletableKey } from '../model/prune-journal.ts';
import type { DeletableRef } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import type { Clock, DeleteAnswer } from '../ports.ts';

/** Enough for the pace to be what holds deletions back, and not the time that an answer takes. */
const AT_ONCE = 8;
/** A version that was asked to be deleted so often without an answer has failed. */
const MOST_TRIES = 3;

/** One version with what became of it; it stays in the plan where nothing is known. */
export interface Deletion<Ref extends Deletable = DeletableRef> {
  readonly ref: Ref;
  readonly at: Instant;
  readonly outcome: PruneOutcome;
}

export interface DeletedChunk<Ref extends Deletable = DeletableRef> {
  readonly deletions: readonly Deletion<Ref>[];
  /** The policy does not allow it: no further version is asked to be deleted. */
  readonly denied?: ReadFailure;
}

/**
 * Deletes the versions of one function or layer. One for a slice of a Region: the first deletion goes alone, so
 * that a policy that allows none is met once.
 */
export class Deleter<Ref extends Deletable = DeletableRef> {
  readonly #clock: Clock;
  readonly #deleteVersion: (ref: Ref) => Promise<DeleteAnswer>;
  readonly #deleteUntil: Instant;
  /** By version key: how often a deletion was intended, this time included. */
  readonly #tries: ReadonlyMap<string, number>;
  #isAllowed = false;

  constructor(
    clock: Clock,
    deleteVersion: (ref: Ref) => Promise<DeleteAnswer>,
    deleteUntil: Instant,
    tries: ReadonlyMap<string, number>,
  ) {
    this.#clock = clock;
    this.#deleteVersion = deleteVersion;
    this.#deleteUntil = deleteUntil;
    this.#tries = tries;
  }

  async deleteAll(refs: readonly Ref[]): Promise<DeletedChunk<Ref>> {
    const deletions: Deletion<Ref>[] = [];
    let denied: ReadFailure | undefined;
    let isGone = false;
    const one = async (ref: Ref): Promise<void> => {
      if (denied !== undefined || this.#clock.now() >= this.#deleteUntil) return;
      const answer: DeleteAnswer = isGone ? GONE : await this.#deleteVersion(ref);
      if (answer.kind === 'denied') denied ??= answer.failure;
      if (answer.kind === 'deleted') this.#isAllowed = true;
      if (answer.kind === 'skipped' && answer.reason.code === 'function-gone') isGone = true;
      const outcome = this.#outcomeOf(ref, answer);
      if (outcome !== undefined) deletions.push({ ref, at: this.#clock.now(), outcome });
    };
    const waiting = [...refs];
    for (const ref of refs) {
      if (this.#isAllowed) break;
      waiting.shift();
      await one(ref);
    }
    const atOnce = pLimit(AT_ONCE);
    await Promise.all(waiting.map((ref) => atOnce(() => one(ref))));
    return { deletions, ...(denied !== undefined && { denied }) };
  }

  #outcomeOf(ref: Ref, answer: DeleteAnswer): PruneOutcome | undefined {
    switch (answer.kind) {
      case 'skipped':
        // Gone, and intended before: it is the first request's doing that was never heard of.
        return answer.reason.code === 'layer-gone' && this.#triesOf(ref) > 1
          ? { kind: 'deleted' }
          : answer;
      case 'deleted':
      case 'failed':
        return answer;
      case 'denied':
        return undefined;
      case 'unanswered': {
        const isTriedEnough = this.#triesOf(ref) >= MOST_TRIES;
        const isOutOfTime = answer.failure.reason === 'out-of-time';
        return isTriedEnough && !isOutOfTime
          ? { kind: 'failed', failure: answer.failure }
          : undefined;
      }
    }
  }

  #triesOf(ref: Ref): number {
    return this.#tries.get(deletableKey(ref)) ?? 0;
  }
}

const GONE: DeleteAnswer = { kind: 'skipped', reason: { code: 'function-gone' } };
