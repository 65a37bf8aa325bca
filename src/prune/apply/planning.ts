import { accountRefusals } from '../plan/guard-account.ts';
import type { LayerBasis } from '../plan/make.ts';
import { planPrune } from '../plan/make.ts';
import type { AccountConfiguration } from '../../model/configuration.ts';
import type { KeepRequest, PrunableAccount, Refusal } from '../model/recheck.ts';
import type { LayersLeftOut, RegionLayers } from '../model/layer.ts';
import type { Digest, PruneFilters, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import type { PruneInventory } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import { instant, SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type {
  CollectEvidence,
  EvidenceRequest,
  PlanningProgress,
  PruneStore,
  ReadCodeStorage,
} from '../ports.ts';
import type { NothingShown } from '../plan/overview/show.ts';
import { namesNotMatched } from '../plan/overview/show.ts';
import { planTextName } from './documents.ts';
import { summaryOf } from './list/plan-summary.ts';
import type { PlanTextOf, PruneOrder } from './stored-plan.ts';
import { storePlan } from './stored-plan.ts';

/** So long one invocation reads; it ends within a minute, so that no caller loses its connection. */
const READING_MS = 45 * SECOND_MS;

export interface PlanningRequest {
  readonly account: AccountConfiguration;
  readonly configured: PrunableAccount;
  readonly regions: EvidenceRequest['regions'];
  readonly filters: PruneFilters;
  readonly settings: PruneSettings;
  readonly order: PruneOrder;
  /** Absent where the request keeps as many of the newest as the configuration, or more. */
  readonly fewer?: KeepRequest;
  /** Absent where the request does not ask for layers. */
  readonly layers?: 'wanted' | { readonly leftOut: readonly [LayersLeftOut, ...LayersLeftOut[]] };
}

export interface PlanningPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly collect: CollectEvidence;
  readonly codeStorage: ReadCodeStorage;
  readonly digest: Digest;
  /** The plan for a person, which is stored beside it. */
  readonly textOf: PlanTextOf;
}

/** Where an earlier invocation has left off. */
export interface Planning {
  readonly begunAt: Instant;
  readonly state?: string | undefined;
}

export type PlanningAnswer =
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | {
      readonly kind: 'unfinished';
      readonly planning: Planning;
      readonly progress: PlanningProgress;
    }
  /** The request names functions that the account does not have. Nothing was stored. */
  | { readonly kind: 'no-function'; readonly functions: readonly NothingShown[] }
  | {
      readonly kind: 'planned';
      readonly planId: string;
      readonly plan: PrunePlan;
      readonly order: PruneOrder;
      /** Where a person finds the whole of it. */
      readonly textAt: string;
    };

/**
 * Reads what a plan needs, for as long as one invocation may last, and makes and stores the plan once
 * everything is read.
 */
export async function makePlan(
  request: PlanningRequest,
  planning: Planning | undefined,
  ports: PlanningPorts,
): Promise<PlanningAnswer> {
  const { account, configured, regions, order } = request;
  const [first, ...others] = accountRefusals(configured);
  if (first !== undefined) return { kind: 'refused', refusals: [first, ...others] };
  const judged = await judgeAccount(request, planning, ports);
  if (judged.kind !== 'judged') return judged;
  const { plan } = judged;
  const { store, codeStorage, digest, textOf } = ports;
  const measured = {
    ...order,
    codeStorage: await codeStorage(account.id, regions),
    summary: summaryOf(plan),
  };
  const planId = await storePlan(store, plan, measured, digest, textOf);
  const textAt = store.locationOf(planTextName(planId));
  return { kind: 'planned', planId, plan, order: measured, textAt };
}

/** Verdicts about an account that nothing holds yet, or how far reading for them is. */
export type JudgedAccount =
  | Extract<PlanningAnswer, { readonly kind: 'unfinished' | 'no-function' }>
  | { readonly kind: 'judged'; readonly plan: PrunePlan };

/**
 * Reads for as long as one invocation may last, and judges once everything is read. Verdicts count from when
 * reading began: what was seen first is as old as that. Whether the account may be pruned is not asked here.
 */
export async function judgeAccount(
  request: Omit<PlanningRequest, 'configured' | 'order' | 'fewer'>,
  planning: Planning | undefined,
  { clock, collect, digest }: Pick<PlanningPorts, 'clock' | 'collect' | 'digest'>,
): Promise<JudgedAccount> {
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
    return { kind: 'unfinished', planning: { begunAt, state }, progress };
  }
  const { inventory, evidence, readings } = collected;
  const unknown = functionsNotFound(filters, inventory);
  if (unknown.length > 0) return { kind: 'no-function', functions: unknown };
  const layers = layerBasis(request.layers, collected.layers);
  const plan = planPrune({
    inventory,
    evidence,
    readings,
    settings,
    filters,
    ...(layers !== undefined && { layers }),
    now: begunAt,
    digest,
  });
  return { kind: 'judged', plan };
}

/** None where a Region could not be listed: what is not found may be there. */
function functionsNotFound(
  { functions }: PruneFilters,
  { regions, unlisted }: PruneInventory,
): readonly NothingShown[] {
  if (unlisted.length > 0) return [];
  const names = regions.flatMap((region) => region.functions.map(({ name }) => name));
  return namesNotMatched(functions, [...new Set(names)]);
}

function layerBasis(
  asked: PlanningRequest['layers'],
  regions: readonly RegionLayers[] | undefined,
): LayerBasis | undefined {
  if (asked === undefined) return undefined;
  if (asked !== 'wanted') return { kind: 'left-out', because: asked.leftOut };
  if (regions === undefined) throw new Error('layers were asked for and not read');
  return { kind: 'read', regions };
}
