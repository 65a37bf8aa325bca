import { foldJournal, remaining, remainingLayers } from '../decide/prune-journal.ts';
import type { Region } from '../model/aws-ids.ts';
import type { JournalEntry, JournalState, PruneOutcome } from '../model/prune-journal.ts';
import { deletableKey } from '../model/prune-journal.ts';
import type { Digest, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/prune-version.ts';
import { versionKey } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import type { Clock, PruneAccess, PruneStore, TakeLease } from '../ports.ts';
import { Deleter } from './prune-delete.ts';
import { pruneLayers } from './prune-layers.ts';
import type { DeletedChunk } from './prune-delete.ts';
import type { RegionJournal } from './prune-journal.ts';
import type { JournalPlace } from './prune-listed.ts';
import { leaveListed, recallListed } from './prune-listed.ts';
import { loadMeasured, storeMeasured } from './prune-measured.ts';
import { onlyIn } from './prune-progress.ts';
import type { RegionState } from './prune-progress.ts';
import type { Ready } from './prune-prepare.ts';
import { intentionsOf, Preparer, ranOutOfTime } from './prune-prepare.ts';
import { deletingMs, DeletionQueue } from './prune-queue.ts';
import { TargetWatch } from './prune-target.ts';
import type { Judgement } from './prune-target.ts';

export interface RegionWork {
  readonly planId: string;
  readonly plan: PrunePlan;
  readonly region: Region;
  /** As they are now: what has come to be kept since is kept. */
  readonly settings: PruneSettings;
  readonly untilPercent: number | undefined;
  /** No deletion begins after it. */
  readonly deleteUntil: Instant;
  readonly leaseUntil: Instant;
}

export interface RegionPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly takeLease: TakeLease;
  readonly access: PruneAccess;
  readonly digest: Digest;
}

/**
 * One slice in one Region: what the plan still deletes there, checked again function by function,
 * journalled before and after. Rejects when the store fails, in which case the lease is left to expire.
 */
export async function pruneRegion(
  work: RegionWork,
  journal: RegionJournal,
  ports: RegionPorts,
): Promise<RegionState> {
  const lease = await ports.takeLease(work.plan.account.id, work.region, work.leaseUntil);
  if (lease.kind === 'busy') return { kind: 'busy', until: lease.until };
  // What another run wrote before it gave the lease back.
  await journal.catchUp();
  const state = await new RegionRun(work, journal, ports).run();
  await lease.release();
  return state;
}

class RegionRun {
  readonly #work: RegionWork;
  readonly #plan: PrunePlan;
  readonly #journal: RegionJournal;
  readonly #ports: RegionPorts;
  readonly #queue: DeletionQueue;
  readonly #target: TargetWatch;
  readonly #tries: Map<string, number>;
  /** The journal as it is now, by version key: folded once, and then kept up with what is written. */
  readonly #journalled: JournalState;
  readonly #outcomes: Map<string, PruneOutcome>;
  readonly #intended: Set<string>;
  readonly #deleter: Deleter;
  /** Every version of a function had its outcome before this slice. */
  readonly #isForLayers: boolean;
  readonly #preparer: Preparer;

