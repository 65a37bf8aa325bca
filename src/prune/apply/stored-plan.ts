import type { AccountRef } from '../../model/configuration.ts';
import type { Bytes, Count } from '../../model/units.ts';
import { addBytes, addCount, bytes, count } from '../../model/units.ts';
import type { Digest, PrunePlan } from '../model/prune-plan.ts';
import type { GuardVerdict, Refusal } from '../model/recheck.ts';
import { isoTime } from '../../model/time.ts';
import type { PruneStore, RegionStorage } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { account, bytes as bytesCodec, count as countCodec } from '../../documents/model-values.ts';
import { document, optional, record } from '../../documents/records.ts';
import { list, number, text } from '../../documents/values.ts';
import { parsePlan, planJson } from '../documents/plan-json.ts';
import { regionStorage } from '../documents/region-storage-json.ts';
import { orderName, planName, planTextName } from './documents.ts';

const ID_DIGEST_LENGTH = 16;

/** What belongs to a plan and the plan itself does not hold. */
export interface PruneOrder {
  /** Deleting ends in a Region once its code storage is below so many percent of its limit. */
  readonly untilPercent?: number;
  /** As it was asked for, whether or not the configuration allows so few. */
  readonly keepNewest?: number;
  /** Who asked for the plan, as stated by the caller and not verified. */
  readonly requestedBy?: string;
  /** Code storage when the plan was made; absent in plans of former versions. */
  readonly codeStorage?: readonly RegionStorage[];
  /** For lists of plans, which do not read the plans themselves; absent in plans of former versions. */
  readonly summary?: PlanSummary;
}

export interface PlanSummary {
  readonly account: AccountRef;
  /** Layer versions included. */
  readonly versions: Count;
  readonly packageBytes: Bytes;
}

interface StoredOrder extends PruneOrder {
  /** Of the text of `plan.json`. */
  readonly planDigest: string;
}

const storedOrder = document(
  { kind: 'limits-watchdog.prune-order', format: 1 },
  record<StoredOrder>({
    planDigest: text,
    untilPercent: optional(number),
    keepNewest: optional(number),
    requestedBy: optional(text),
    codeStorage: optional(list(regionStorage)),
    summary: optional(
      record<PlanSummary>({ account, versions: countCodec, packageBytes: bytesCodec }),
    ),
  }),
);

export type PlanTextOf = (plan: PrunePlan, order: PruneOrder) => string;

type NotLoaded =
  { readonly kind: 'missing' } | { readonly kind: 'unreadable'; readonly fault: string };

interface WithOrder {
  readonly kind: 'loaded';
  readonly order: PruneOrder;
  /** The texts that were read are, byte for byte, those that the id was made of. */
  readonly isAsStored: boolean;
}

export type LoadedOrder = NotLoaded | WithOrder;

export type LoadedPlan = NotLoaded | (WithOrder & { readonly plan: PrunePlan });

/**
 * Stores a plan for people and for programs. Its id is made of its content: another plan, or the same
 * one with another order, has another.
 * @returns the id of the plan.
 */
export async function storePlan(
  store: PruneStore,
  plan: PrunePlan,
  order: PruneOrder,
  digest: Digest,
  textOf: PlanTextOf,
): Promise<string> {
  const json = planJson(plan);
  const orderText = encode({ ...order, planDigest: digest(json) }, storedOrder);
  const planId = `${isoTime(plan.madeAt).replace(/[-:]/g, '')}-${idDigest(orderText, digest)}`;
  await store.create(planTextName(planId), textOf(plan, order));
  await store.create(planName(planId), json);
  await store.create(orderName(planId), orderText);
  return planId;
}

/** Reads the order of a plan alone: whether the plan itself is as it was stored is not known then. */
export async function loadOrder(
  store: PruneStore,
  planId: string,
  digest: Digest,
): Promise<LoadedOrder> {
  return orderIn(await store.read(orderName(planId)), planId, digest);
}

function orderIn(orderText: string | undefined, planId: string, digest: Digest) {
  if (orderText === undefined) return { kind: 'missing' } as const;
  const found = parse(orderText, storedOrder);
  if (!found.ok) return { kind: 'unreadable', fault: found.fault } as const;
  const { planDigest, ...order } = found.value;
  const isAsStored = planId.endsWith(`-${idDigest(orderText, digest)}`);
  return { kind: 'loaded', order, planDigest, isAsStored } as const;
}

export async function loadPlan(
  store: PruneStore,
  planId: string,
  digest: Digest,
): Promise<LoadedPlan> {
  const [orderText, json] = await Promise.all([
    store.read(orderName(planId)),
    store.read(planName(planId)),
  ]);
  const loaded = orderIn(orderText, planId, digest);
  if (loaded.kind === 'missing') return loaded;
  if (json === undefined) return { kind: 'unreadable', fault: `${planName(planId)} is missing` };
  if (loaded.kind === 'unreadable') return loaded;
  const plan = parsePlan(json);
  if (!plan.ok) return { kind: 'unreadable', fault: plan.fault };
  const { planDigest, order } = loaded;
  const isAsStored = loaded.isAsStored && planDigest === digest(json);
  return { kind: 'loaded', plan: plan.value, order, isAsStored };
}

export function faultOf(loaded: LoadedOrder): string {
  if (loaded.kind === 'missing') return 'its order is missing';
  return loaded.kind === 'unreadable' ? loaded.fault : 'it is not as it was stored';
}

export type Refused = Extract<GuardVerdict, { readonly kind: 'refused' }>;

export function refusedFor([first, ...others]: readonly Refusal[]): Refused | undefined {
  return first === undefined ? undefined : { kind: 'refused', refusals: [first, ...others] };
}

/** Refuses a plan whose documents are not those that were stored, whatever else may be said of it. */
export function refusedAsTampered(fault: string): Refused {
  return { kind: 'refused', refusals: [tampered(fault)] };
}

/** The refusal of a plan whose documents are not those that were stored. */
export function tampered(fault: string): Refusal {
  return {
    code: 'plan-tampered',
    sentence: `The plan is not as it was stored: ${fault}. Make a new one.`,
  };
}

function idDigest(orderText: string, digest: Digest): string {
  return digest(orderText).slice(0, ID_DIGEST_LENGTH);
}

export function summaryOf({
  account,
  totals,
  layers,
}: Pick<PrunePlan, 'account' | 'totals' | 'layers'>): PlanSummary {
  const ofLayers = layers?.kind === 'planned' ? layers.totals.delete : undefined;
  return {
    account,
    versions: addCount(totals.delete.versions, ofLayers?.versions ?? count(0)),
    packageBytes: addBytes(totals.delete.packageBytes, ofLayers?.packageBytes ?? bytes(0)),
  };
}
