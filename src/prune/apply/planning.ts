import type { Codec } from '../../documents/codec.ts';
import { encode, parse } from '../../documents/codec.ts';
import { exactTime } from '../../documents/model-values.ts';
import { document, inline, optional, record } from '../../documents/records.ts';
import { anything, text } from '../../documents/values.ts';
import { accountRefusals } from '../plan/guard-account.ts';
import type { LayerBasis } from '../plan/make.ts';
import { planPrune } from '../plan/make.ts';
import type { AccountConfiguration } from '../../model/configuration.ts';
import type { KeepRequest, PrunableAccount } from '../model/recheck.ts';
import type { LayersLeftOut, RegionLayers } from '../model/layer.ts';
import type { Hash, PruneFilters, PruneSettings } from '../model/prune-plan.ts';
import type { PruneInventory } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import { instant, SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { CollectEvidence, EvidenceRequest, PruneStore, ReadCodeStorage } from '../ports.ts';
import type { UnmatchedName } from '../plan/overview/show.ts';
import { namesNotMatched } from '../plan/overview/show.ts';
import { planningName, planTextName } from './documents.ts';
import { refusedFor, storePlan, summaryOf } from './stored-plan.ts';
import type { PlanTextOf, PruneOrder } from './stored-plan.ts';

/** The time for reads in an invocation, which must end within a minute so that callers keep their connection. */
export const READING_MS = 45 * SECOND_MS;

export interface PlanningRequest {
  readonly account: AccountConfiguration;
  readonly configured: PrunableAccount;
  readonly regions: EvidenceRequest['regions'];
  readonly filters: PruneFilters;
  readonly settings: PruneSettings;
  readonly order: PruneOrder;
  /** Set when the request keeps fewer of the newest versions than the configuration. */
  readonly fewer?: KeepRequest;
  /** Whether layers are planned, or why they are left out; absent if the request does not ask for layers. */
  readonly layers?: 'wanted' | { readonly leftOut: readonly [LayersLeftOut, ...LayersLeftOut[]] };
}

export interface PlanningPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly collect: CollectEvidence;
  readonly codeStorage: ReadCodeStorage;
  readonly hash: Hash;
  readonly textOf: PlanTextOf;
}

/** The progress of a planning that an earlier invocation has begun. */
export interface Planning {
  readonly begunAt: Instant;
  /** The reads of the earlier invocations, as text; undefined before the first read. */
  readonly state?: string | undefined;
}

export type PlanningAnswer = Awaited<ReturnType<typeof makePlan>>;

/** Reads evidence for up to 45 seconds. Returns the stored plan, the progress, a refusal, or the names not found. */
export async function makePlan(
  request: PlanningRequest,
  planning: Planning | undefined,
  ports: PlanningPorts,
) {
  const { account, configured, regions, order } = request;
  const refused = refusedFor(accountRefusals(configured));
  if (refused !== undefined) return refused;
  const decided = await decideFromEvidence(request, planning, ports);
  if (decided.kind !== 'decided') return decided;
  const { plan } = decided;
  const { store, codeStorage, hash, textOf } = ports;
  const measured: PruneOrder = {
    ...order,
    codeStorage: await codeStorage(account.id, regions),
    summary: summaryOf(plan),
  };
  const planId = await storePlan(store, plan, measured, hash, textOf);
  const textAt = store.locationOf(planTextName(planId));
  return { kind: 'planned', planId, plan, order: measured, textAt } as const;
}

/**
 * Reads evidence for up to 45 seconds. Returns the progress, the names not found or, once all is read, a plan.
 * The age of a version counts up to the start of reading. Does not check whether the account may be pruned.
 */
export async function decideFromEvidence(
  request: Omit<PlanningRequest, 'configured' | 'order' | 'fewer'>,
  planning: Planning | undefined,
  { clock, collect, hash }: Pick<PlanningPorts, 'clock' | 'collect' | 'hash'>,
) {
  const { account, regions, filters, settings } = request;
  const begunAt = planning?.begunAt ?? clock.now();
  const collected = await collect(
    {
      account,
      regions,
      filters,
      retention: settings.retention,
      layers: request.layers === 'wanted',
    },
    planning?.state,
    instant(clock.now() + READING_MS),
  );
  if (collected.kind === 'unfinished') {
    const { state, progress } = collected;
    const left: Planning = { begunAt, state };
    return { kind: 'unfinished', planning: left, progress } as const;
  }
  const { inventory, evidence, readings } = collected;
  const unknown = functionsNotFound(filters, inventory);
  if (unknown.length > 0) return { kind: 'no-function', functions: unknown } as const;
  const layers = layerBasis(request.layers, collected.layers);
  const plan = planPrune({
    inventory,
    evidence,
    readings,
    settings,
    filters,
    ...(layers !== undefined && { layers }),
    now: begunAt,
    hash,
  });
  return { kind: 'decided', plan } as const;
}

/** Returns the requested names that match no function; empty if a Region was not listed, which may have them. */
function functionsNotFound(
  { functions }: PruneFilters,
  { regions, unlisted }: PruneInventory,
): readonly UnmatchedName[] {
  if (unlisted.length > 0) return [];
  const names = regions.flatMap((region) => region.functions.map(({ name }) => name));
  return namesNotMatched(functions, [...new Set(names)]);
}

function layerBasis(
  requested: PlanningRequest['layers'],
  regions: readonly RegionLayers[] | undefined,
): LayerBasis | undefined {
  if (requested === undefined) return undefined;
  if (requested !== 'wanted') return { kind: 'left-out', because: requested.leftOut };
  if (regions === undefined) throw new Error('layers were requested and not read');
  return { kind: 'read', regions };
}

/** How the progress of a plan or of a review is stored; one cannot be continued as the other. */
export interface PlanningKind {
  /** The `kind` in the stored document. */
  readonly kind: string;
  readonly nameOf: (runId: string) => string;
}

const PLAN: PlanningKind = { kind: 'limits-watchdog.prune-planning', nameOf: planningName };

/** An unfinished planning as stored. */
export interface StoredPlanning {
  /** The event of the first invocation, which has the request. */
  readonly event: unknown;
  readonly planning: Planning;
}

/** Stores an unfinished planning under the run id of this invocation. The next invocation loads it by this id. */
export async function storePlanning(
  store: PruneStore,
  runId: string,
  planning: StoredPlanning,
  { kind, nameOf }: PlanningKind = PLAN,
): Promise<void> {
  await store.create(nameOf(runId), encode(planning, planningOf(kind)));
}

/** Reads a stored planning; undefined if there is none or it is unreadable. */
export async function loadPlanning(
  store: PruneStore,
  runId: string,
  { kind, nameOf }: PlanningKind = PLAN,
): Promise<StoredPlanning | undefined> {
  const found = await store.read(nameOf(runId));
  if (found === undefined) return undefined;
  const planning = parse(found, planningOf(kind));
  return planning.ok ? planning.value : undefined;
}

function planningOf(kind: string): Codec<StoredPlanning> {
  return document(
    { kind, format: 1 },
    record<StoredPlanning>({
      event: anything,
      planning: inline(record<Planning>({ begunAt: exactTime, state: optional(text) })),
    }),
  );
}
