import type { Digest, PrunePlan } from '../model/prune-plan.ts';
import { isoTime } from '../../model/time.ts';
import type { PruneStore } from '../ports.ts';
import { parsePlan, planJson } from '../documents/plan-json.ts';
import type { Read } from '../../documents/reading.ts';
import { number, object, oneOf, parsed, text } from '../../documents/reading.ts';
import { orderName, planName, planTextName } from './documents.ts';

const ORDER_KIND = 'limits-watchdog.prune-order';
const ORDER_FORMAT = 1;
const ID_DIGEST_LENGTH = 16;

/** What the request for a plan said and the plan itself does not hold. */
export interface PruneOrder {
  /** Deleting ends in a Region once its code storage is below so many percent of its limit. */
  readonly untilPercent?: number;
  /** As it was asked for, whether or not the configuration allows so few. */
  readonly keepNewest?: number;
}

interface StoredOrder extends PruneOrder {
  /** Of the text of `plan.json`. */
  readonly planDigest: string;
}

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
  textOf: (plan: PrunePlan) => string,
): Promise<string> {
  const json = planJson(plan);
  const { untilPercent, keepNewest } = order;
  const orderText = JSON.stringify({
    kind: ORDER_KIND,
    format: ORDER_FORMAT,
    planDigest: digest(json),
    ...(untilPercent !== undefined && { untilPercent }),
    ...(keepNewest !== undefined && { keepNewest }),
  });
  const planId = `${isoTime(plan.madeAt).replace(/[-:]/g, '')}-${idDigest(orderText, digest)}`;
  await store.create(planTextName(planId), textOf(plan));
  await store.create(planName(planId), json);
  await store.create(orderName(planId), orderText);
  return planId;
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
  const order = parsed(orderText, readOrder);
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

const readOrder: Read<StoredOrder> = object(({ required, optional }) => {
  required('kind', oneOf([ORDER_KIND]));
  required('format', oneOf([ORDER_FORMAT]));
  const untilPercent = optional('untilPercent', number);
  const keepNewest = optional('keepNewest', number);
  return {
    planDigest: required('planDigest', text),
    ...(untilPercent !== undefined && { untilPercent }),
    ...(keepNewest !== undefined && { keepNewest }),
  };
});
