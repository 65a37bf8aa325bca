import { agedSources, sourcesUsableUntil, tooOldSources } from '../evidence/age.ts';
import { remainingDeletions, remainingLayers } from '../plan/journal.ts';
import { leftToDelete, readingsOf } from '../plan/narrow.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Narrowing } from '../model/evidence.ts';
import type { Hash, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
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
import { lostDeletionLookUp } from './lost-deletions.ts';
import { stateAfter, TargetWatch } from './target.ts';

/** What an invocation has to do in one Region. */
export interface RegionWork {
  readonly planId: string;
  readonly plan: PrunePlan;
  readonly region: Region;
  /** The settings of the current configuration, which may keep more than the plan's. */
  readonly settings: PruneSettings;
  /** Deletions end below this percentage of the Region's code storage limit; undefined without a target. */
  readonly untilPercent: number | undefined;
  /** The cap of function versions, shared by all Regions; absent if configuration and request lift it. */
  readonly accountCap?: AccountCap;
  /** The cap of layer versions, shared by all Regions; absent if configuration and request lift it. */
  readonly layersCap?: AccountCap;
  /** The versions that are kept because of evidence read after planning. */
  readonly narrowing: Narrowing;
  readonly window: DeletionWindow;
  readonly leaseUntil: Instant;
}

export interface RegionPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly takeLease: TakeLease;
  readonly access: PruneAccess;
  readonly hash: Hash;
}

/** Deletes versions of one Region in one invocation; each is journalled before and after. Rejects when the store fails. */
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
  const evidenceWindow = work.window.before(sourcesUsableUntil(sources));
  return {
    ...work,
    ...ports,
    plan,
    journal,
    /** Sources of evidence that only the plan function reads, with the time of their last read. */
    sources,
    /** The time for function deletions, which also ends when one of `sources` gets too old. */
    evidenceWindow,
    /** Whether only layer versions remained when the invocation began. */
    isForLayers: left.length === 0,
    queue: new DeletionQueue(left),
    preparer: preparerOf(plan, region, access, journal.state),
    lookUp: lostDeletionLookUp(plan, region, journal, ports),
    target: new TargetWatch(work.untilPercent, () => access.codeStorage(region)),
    deleteAll: deleterOf(clock, access.deleteVersion, evidenceWindow, journal.tries),
  };
}

async function runSlice(run: RegionRun): Promise<RegionState> {
  const { clock, journal, sources, evidenceWindow, queue, preparer, lookUp, target } = run;
  const goesOn: RegionState = { kind: 'goes-on' };
  await journal.skipNarrowed(run.narrowing, clock.now());
  const [old, ...more] = tooOldSources(sources, clock.now());
  if (old !== undefined) return endRegion(run, { kind: 'needs-evidence', sources: [old, ...more] });
  await measureBefore(run);
  const early = stateAfter(await target.checkTarget());
  if (early !== undefined) return endRegion(run, early);
  let next = beginNext(run);
  for (; next !== undefined; next ??= beginNext(run)) {
    const checked = await preparer.check(next);
    if (clock.now() >= evidenceWindow.until() || ranOutOfTime(checked))
      return endRegion(run, goesOn);
    const accountCap = await capOf(run, checked);
    if (accountCap === 'out-of-time') return endRegion(run, goesOn);
    const { settings, hash } = run;
    const basis = { settings, accountCap, now: clock.now(), hash };
    const { refs, entries } = intentionsOf(checked, journal.state, basis);
    await journal.intend(entries);
    target.expect(refs.length);
    // The next chunk's policies are read during the deletions of this one, so they are only seconds old.
    next = beginNext(run, deletingMs(refs.length));
    const done = await run.deleteAll(refs, usableUntilOf(checked));
    await journal.record(done.deletions, done.toRecheck);
    lookUp.add(refs, done);
    const end =
      stoppedBy(done, 'delete-denied') ?? stateAfter(await target.afterDeleting(deletedIn(done)));
    const answers = done.deletions.length + done.lost.length;
    if (end !== undefined || (refs.length > 0 && answers === 0)) {
      await next?.policies;
      return endRegion(run, end ?? goesOn);
    }
    if (done.toRecheck.length > 0) {
      await next?.policies;
      queue.putBack(next?.chunk);
      queue.putBack(restOf(checked.chunk, done.toRecheck));
      next = undefined;
    }
  }
  if ((await lookUp.lookUpLost()) === 'out-of-time') return endRegion(run, goesOn);
  if (remainingDeletions(run.plan, journal.state).length > 0) return endRegion(run, goesOn);
  const hasLayers = remainingLayers(run.plan, journal.state).length > 0;
  return endRegion(
    run,
    hasLayers ? await pruneLayers(run) : { kind: 'finished', because: 'nothing-left' },
  );
}

/** Measures and stores code storage, once for a plan, before the first delete request in the Region. */
async function measureBefore(run: RegionRun): Promise<void> {
  const { store, access, clock, planId, region } = run;
  if (run.journal.state.intended.size > 0) return;
  if ((await loadMeasurement(store, planId, region, 'before')) !== undefined) return;
  const storage = await access.codeStorage(region);
  run.target.useMeasurement(storage);
  await storeMeasurement(store, planId, region, { occasion: 'before', at: clock.now(), storage });
}

/** If stopped or finished, looks up deletions without an answer; if finished, measures code storage. Returns the state. */
async function endRegion(run: RegionRun, state: RegionState): Promise<RegionState> {
  const { store, access, clock, planId, region, lookUp } = run;
  if (state.kind === 'stopped') await lookUp.lookUpAll('stopped', true);
  if (state.kind !== 'finished') return state;
  if ((await lookUp.lookUpAll('finished', run.isForLayers)) === 'out-of-time')
    return { kind: 'goes-on' };
  const storage = await access.codeStorage(region);
  const at = clock.now();
  await storeMeasurement(store, planId, region, { occasion: state.because, at, storage });
  return state;
}

/** Begins to read the chunk that is deleted `afterMs` from now; undefined if none remains or the time is too short for it. */
function beginNext(run: RegionRun, afterMs = 0): PendingChunk | undefined {
  const endsAt = run.clock.now() + afterMs + run.queue.nextFunctionMs();
  if (endsAt >= run.evidenceWindow.until()) return undefined;
  const chunk = run.queue.take(run.target.mostBeforeMeasuring());
  return chunk === undefined ? undefined : run.preparer.begin(chunk);
}

async function capOf({ accountCap, region }: RegionRun, checked: CheckedChunk) {
  if (checked.kind === 'changed' || checked.fresh.versions.kind === 'failed') return 'within';
  const key = functionKey(region, checked.chunk.functionName);
  return (await accountCap?.admits(key, checked.fresh.versions.value)) ?? 'within';
}
