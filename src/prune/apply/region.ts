import { agedSources, decidesUntil, tooOld } from '../evidence/age.ts';
import { remaining, remainingLayers } from '../plan/journal.ts';
import { leftToDelete, readingsOf } from '../plan/narrow.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { AgedSource, Narrowing } from '../model/evidence-reading.ts';
import type { Digest, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import { functionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { PruneAccess, PruneStore, TakeLease } from '../ports.ts';
import type { AccountCap } from './account-cap.ts';
import type { DeletedChunk } from './delete-chunk.ts';
import { deletedIn, Deleter } from './delete-chunk.ts';
import type { RegionJournal } from './write-journal.ts';
import { pruneLayers } from './layer-region.ts';
import { loadMeasured, storeMeasured } from './measured.ts';
import type { CheckedChunk, Intentions, PendingChunk } from './prepare.ts';
import { intentionsOf, Preparer, ranOutOfTime, usableUntilOf } from './prepare.ts';
import { onlyIn } from './progress.ts';
import type { RegionState } from './progress.ts';
import { deletingMs, DeletionQueue, restOf } from './queue.ts';
import { RunJournal } from './run-journal.ts';
import { Settler } from './settle.ts';
import { TargetWatch } from './target.ts';
import type { Judgement } from './target.ts';
import type { DeletionWindow, Window } from './window.ts';

export interface RegionWork {
  readonly planId: string;
  readonly plan: PrunePlan;
  readonly region: Region;
  /** As they are now: what has come to be kept since is kept. */
  readonly settings: PruneSettings;
  readonly untilPercent: number | undefined;
  /** Absent where the configuration and the request lift the cap. Shared by the Regions of a slice. */
  readonly accountCap?: AccountCap;
  readonly layersCap?: AccountCap;
  /** What was learned since the plan was made. */
  readonly narrowing: Narrowing;
  readonly window: DeletionWindow;
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
  readonly #journal: RunJournal;
  readonly #ports: RegionPorts;
  readonly #queue: DeletionQueue;
  readonly #target: TargetWatch;
  readonly #deleter: Deleter;
  readonly #preparer: Preparer;
  /** What decides and is not read again by this function. */
  readonly #sources: readonly AgedSource[];
  readonly #window: Window;
  readonly #settler: Settler;
  /** Nothing of a function was left when the slice began. */
  readonly #isForLayers: boolean;

  constructor(work: RegionWork, journal: RegionJournal, ports: RegionPorts) {
    this.#work = work;
    this.#plan = onlyIn(work.plan, work.region);
    this.#journal = new RunJournal(this.#plan, journal);
    this.#ports = ports;
    const { state, tries } = this.#journal;
    const left = leftToDelete(this.#plan, state, work.narrowing);
    const readings = readingsOf(work.plan, work.narrowing);
    this.#sources = agedSources(left, readings, ports.clock.now());
    this.#window = work.window.before(decidesUntil(this.#sources));
    this.#isForLayers = left.length === 0;
    this.#queue = new DeletionQueue(left);
    this.#preparer = new Preparer(this.#plan, work.region, ports.access, state);
    this.#settler = new Settler(this.#plan, work.region, this.#journal, ports);
    this.#target = new TargetWatch(work.untilPercent, () => ports.access.codeStorage(work.region));
    this.#deleter = new Deleter(ports.clock, ports.access.deleteVersion, this.#window, tries);
  }

  async run(): Promise<RegionState> {
    await this.#journal.skipNarrowed(this.#work.narrowing, this.#ports.clock.now());
    const [old, ...more] = tooOld(this.#sources, this.#ports.clock.now());
    if (old !== undefined) return this.#ended({ kind: 'needs-evidence', sources: [old, ...more] });
    await this.#measureBefore();
    const early = this.#endOf(await this.#target.judge());
    if (early !== undefined) return this.#ended(early);
    let next = this.#beginNext();
    for (; next !== undefined; next ??= this.#beginNext()) {
      const checked = await this.#preparer.check(next);
      if (this.#isTimeUp() || ranOutOfTime(checked)) return this.#ended({ kind: 'goes-on' });
      const cap = await this.#capOf(checked);
      if (cap === 'out-of-time') return this.#ended({ kind: 'goes-on' });
      const intentions = this.#intentions(checked, cap);
      await this.#journal.intend(intentions);
      const { refs } = intentions;
      this.#target.expect(refs.length);
      // Policies are read beside the deletions: it costs no time, and they are only seconds old when used.
      next = this.#beginNext(deletingMs(refs.length));
      const done = await this.#deleter.deleteAll(refs, usableUntilOf(checked));
      await this.#journal.record(done.deletions, done.unasked);
      this.#settler.add(refs, done);
      const end =
        this.#stopOf(done) ?? this.#endOf(await this.#target.afterDeleting(deletedIn(done)));
      const answers = done.deletions.length + done.lost.length;
      if (end !== undefined || (refs.length > 0 && answers === 0)) {
        await next?.policies;
        return this.#ended(end ?? { kind: 'goes-on' });
      }
      if (done.unasked.length > 0) {
        await next?.policies;
        this.#queue.putBack(next?.chunk);
        this.#queue.putBack(restOf(checked.chunk, done.unasked));
        next = undefined;
      }
    }
    if ((await this.#settler.settleLost()) === 'out-of-time')
      return this.#ended({ kind: 'goes-on' });
    const left = remaining(this.#plan, this.#journal.state);
    return this.#ended(left.length === 0 ? await this.#layers() : { kind: 'goes-on' });
  }

  /** Layer versions go after every version of a function. */
  async #layers(): Promise<RegionState> {
    if (remainingLayers(this.#plan, this.#journal.state).length === 0) {
      return { kind: 'finished', because: 'nothing-left' };
    }
    const { access, clock, digest } = this.#ports;
    const { region, settings, window, layersCap } = this.#work;
    if (access.layers === undefined) throw new Error(`${region} was not opened for layers`);
    return pruneLayers(
      {
        plan: this.#plan,
        region,
        settings,
        window,
        hasWholeSlice: this.#isForLayers,
        ...(layersCap !== undefined && { layersCap }),
      },
      {
        clock,
        digest,
        access: access.layers,
        journalled: this.#journal.state,
        tries: this.#journal.tries,
        write: (entries) => this.#journal.write(entries),
        settler: this.#settler,
        target: this.#target,
        endOf: (judgement) => this.#endOf(judgement),
      },
    );
  }

  /** Once for a plan, and never when something of it may be gone already. */
  async #measureBefore(): Promise<void> {
    if (this.#journal.state.intended.size > 0) return;
    const { store, access, clock } = this.#ports;
    const { planId, region } = this.#work;
    if ((await loadMeasured(store, planId, region, 'before')) !== undefined) return;
    const storage = await access.codeStorage(region);
    this.#target.learn(storage);
    await storeMeasured(store, planId, region, { occasion: 'before', at: clock.now(), storage });
  }

  async #ended(state: RegionState): Promise<RegionState> {
    if (state.kind === 'stopped') await this.#settler.settleAll('stopped', true);
    if (state.kind !== 'finished') return state;
    if ((await this.#settler.settleAll('finished', this.#isForLayers)) === 'out-of-time')
      return { kind: 'goes-on' };
    const { store, access, clock } = this.#ports;
    const { planId, region } = this.#work;
    const storage = await access.codeStorage(region);
    const at = clock.now();
    await storeMeasured(store, planId, region, { occasion: state.because, at, storage });
    return state;
  }

  /**
   * Begins with the chunk that comes `afterMs` from now; with none that would have to wait for the next
   * slice, which reads all of it again, and with no function that this slice would not get through.
   */
  #beginNext(afterMs = 0): PendingChunk | undefined {
    const endsAt = this.#ports.clock.now() + afterMs + this.#queue.nextWholeMs();
    if (endsAt >= this.#window.until()) return undefined;
    const chunk = this.#queue.take(this.#target.mostBeforeJudging());
    return chunk === undefined ? undefined : this.#preparer.begin(chunk);
  }

  /** Before its first deletion a function takes its share of what may go of the account. */
  async #capOf(checked: CheckedChunk): Promise<'within' | 'beyond' | 'out-of-time'> {
    if (checked.kind === 'changed' || checked.fresh.versions.kind === 'failed') return 'within';
    const { accountCap, region } = this.#work;
    const key = functionKey(region, checked.chunk.functionName);
    return (await accountCap?.admits(key, checked.fresh.versions.value)) ?? 'within';
  }

  #intentions(checked: CheckedChunk, accountCap: 'within' | 'beyond'): Intentions {
    const { clock, digest } = this.#ports;
    const { settings } = this.#work;
    const basis = { settings, accountCap, now: clock.now(), digest };
    return intentionsOf(checked, this.#journal.state, basis);
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
    return this.#ports.clock.now() >= this.#window.until();
  }
}
