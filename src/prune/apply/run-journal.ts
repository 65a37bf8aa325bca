import { foldJournal, remaining } from '../plan/journal.ts';
import { keptSince } from '../plan/narrow.ts';
import type { Narrowing } from '../model/evidence-reading.ts';
import type { JournalEntry, JournalState, PruneOutcome } from '../model/journal-segment.ts';
import { deletableKey, MOST_SEGMENT_ENTRIES } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/version.ts';
import { versionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { Deletion } from './delete-chunk.ts';
import type { RegionJournal } from './write-journal.ts';
import type { Intentions } from './prepare.ts';

/** The journal of a Region during one slice: folded once, and then kept up with what is written. */
export class RunJournal {
  /** As it is now. */
  readonly state: JournalState;
  /** By key: how often a deletion was intended before this slice, and asked for in it. */
  readonly tries: Map<string, number>;
  readonly #plan: PrunePlan;
  readonly #journal: RegionJournal;
  readonly #outcomes: Map<string, PruneOutcome>;
  readonly #intended: Set<string>;
  /** By key: intended in this slice, and not asked for since AWS refused another version. */
  readonly #unasked = new Set<string>();

  constructor(plan: PrunePlan, journal: RegionJournal) {
    const folded = foldJournal(plan, journal.segments);
    this.#plan = plan;
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

  /** Writes of each version without an outcome that a narrowing keeps why it is left alone. */
  async skipNarrowed(narrowing: Narrowing, now: Instant): Promise<void> {
    const kept = keptSince(narrowing);
    const entries = remaining(this.#plan, this.state).flatMap((ref): readonly JournalEntry[] => {
      const reasons = kept.get(versionKey(ref));
      if (reasons === undefined) return [];
      const { region, functionName, version } = ref;
      const outcome = { kind: 'skipped', reason: { code: 'kept-now', reasons } } as const;
      return [{ region, functionName, version, at: now, kind: 'outcome', outcome }];
    });
    for (let at = 0; at < entries.length; at += MOST_SEGMENT_ENTRIES) {
      await this.write(entries.slice(at, at + MOST_SEGMENT_ENTRIES));
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
