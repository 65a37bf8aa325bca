import { foldJournal } from '../plan/journal.ts';
import type { JournalEntry, JournalState, PruneOutcome } from '../model/journal-segment.ts';
import { deletableKey } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/version.ts';
import { versionKey } from '../model/version.ts';
import type { Deletion } from './delete-chunk.ts';
import type { RegionJournal } from './write-journal.ts';
import type { Intentions } from './prepare.ts';

/** The journal of a Region during one slice: folded once, and then kept up with what is written. */
export class RunJournal {
  /** As it is now. */
  readonly state: JournalState;
  /** By key: how often a deletion was intended before this slice, and asked for in it. */
  readonly tries: Map<string, number>;
  readonly #journal: RegionJournal;
  readonly #outcomes: Map<string, PruneOutcome>;
  readonly #intended: Set<string>;
  /** By key: intended in this slice, and not asked for since AWS refused another version. */
  readonly #unasked = new Set<string>();

  constructor(plan: PrunePlan, journal: RegionJournal) {
    const folded = foldJournal(plan, journal.segments);
    this.#journal = journal;
    this.#outcomes = new Map(folded.outcomes);
    this.#intended = new Set(folded.intended);
    this.state = { ...folded, outcomes: this.#outcomes, intended: this.#intended };
    this.tries = journal.intents();
  }

  get segments(): number {
    return this.#journal.segments.length;
  }

  async write(entries: readonly JournalEntry[]): Promise<void> {
    await this.#journal.append(entries);
    for (const entry of entries) {
      if (entry.kind === 'intent') this.#intended.add(deletableKey(entry));
      else this.#outcomes.set(deletableKey(entry), entry.outcome);
    }
  }

  /** Writes what is left alone and what is about to go, each intent once. */
  async intend({ entries }: Intentions): Promise<void> {
    await this.write(
      entries.filter(
        (entry) => entry.kind === 'outcome' || !this.#unasked.has(deletableKey(entry)),
      ),
    );
  }

  async record(deletions: readonly Deletion[], unasked: readonly DeletableRef[]): Promise<void> {
    for (const ref of unasked) this.#unasked.add(versionKey(ref));
    await this.write(
      deletions.map(({ ref, at, outcome }) => ({ ...ref, at, kind: 'outcome', outcome })),
    );
  }
}
