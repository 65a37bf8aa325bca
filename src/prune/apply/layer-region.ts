import { recheckLayer } from '../plan/guard-layer-recheck.ts';
import type { PlannedLayerDeletion } from '../plan/order.ts';
import { layersOf } from '../plan/order.ts';
import { remainingLayers } from '../plan/journal.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { RecheckedLayerVersion } from '../model/recheck.ts';
import type { JournalEntry, JournalState } from '../model/journal-segment.ts';
import type { DeletableLayerRef, FreshLayer, PlannedLayer } from '../model/layer.ts';
import { layerKey } from '../model/layer.ts';
import type { Digest, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { LayerAccess } from '../ports.ts';
import type { AccountCap } from './account-cap.ts';
import type { DeletedChunk } from './delete-chunk.ts';
import { Deleter } from './delete-chunk.ts';
import type { DeletionWindow } from './window.ts';
import type { RegionState } from './progress.ts';
import type { Settler } from './settle.ts';
import type { Judgement } from './target.ts';

/**
 * So few that what functions attach, which is read last of all, is a few seconds old when the last of
 * them goes: nobody can close the time between that reading and a deletion, only shorten it.
 */
const MOST_IN_CHUNK = 16;

export interface LayerWork {
  /** Of this Region alone. */
  readonly plan: PrunePlan;
  readonly region: Region;
  readonly settings: PruneSettings;
  readonly layersCap?: AccountCap;
  readonly window: DeletionWindow;
  /** No function version has been deleted in this slice: it has all of its time for layers. */
  readonly hasWholeSlice: boolean;
}

/** What the run of a Region lends: one journal, one pace and one target for both kinds. */
export interface LayerPorts {
  readonly clock: Clock;
  readonly access: LayerAccess;
  readonly digest: Digest;
  /** Kept up with what is written. */
  readonly journalled: JournalState;
  /** By key: how often a deletion was asked for. */
  readonly tries: Map<string, number>;
  readonly write: (entries: readonly JournalEntry[]) => Promise<void>;
  readonly settler: Pick<Settler, 'add' | 'settleLost'>;
  readonly target: {
    readonly mostBeforeJudging: () => number;
    readonly expect: (versions: number) => void;
    readonly afterDeleting: (deleted: number) => Promise<Judgement>;
  };
  readonly endOf: (judgement: Judgement) => RegionState | undefined;
}

/**
 * The layer versions that a plan deletes in one Region, after its functions: a layer is attached by
 * functions and never the other way round, a denial or a target that is reached leaves the kind alone
 * of which less is known, and the look at all functions that precedes a deletion is the shortest then.
 * What only a version attached that has just been deleted was kept by the plan, and stays.
 */
export async function pruneLayers(work: LayerWork, ports: LayerPorts): Promise<RegionState> {
  const { clock, access, journalled, tries } = ports;
  const deleter = new Deleter(clock, access.deleteLayerVersion, work.window, tries);
  let unreadable: FreshLayer['attached'] | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const left = remainingLayers(work.plan, journalled);
    const [first] = left;
    if (first === undefined) return { kind: 'finished', because: 'nothing-left' };
    if (unreadable === undefined && clock.now() >= work.window.until()) return { kind: 'goes-on' };
    const most = Math.min(MOST_IN_CHUNK, ports.target.mostBeforeJudging());
    const chunk = left.filter(({ layerName }) => layerName === first.layerName).slice(0, most);
    const planned = layerNamed(work.plan, first.layerName);
    let fresh =
      unreadable === undefined
        ? await freshLayer(work.region, first.layerName, chunk, access)
        : unreadFunctions(planned, unreadable, clock.now());
    if (unreadable === undefined && ranOutOfTime(fresh)) {
      // With a whole slice for it, what functions attach could not be read: nor will it be in the next.
      const isHopeless = isFirst && work.hasWholeSlice && fresh.attached.kind === 'failed';
      if (!isHopeless) return { kind: 'goes-on' };
      unreadable = fresh.attached;
      fresh = unreadFunctions(planned, unreadable, clock.now());
    }
    const cap = await capOf(work, planned, fresh);
    if (cap === 'out-of-time') return { kind: 'goes-on' };
    const refs = await intend(work, ports, planned, chunk, fresh, cap);
    ports.target.expect(refs.length);
    const done = await deleter.deleteAll(refs);
    await ports.write(
      done.deletions.map(({ ref, at, outcome }) => ({ ...ref, at, kind: 'outcome', outcome })),
    );
    ports.settler.add(refs, done);
    if ((await ports.settler.settleLost()) === 'out-of-time') return { kind: 'goes-on' };
    const end = stopOf(done) ?? ports.endOf(await ports.target.afterDeleting(deletedIn(done)));
    if (end !== undefined) return end;
    if (refs.length > 0 && done.deletions.length + done.lost.length === 0)
      return { kind: 'goes-on' };
  }
}

/** Read again right before its versions go; what functions attach comes last, to be the freshest. */
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

/** A layer of which nothing more is asked, since what functions attach cannot be read: each version says so. */
function unreadFunctions(
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
  return [versions, attached, ...policies.values()].some(
    (one) => one.kind === 'failed' && one.failure.reason === 'out-of-time',
  );
}

/** Of a layer that was not listed nothing goes anyway. */
async function capOf(
  { layersCap }: LayerWork,
  { region, name }: PlannedLayer,
  { versions, attached }: FreshLayer,
): Promise<'within' | 'beyond' | 'out-of-time'> {
  if (layersCap === undefined || versions.kind === 'failed' || attached.kind === 'failed') {
    return 'within';
  }
  return layersCap.admits(layerKey(region, name), versions.value);
}

/** Writes down what is left alone and what is about to go. */
async function intend(
  { region, settings }: LayerWork,
  { clock, digest, journalled, write }: LayerPorts,
  planned: PlannedLayer,
  chunk: readonly PlannedLayerDeletion[],
  fresh: FreshLayer,
  accountCap: 'within' | 'beyond',
): Promise<readonly DeletableLayerRef[]> {
  const layerName = planned.name;
  const now = clock.now();
  const basis = { settings, accountCap, now, digest };
  const rechecked = recheckLayer({ planned, fresh, journal: journalled, ...basis });
  const verdicts = new Map<number, RecheckedLayerVersion>(
    rechecked.map((one) => [one.version, one]),
  );
  const refs: DeletableLayerRef[] = [];
  const entries: JournalEntry[] = [];
  for (const { version } of chunk) {
    const ref = { region, layerName, version };
    const verdict = verdicts.get(version);
    if (verdict?.verdict === 'delete') {
      refs.push(ref);
      entries.push({ ...ref, at: now, kind: 'intent' });
    } else if (verdict?.verdict === 'skip') {
      const outcome = { kind: 'skipped', reason: verdict.reason } as const;
      entries.push({ ...ref, at: now, kind: 'outcome', outcome });
    }
  }
  await write(entries);
  return refs;
}

function layerNamed(plan: PrunePlan, layerName: string): PlannedLayer {
  const planned = layersOf(plan).find(({ name }) => name === layerName);
  if (planned === undefined) throw new Error(`the plan holds no layer ${layerName}`);
  return planned;
}

function stopOf({ denied }: DeletedChunk<DeletableLayerRef>): RegionState | undefined {
  if (denied === undefined) return undefined;
  return { kind: 'stopped', stop: { code: 'layer-delete-denied', failure: denied } };
}

function deletedIn({ deletions }: DeletedChunk<DeletableLayerRef>): number {
  return deletions.filter(({ outcome }) => outcome.kind === 'deleted').length;
}
