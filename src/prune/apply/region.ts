import { agedSources, decidesUntil, tooOld } from '../evidence/age.ts';
import { remainingDeletions, remainingLayers } from '../plan/journal.ts';
import { leftToDelete, readingsOf } from '../plan/narrow.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Narrowing } from '../model/evidence.ts';
import type { Digest, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import { functionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { PruneAccess, PruneStore, TakeLease } from '../ports.ts';
import type { AccountCap } from './account-cap.ts';
import type { DeletionWindow } from './delete-chunk.ts';
import { deletedIn, deleterOf, stoppedBy } from './delete-chunk.ts';
import { pruneLayers } from './layer-region.ts';
import { loadMeasurement, storeMeasurement } from './storage-measurement.ts';
import type { CheckedChunk, PendingChunk } from './prepare.ts';
import { intentionsOf, preparerOf, ranOutOfTime, usableUntilOf } from './prepare.ts';
import { onlyIn } from './progress.ts';
import type { RegionState } from './progress.ts';
import { deletingMs, DeletionQueue, restOf } from './queue.ts';
import type { RegionJournal } from './region-journal.ts';
import { runJournal } from './region-journal.ts';
import { settlerOf } from './settle.ts';
import { stateAfter, TargetWatch } from './target.ts';

export interface RegionWork {
  readonly planId: string;
  readonly plan: PrunePlan;
  readonly region: Region;
  /** The current settings: they keep what the configuration has come to keep since the plan. */
  readonly settings: PruneSettings;
  readonly untilPercent: number | undefined;
  /** Absent where configuration and request lift the cap. Shared by all Regions. */
  readonly accountCap?: AccountCap;
  readonly layersCap?: AccountCap;
  /** Evidence read after the plan was made. */
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

/** One slice in one Region, journalled before and after each deletion. Rejects when the store fails. */
export async function pruneRegion(
  work: RegionWork,
  journal: RegionJournal,
  ports: RegionPorts,
): Promise<RegionState> {
  const lease = await ports.takeLease(work.plan.account.id, work.region, work.leaseUntil);
  if (lease.kind === 'busy') return { kind: 'busy', until: lease.until };
  // Another run may have written before it released the lease.
  await journal.catchUp();
  const state = await runSlice(openRun(work, journal, ports));
  await lease.release();
  return state;
}

export type RegionRun = ReturnType<typeof openRun>;

function openRun(work: RegionWork, regionJournal: RegionJournal, ports: RegionPorts) {
  const { region, narrowing } = work;
  const { access, clock } = ports;
  const plan = onlyIn(work.plan, region);
  const journal = runJournal(plan, regionJournal);
  const left = leftToDelete(plan, journal.state, narrowing);
  const sources = agedSources(left, readingsOf(work.plan, narrowing), clock.now());
  const decided = work.window.before(decidesUntil(sources));
  return {
    ...work,
    ...ports,
    plan,
    journal,
    /** Evidence that only the plan function reads. */
    sources,
    /** When these sources get too old for deletions. */
    decided,
    /** No function versions remained when the slice began. */
    isForLayers: left.length === 0,
    queue: new DeletionQueue(left),
    preparer: preparerOf(plan, region, access, journal.state),
    settler: settlerOf(plan, region, journal, ports),
    target: new TargetWatch(work.untilPercent, () => access.codeStorage(region)),
    deleteAll: deleterOf(clock, access.deleteVersion, decided, journal.tries),
  };
}

async function runSlice(run: RegionRun): Promise<RegionState> {
  const { clock, journal, sources, decided, queue, preparer, settler, target } = run;
  const goesOn: RegionState = { kind: 'goes-on' };
  await journal.skipNarrowed(run.narrowing, clock.now());
  const [old, ...more] = tooOld(sources, clock.now());
  if (old !== undefined) return endIn(run, { kind: 'needs-evidence', sources: [old, ...more] });
  await measureBefore(run);
  const early = stateAfter(await target.judge());
  if (early !== undefined) return endIn(run, early);
  let next = beginNext(run);
  for (; next !== undefined; next ??= beginNext(run)) {
    const checked = await preparer.check(next);
    if (clock.now() >= decided.until() || ranOutOfTime(checked)) return endIn(run, goesOn);
    const accountCap = await capOf(run, checked);
    if (accountCap === 'out-of-time') return endIn(run, goesOn);
    const { settings, digest } = run;
    const basis = { settings, accountCap, now: clock.now(), digest };
    const { refs, entries } = intentionsOf(checked, journal.state, basis);
    await journal.intend(entries);
    target.expect(refs.length);
    // Policies are read during the deletions, so they are only seconds old.
    next = beginNext(run, deletingMs(refs.length));
    const done = await run.deleteAll(refs, usableUntilOf(checked));
    await journal.record(done.deletions, done.unasked);
    settler.add(refs, done);
    const end =
      stoppedBy(done, 'delete-denied') ?? stateAfter(await target.afterDeleting(deletedIn(done)));
    const answers = done.deletions.length + done.lost.length;
    if (end !== undefined || (refs.length > 0 && answers === 0)) {
      await next?.policies;
      return endIn(run, end ?? goesOn);
    }
    if (done.unasked.length > 0) {
      await next?.policies;
      queue.putBack(next?.chunk);
      queue.putBack(restOf(checked.chunk, done.unasked));
      next = undefined;
    }
  }
  if ((await settler.settleLost()) === 'out-of-time') return endIn(run, goesOn);
  if (remainingDeletions(run.plan, journal.state).length > 0) return endIn(run, goesOn);
  const hasLayers = remainingLayers(run.plan, journal.state).length > 0;
  return endIn(
    run,
    hasLayers ? await pruneLayers(run) : { kind: 'finished', because: 'nothing-left' },
  );
}

/** Once a plan, before its first intent. */
async function measureBefore(run: RegionRun): Promise<void> {
  const { store, access, clock, planId, region } = run;
  if (run.journal.state.intended.size > 0) return;
  if ((await loadMeasurement(store, planId, region, 'before')) !== undefined) return;
  const storage = await access.codeStorage(region);
  run.target.learn(storage);
  await storeMeasurement(store, planId, region, { occasion: 'before', at: clock.now(), storage });
}

async function endIn(run: RegionRun, state: RegionState): Promise<RegionState> {
  const { store, access, clock, planId, region, settler } = run;
  if (state.kind === 'stopped') await settler.settleAll('stopped', true);
  if (state.kind !== 'finished') return state;
  if ((await settler.settleAll('finished', run.isForLayers)) === 'out-of-time')
    return { kind: 'goes-on' };
  const storage = await access.codeStorage(region);
  const at = clock.now();
  await storeMeasurement(store, planId, region, { occasion: state.because, at, storage });
  return state;
}

/**
 * Begins the chunk that comes `afterMs` from now; none that the slice cannot finish, since the next one reads it again.
 */
function beginNext(run: RegionRun, afterMs = 0): PendingChunk | undefined {
  const endsAt = run.clock.now() + afterMs + run.queue.nextWholeMs();
  if (endsAt >= run.decided.until()) return undefined;
  const chunk = run.queue.take(run.target.mostBeforeJudging());
  return chunk === undefined ? undefined : run.preparer.begin(chunk);
}

async function capOf({ accountCap, region }: RegionRun, checked: CheckedChunk) {
  if (checked.kind === 'changed' || checked.fresh.versions.kind === 'failed') return 'within';
  const key = functionKey(region, checked.chunk.functionName);
  return (await accountCap?.admits(key, checked.fresh.versions.value)) ?? 'within';
}
