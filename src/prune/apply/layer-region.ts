import { recheckLayer } from '../plan/guard-layer-recheck.ts';
import type { PlannedLayerDeletion } from '../plan/order.ts';
import { layersOf } from '../plan/order.ts';
import { remainingLayers } from '../plan/journal.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { FreshLayer, PlannedLayer } from '../model/layer.ts';
import { layerKey } from '../model/layer.ts';
import { refOf } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import type { LayerAccess } from '../ports.ts';
import { deletedIn, deleterOf, stoppedBy } from './delete-chunk.ts';
import { intentionsBy, isCutOff } from './prepare.ts';
import type { RegionState } from './progress.ts';
import type { RegionRun } from './region.ts';
import { openedLayers } from './lost-deletions.ts';
import { stateAfter } from './target.ts';

/** The most versions in a chunk, deleted together. Few, since a function may attach one after the attachments were read. */
const MOST_IN_CHUNK = 16;

/**
 * Deletes the planned layer versions of a Region, after its function versions. If a denial or the reached target ends the
 * run before, all layers are kept: less evidence exists for layers than for functions. A layer attached only to a
 * version that this run deleted is kept: the plan kept it.
 */
export async function pruneLayers(run: RegionRun): Promise<RegionState> {
  const { plan, region, clock, journal, lookUp, target, window } = run;
  const access = openedLayers(run.access.layers, region);
  const deleteAll = deleterOf(clock, access.deleteLayerVersion, window, journal.tries);
  let unreadable: FreshLayer['attached'] | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const left = remainingLayers(plan, journal.state);
    const [first] = left;
    if (first === undefined) return { kind: 'finished', because: 'nothing-left' };
    if (unreadable === undefined && clock.now() >= window.until()) return { kind: 'goes-on' };
    const most = Math.min(MOST_IN_CHUNK, target.mostBeforeMeasuring());
    const chunk = left.filter(({ layerName }) => layerName === first.layerName).slice(0, most);
    const planned = layerNamed(plan, first.layerName);
    let fresh =
      unreadable === undefined
        ? await freshLayer(region, first.layerName, chunk, access)
        : layerWithUnreadAttachments(planned, unreadable, clock.now());
    if (unreadable === undefined && ranOutOfTime(fresh)) {
      // This invocation failed to read the attachments, its only task, so the next one would fail too.
      const isHopeless = isFirst && run.isForLayers && fresh.attached.kind === 'failed';
      if (!isHopeless) return { kind: 'goes-on' };
      unreadable = fresh.attached;
      fresh = layerWithUnreadAttachments(planned, unreadable, clock.now());
    }
    const cap = await capOf(run, planned, fresh);
    if (cap === 'out-of-time') return { kind: 'goes-on' };
    const now = clock.now();
    const { settings, hash } = run;
    const basis = { settings, accountCap: cap, now, hash };
    const rechecked = recheckLayer({ planned, fresh, journal: journal.state, ...basis });
    const { refs, entries } = intentionsBy(
      rechecked,
      chunk.map((one) => refOf(one)),
      now,
    );
    await journal.write(entries);
    target.expect(refs.length);
    const done = await deleteAll(refs);
    await journal.record(done.deletions);
    lookUp.add(refs, done);
    if ((await lookUp.lookUpLost()) === 'out-of-time') return { kind: 'goes-on' };
    const end =
      stoppedBy(done, 'layer-delete-denied') ??
      stateAfter(await target.afterDeleting(deletedIn(done)));
    if (end !== undefined) return end;
    if (refs.length > 0 && done.deletions.length + done.lost.length === 0)
      return { kind: 'goes-on' };
  }
}

/** Reads a layer right before its deletions. Attachments are read last, so that they are the most recent. */
async function freshLayer(
  region: Region,
  layerName: string,
  chunk: readonly PlannedLayerDeletion[],
  access: LayerAccess,
): Promise<FreshLayer> {
  const [versions, policies] = await Promise.all([
    access.versionsNow(region, layerName),
    Promise.all(chunk.map(async (ref) => [ref.version, await access.policyNow(ref)] as const)),
  ]);
  const { attached, readAt } = await access.attachedNow(region);
  return { versions, policies: new Map(policies), attached, attachedReadAt: readAt };
}

/** Returns a layer with failed attachments, so that the check keeps all its versions. Makes no call. */
function layerWithUnreadAttachments(
  { versions }: PlannedLayer,
  attached: FreshLayer['attached'],
  now: Instant,
): FreshLayer {
  const value = versions.map(({ version, storage }) => ({ version, storage }));
  return {
    versions: { kind: 'read', value },
    policies: new Map(),
    attached,
    attachedReadAt: now,
  };
}

function ranOutOfTime({ versions, policies, attached }: FreshLayer): boolean {
  return [versions, attached, ...policies.values()].some(isCutOff);
}

/** Returns whether a layer stays within the cap; `within` if it could not be read, since the check keeps it anyway. */
async function capOf(
  { layersCap }: RegionRun,
  { region, name }: PlannedLayer,
  { versions, attached }: FreshLayer,
): Promise<'within' | 'beyond' | 'out-of-time'> {
  if (layersCap === undefined || versions.kind === 'failed' || attached.kind === 'failed') {
    return 'within';
  }
  return layersCap.admits(layerKey(region, name), versions.value);
}

function layerNamed(plan: PrunePlan, layerName: string): PlannedLayer {
  const planned = layersOf(plan).find(({ name }) => name === layerName);
  if (planned === undefined) throw new Error(`the plan has no layer ${layerName}`);
  return planned;
}
