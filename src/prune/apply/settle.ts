import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Clock } from '../../model/clock.ts';
import type { Deletable } from '../model/journal-segment.ts';
import { deletableKey, MOST_SEGMENT_ENTRIES } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { deletionsOf, layerDeletionsOf } from '../plan/order.ts';
import type { PruneAccess } from '../ports.ts';
import type { DeletedChunk, LostDeletion } from './delete-chunk.ts';
import { MOST_TRIES } from './delete-chunk.ts';
import type { Unsettled, VersionsNow } from './look-up.ts';
import { byOwner, outcomesFound, withoutAnswer } from './look-up.ts';
import type { RunJournal } from './run-journal.ts';

/** `out-of-time`: the slice ended before all could be looked up; the next one does it. */
type Settled = 'settled' | 'out-of-time';

/**
 * Looks up what became of deletions whose answers were lost, in one Region: the versions of each function
 * and layer are listed again, after all deletions, since a listing may lag behind.
 */
export class Settler {
  readonly #plan: PrunePlan;
  readonly #region: Region;
  readonly #journal: RunJournal;
  readonly #access: PruneAccess;
  readonly #clock: Clock;
  /** By key: why AWS's answer does not tell what became of it. */
  readonly #lost = new Map<string, LostDeletion<Deletable>>();
  /** By key: intended in this slice, and surely not deleted by it. */
  readonly #unsent = new Set<string>();

  /** `plan` is of this Region alone. */
  constructor(
    plan: PrunePlan,
    region: Region,
    journal: RunJournal,
    ports: { readonly access: PruneAccess; readonly clock: Clock },
  ) {
    this.#plan = plan;
    this.#region = region;
    this.#journal = journal;
    this.#access = ports.access;
    this.#clock = ports.clock;
  }

  /** Takes what became of versions that were about to be deleted. */
  add(
    refs: readonly Deletable[],
    { lost, unsent }: Pick<DeletedChunk<Deletable>, 'lost' | 'unsent'>,
  ): void {
    for (const one of lost) this.#lost.set(deletableKey(one.ref), one);
    for (const ref of refs) this.#unsent.delete(deletableKey(ref));
    for (const ref of unsent) this.#unsent.add(deletableKey(ref));
  }

  /** Those that are not asked for again: the run could not go on to its end without knowing. */
  async settleLost(): Promise<Settled> {
    const open = [...this.#lost.values()].filter(
      ({ ref }) => !this.#journal.state.outcomes.has(deletableKey(ref)),
    );
    const isLastTry = open.every(
      ({ ref }) => (this.#journal.tries.get(deletableKey(ref)) ?? 0) > MOST_TRIES + 1,
    );
    return this.#settle(open, isLastTry, false);
  }

  /**
   * At the end of a Region: all that was intended and of which no answer is known. A run that was stopped
   * may go on: what could not be looked at is asked for again then.
   */
  async settleAll(end: 'finished' | 'stopped', isLastTry: boolean): Promise<Settled> {
    const planned: readonly Deletable[] = [
      ...deletionsOf(this.#plan),
      ...layerDeletionsOf(this.#plan),
    ].map(refOf);
    const unanswered = withoutAnswer(planned, this.#journal.state).filter(
      (ref) => !this.#unsent.has(deletableKey(ref)),
    );
    return this.#settle(
      unanswered.map((ref) => ({ ref, ...failureOf(this.#lost.get(deletableKey(ref))) })),
      isLastTry,
      end === 'stopped',
    );
  }

  async #settle(
    unsettled: readonly Unsettled[],
    isLastTry: boolean,
    mayGoOn: boolean,
  ): Promise<Settled> {
    for (const those of byOwner(unsettled)) {
      const [{ ref }] = those;
      const listed = await this.#versionsNow(ref);
      const isCutOff = listed.kind === 'failed' && listed.failure.reason === 'out-of-time';
      if (isCutOff && !isLastTry) return 'out-of-time';
      const at = this.#clock.now();
      const entries = outcomesFound(those, listed, this.#journal.state, { at, mayGoOn });
      for (let first = 0; first < entries.length; first += MOST_SEGMENT_ENTRIES) {
        await this.#journal.write(entries.slice(first, first + MOST_SEGMENT_ENTRIES));
      }
    }
    return 'settled';
  }

  async #versionsNow(ref: Deletable): Promise<VersionsNow> {
    const listed =
      'layerName' in ref
        ? await this.#layersNow(ref.layerName)
        : await this.#access.versionsNow(this.#region, ref.functionName);
    if (listed.kind === 'failed') return listed;
    return { kind: 'read', value: new Set(listed.value.map(({ version }) => String(version))) };
  }

  #layersNow(layerName: string) {
    const { layers } = this.#access;
    if (layers === undefined) throw new Error(`${this.#region} was not opened for layers`);
    return layers.versionsNow(this.#region, layerName);
  }
}

/** Without what a plan knows of it besides. */
function refOf(one: Deletable): Deletable {
  const { region } = one;
  return 'layerName' in one
    ? { region, layerName: one.layerName, version: one.version }
    : { region, functionName: one.functionName, version: one.version };
}

function failureOf(lost: LostDeletion<Deletable> | undefined): {
  readonly failure?: ReadFailure;
} {
  return lost === undefined ? {} : { failure: lost.failure };
}
