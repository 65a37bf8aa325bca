import type { AccountRef } from '../../model/configuration.ts';
import type { Bytes, Count } from '../../model/units.ts';
import type { Digest, PrunePlan } from '../model/prune-plan.ts';
import { isoTime } from '../../model/time.ts';
import type { PruneStore, RegionStorage } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { account, bytes, count } from '../../documents/model-values.ts';
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

/** What a list says of a plan. */
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
    summary: optional(record<PlanSummary>({ account, versions: count, packageBytes: bytes })),
  }),
);

/** Makes the plan for a person. */
export type PlanTextOf = (plan: PrunePlan, order: PruneOrder) => string;

export type LoadedPlan =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly fault: string }
  | {
      readonly kind: 'loaded';
      readonly plan: PrunePlan;
      readonly order: PruneOrder;
      /** Both texts are, byte for byte, those that the id was made of. */
      readonly isAsStored: boolean;
    };

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

export type LoadedOrder =
  | Exclude<LoadedPlan, { readonly kind: 'loaded' }>
  | {
      readonly kind: 'loaded';
      readonly order: PruneOrder;
      /** Its text is, byte for byte, that which the id was made of. */
      readonly isAsStored: boolean;
    };

/** Reads the order of a plan alone: whether the plan itself is as it was stored is not known then. */
export async function loadOrder(
  store: PruneStore,
  planId: string,
  digest: Digest,
): Promise<LoadedOrder> {
  const orderText = await store.read(orderName(planId));
  if (orderText === undefined) return { kind: 'missing' };
  const order = parse(orderText, storedOrder);
  if (!order.ok) return { kind: 'unreadable', fault: order.fault };
  const { planDigest: _, ...asked } = order.value;
  const isAsStored = planId.endsWith(`-${idDigest(orderText, digest)}`);
  return { kind: 'loaded', order: asked, isAsStored };
}

/** Reads a stored plan back, and whether it is still what was stored. */
export async function loadPlan(
  store: PruneStore,
  planId: string,
  digest: Digest,
): Promise<LoadedPlan> {
  const [orderText, json] = await Promise.all([
    store.read(orderName(planId)),
    store.read(planName(planId)),
  ]);
  if (orderText === undefined) return { kind: 'missing' };
  if (json === undefined) return { kind: 'unreadable', fault: `${planName(planId)} is missing` };
  const order = parse(orderText, storedOrder);
  if (!order.ok) return { kind: 'unreadable', fault: order.fault };
  const plan = parsePlan(json);
  if (!plan.ok) return { kind: 'unreadable', fault: plan.fault };
  const { planDigest, ...asked } = order.value;
  const isAsStored =
    planId.endsWith(`-${idDigest(orderText, digest)}`) && planDigest === digest(json);
  return { kind: 'loaded', plan: plan.value, order: asked, isAsStored };
}

function idDigest(orderText: string, digest: Digest): string {
  return digest(orderText).slice(0, ID_DIGEST_LENGTH);
}