  constructor(work: RegionWork, journal: RegionJournal, ports: RegionPorts) {
    this.#work = work;
    this.#plan = onlyIn(work.plan, work.region);
    this.#journal = journal;
    this.#ports = ports;
    const folded = foldJournal(this.#plan, journal.segments);
    this.#outcomes = new Map(folded.outcomes);
    this.#intended = new Set(folded.intended);
    this.#journalled = { ...folded, outcomes: this.#outcomes, intended: this.#intended };
    const left = remaining(this.#plan, folded);
    this.#isForLayers = left.length === 0;
    this.#queue = new DeletionQueue(left);
    this.#preparer = new Preparer(this.#plan, work.region, ports.access);
    this.#tries = journal.intents();
    this.#target = new TargetWatch(work.untilPercent, () => ports.access.codeStorage(work.region));
    this.#deleter = new Deleter(
      ports.clock,
      ports.access.deleteVersion,
      work.deleteUntil,
      this.#tries,
    );
  }

  async run(): Promise<RegionState> {
    await recallListed(this.#place(), this.#ports);
    await this.#measureBefore();
    const early = this.#endOf(await this.#target.judge());
    if (early !== undefined) return this.#ended(early);
    let next = this.#prepareNext();
    for (; next !== undefined; next ??= this.#prepareNext()) {
      const ready = await next;
      if (this.#isTimeUp() || ranOutOfTime(ready)) return this.#ended({ kind: 'goes-on' });
      const refs = await this.#intend(ready);
      this.#target.expect(refs.length);
      // Read beside the deletions: it costs no time, and is only some seconds old when it is used.
      next = this.#prepareNext(deletingMs(refs.length));
      const chunk = await this.#deleter.deleteAll(refs);
      await this.#record(chunk);
      const end =
        this.#stopOf(chunk) ?? this.#endOf(await this.#target.afterDeleting(deletedIn(chunk)));
      if (end !== undefined || (refs.length > 0 && chunk.deletions.length === 0)) {
        await next;
        return this.#ended(end ?? { kind: 'goes-on' });
      }
    }
    const left = remaining(this.#plan, this.#journalled);
    return this.#ended(left.length === 0 ? await this.#layers() : { kind: 'goes-on' });
  }

  /** Layer versions go after every version of a function. */
  async #layers(): Promise<RegionState> {
    if (remainingLayers(this.#plan, this.#journalled).length === 0) {
      return { kind: 'finished', because: 'nothing-left' };
    }
    const { access, clock, digest } = this.#ports;
    const { region, settings, deleteUntil } = this.#work;
    if (access.layers === undefined) throw new Error(`${region} was not opened for layers`);
    return pruneLayers(
      { plan: this.#plan, region, settings, deleteUntil, hasWholeSlice: this.#isForLayers },
      {
        clock,
        digest,
        access: access.layers,
        journalled: this.#journalled,
        tries: this.#tries,
        write: (entries) => this.#write(entries),
        target: this.#target,
        endOf: (judgement) => this.#endOf(judgement),
      },
    );
  }

  /** Once for a plan, and never when something of it may be gone already. */
  async #measureBefore(): Promise<void> {
    if (this.#journalled.begunAt !== undefined) return;
    const { store, access, clock } = this.#ports;
    const { planId, region } = this.#work;
    if ((await loadMeasured(store, planId, region, 'before')) !== undefined) return;
    const storage = await access.codeStorage(region);
    this.#target.learn(storage);
    await storeMeasured(store, planId, region, { occasion: 'before', at: clock.now(), storage });
  }

  #place(): JournalPlace {
    const { planId, region } = this.#work;
    const { segments } = this.#journal;
    return { planId, planDigest: this.#plan.digest, region, segments: segments.length };
  }

  async #ended(state: RegionState): Promise<RegionState> {
    if (state.kind === 'goes-on') {
      const left = remaining(this.#plan, this.#journalled).map(({ functionName }) => functionName);
      await leaveListed(this.#place(), new Set(left), this.#ports);
    }
    if (state.kind !== 'finished') return state;
    const { store, access, clock } = this.#ports;
    const { planId, region } = this.#work;
    const storage = await access.codeStorage(region);
    const at = clock.now();
    await storeMeasured(store, planId, region, { occasion: state.because, at, storage });
    return state;
  }

  /**
   * Reads for the chunk that comes `afterMs` from now; for none that would have to wait for the next
   * slice, which reads all of it again, and for no function that this slice would not get through.
   */
  #prepareNext(afterMs = 0): Promise<Ready> | undefined {
    const endsAt = this.#ports.clock.now() + afterMs + this.#queue.nextWholeMs();
    if (endsAt >= this.#work.deleteUntil) return undefined;
    const chunk = this.#queue.take(this.#target.mostBeforeJudging());
    return chunk === undefined ? undefined : this.#preparer.prepare(chunk);
  }

  /** Writes down what is left alone and what is about to go. */
  async #intend(ready: Ready): Promise<readonly DeletableRef[]> {
    const { clock, digest } = this.#ports;
    const { settings } = this.#work;
    const intentions = intentionsOf(ready, this.#journalled, settings, clock.now(), digest);
    const { refs, entries } = intentions;
    for (const ref of refs) {
      this.#tries.set(versionKey(ref), (this.#tries.get(versionKey(ref)) ?? 0) + 1);
    }
    await this.#write(entries);
    return refs;
  }

  async #record({ deletions }: DeletedChunk): Promise<void> {
    await this.#write(
      deletions.map(({ ref, at, outcome }) => ({ ...ref, at, kind: 'outcome', outcome })),
    );
  }

  async #write(entries: readonly JournalEntry[]): Promise<void> {
    await this.#journal.append(entries);
    for (const entry of entries) {
      if (entry.kind === 'intent') this.#intended.add(deletableKey(entry));
      else this.#outcomes.set(deletableKey(entry), entry.outcome);
    }
  }

  #stopOf({ denied }: DeletedChunk): RegionState | undefined {
    if (denied === undefined) return undefined;
    return { kind: 'stopped', stop: { code: 'delete-denied', failure: denied } };
  }

  #endOf(judgement: Judgement): RegionState | undefined {
    if (judgement === 'go-on') return undefined;
    if (judgement === 'reached') return { kind: 'finished', because: 'target-reached' };
    return { kind: 'stopped', stop: judgement };
  }

  #isTimeUp(): boolean {
    return this.#ports.clock.now() >= this.#work.deleteUntil;
  }
}

function deletedIn({ deletions }: DeletedChunk): number {
  return deletions.filter(({ outcome }) => outcome.kind === 'deleted').length;
}
