import { foldJournal, remainingDeletions } from '../plan/journal.ts';
import { newerReasons } from '../plan/narrow.ts';
import type { Narrowing } from '../model/evidence.ts';
import type {
  Deletable,
  JournalEntry,
  JournalSegment,
  JournalState,
} from '../model/journal-segment.ts';
import {
  deletableKey,
  JOURNAL_FORMAT,
  MOST_SEGMENT_ENTRIES,
  refOf,
} from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/version.ts';
import { versionKey } from '../model/version.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import { parseSegment, segmentJson } from '../documents/journal-json.ts';
import type { PruneStore } from '../ports.ts';
import type { Deletion } from './delete-chunk.ts';
import { segmentName } from './documents.ts';

/** The most segments that are read in parallel; reading begins with one and doubles. */
const MOST_AT_ONCE = 32;

/** The error when another run has written the next segment of the journal. */
class JournalTaken extends Error {
  override readonly name = 'JournalTaken';
}

/** The journal of a plan in one Region: numbered S3 objects, written once, so a second writer fails before it deletes. */
export class RegionJournal {
  readonly #store: PruneStore;
  readonly #planId: string;
  readonly #plan: string;
  readonly #region: Region;
  readonly #segments: JournalSegment[] = [];

  constructor(store: PruneStore, planId: string, planDigest: string, region: Region) {
    this.#store = store;
    this.#planId = planId;
    this.#plan = planDigest;
    this.#region = region;
  }

  get segments(): readonly JournalSegment[] {
    return this.#segments;
  }

  /** Returns the number of intents by version key. */
  intents(): Map<string, number> {
    const times = new Map<string, number>();
    for (const entry of this.#segments.flatMap(({ entries }) => entries)) {
      if (entry.kind !== 'intent') continue;
      times.set(deletableKey(entry), (times.get(deletableKey(entry)) ?? 0) + 1);
    }
    return times;
  }

  /** Reads the segments that other runs have written since the last read. */
  async catchUp(): Promise<void> {
    for (let atOnce = 1; ; atOnce = Math.min(MOST_AT_ONCE, atOnce * 2)) {
      const first = this.#segments.length + 1;
      const texts = await Promise.all(
        Array.from({ length: atOnce }, (_, at) => this.#store.read(this.#name(first + at))),
      );
      for (const text of texts) {
        if (text === undefined) return;
        this.#segments.push(this.#segmentOf(text));
      }
    }
  }

  /** Writes the next segment. @throws JournalTaken when another run has written it. */
  async append(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length === 0) return;
    if (entries.length > MOST_SEGMENT_ENTRIES) throw new RangeError('a segment is too long');
    const sequence = this.#segments.length + 1;
    const segment = { format: JOURNAL_FORMAT, plan: this.#plan, sequence, entries } as const;
    const written = await this.#store.create(this.#name(sequence), segmentJson(segment));
    if (written === 'exists') {
      throw new JournalTaken(
        `another run writes ${this.#store.locationOf(this.#name(sequence))}; nothing more is deleted by this one`,
      );
    }
    this.#segments.push(segment);
  }

  #name(sequence: number): string {
    return segmentName(this.#planId, this.#region, sequence);
  }

  /** Parses a segment. If it is unreadable or misnumbered, returns one with an invalid plan digest, so the guard refuses. */
  #segmentOf(text: string): JournalSegment {
    const sequence = this.#segments.length + 1;
    const found = parseSegment(text);
    if (found.ok && found.value.sequence === sequence) return found.value;
    return { format: JOURNAL_FORMAT, plan: 'unreadable', sequence, entries: [] };
  }
}

export type RunJournal = ReturnType<typeof runJournal>;

/** Returns the state of a Region's journal, and functions that write to the journal and update the state. */
export function runJournal(plan: PrunePlan, journal: RegionJournal) {
  const folded = foldJournal(plan, journal.segments);
  const outcomes = new Map(folded.outcomes);
  const intended = new Set(folded.intended);
  /** Keys of versions with an intent of this invocation whose request was not sent or was aborted; checked again. */
  const unusedIntents = new Set<string>();
  const state: JournalState = { ...folded, outcomes, intended };

  /** Appends the entries to the journal in segments, and updates `state`. */
  async function write(entries: readonly JournalEntry[]): Promise<void> {
    for (let at = 0; at < entries.length; at += MOST_SEGMENT_ENTRIES) {
      const next = entries.slice(at, at + MOST_SEGMENT_ENTRIES);
      await journal.append(next);
      for (const entry of next) {
        if (entry.kind === 'intent') intended.add(deletableKey(entry));
        else outcomes.set(deletableKey(entry), entry.outcome);
      }
    }
  }

  return {
    state,
    /** The number of delete requests by version key. Each intent of an earlier invocation counts as one request. */
    tries: journal.intents(),
    write,

    /** Writes a skip for each remaining version that is kept because of evidence read after planning. */
    async skipNarrowed(narrowing: Narrowing, now: Instant): Promise<void> {
      const kept = newerReasons(narrowing);
      const entries = remainingDeletions(plan, state).flatMap((ref): readonly JournalEntry[] => {
        const reasons = kept.get(versionKey(ref));
        if (reasons === undefined) return [];
        const outcome = { kind: 'skipped', reason: { code: 'kept-now', reasons } } as const;
        return [{ ...refOf(ref), at: now, kind: 'outcome', outcome }];
      });
      await write(entries);
    },

    /** Writes skips and intents, but no second intent for a version whose first intent was not used. */
    async intend(entries: readonly JournalEntry[]): Promise<void> {
      await write(
        entries.filter(
          (entry) => entry.kind === 'outcome' || !unusedIntents.has(deletableKey(entry)),
        ),
      );
    },

    /** Writes outcomes. `toRecheck` are versions with an intent whose request was not sent or was aborted. */
    async record(
      deletions: readonly Deletion<Deletable>[],
      toRecheck: readonly DeletableRef[] = [],
    ): Promise<void> {
      for (const ref of toRecheck) unusedIntents.add(versionKey(ref));
      await write(
        deletions.map(({ ref, at, outcome }) => ({ ...ref, at, kind: 'outcome', outcome })),
      );
    },
  };
}
