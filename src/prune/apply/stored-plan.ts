import type { AccountRef } from '../../model/configuration.ts';
import type { Bytes, Count } from '../../model/units.ts';
import { addBytes, addCount, bytes, count } from '../../model/units.ts';
import type { Hash, PrunePlan } from '../model/prune-plan.ts';
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

/** The parts of a request that the plan itself does not have. */
export interface PruneOrder {
  /** Deletions in a Region end below this percentage of its code storage limit. */
  readonly untilPercent?: number;
  /** The requested number of newest versions to keep; the configuration may not allow it. */
  readonly keepNewest?: number;
  /** The name given by the person who requested the plan; not verified. */
  readonly requestedBy?: string;
  /** Lambda's code storage when the plan was made; absent in plans of older releases. */
  readonly codeStorage?: readonly RegionStorage[];
  /** The summary that a list of plans shows; absent in plans of older releases. */
  readonly summary?: PlanSummary;
}

export interface PlanSummary {
  readonly account: AccountRef;
  /** The number of function versions and layer versions to delete. */
  readonly versions: Count;
  /** The sum of their packages' sizes. */
  readonly packageBytes: Bytes;
}

interface StoredOrder extends PruneOrder {
  /** The digest of `plan.json`. */
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

/** Returns the plan as text for people. */
export type PlanTextOf = (plan: PrunePlan, order: PruneOrder) => string;

type LoadFailure =
  { readonly kind: 'missing' } | { readonly kind: 'unreadable'; readonly fault: string };

interface ReadOrder {
  readonly kind: 'loaded';
  readonly order: PruneOrder;
  /** Whether the stored documents match the plan's id; false if they were changed. */
  readonly isAsStored: boolean;
}

export type LoadedOrder = LoadFailure | ReadOrder;

export type LoadedPlan = LoadFailure | (ReadOrder & { readonly plan: PrunePlan });

/** Stores a plan as text and JSON, with its order. Returns its id: the time and a digest of plan and order. */
export async function storePlan(
  store: PruneStore,
  plan: PrunePlan,
  order: PruneOrder,
  hash: Hash,
  textOf: PlanTextOf,
): Promise<string> {
  const json = planJson(plan);
  const orderText = encode({ ...order, planDigest: hash(json) }, storedOrder);
  const planId = `${isoTime(plan.madeAt).replace(/[-:]/g, '')}-${idDigest(orderText, hash)}`;
  await store.create(planTextName(planId), textOf(plan, order));
  await store.create(planName(planId), json);
  await store.create(orderName(planId), orderText);
  return planId;
}

/** Reads the order of a plan and compares it with the plan's id. The plan itself is neither read nor verified. */
export async function loadOrder(
  store: PruneStore,
  planId: string,
  hash: Hash,
): Promise<LoadedOrder> {
  return orderIn(await store.read(orderName(planId)), planId, hash);
}

function orderIn(orderText: string | undefined, planId: string, hash: Hash) {
  if (orderText === undefined) return { kind: 'missing' } as const;
  const found = parse(orderText, storedOrder);
  if (!found.ok) return { kind: 'unreadable', fault: found.fault } as const;
  const { planDigest, ...order } = found.value;
  const isAsStored = planId.endsWith(`-${idDigest(orderText, hash)}`);
  return { kind: 'loaded', order, planDigest, isAsStored } as const;
}

export async function loadPlan(store: PruneStore, planId: string, hash: Hash): Promise<LoadedPlan> {
  const [orderText, json] = await Promise.all([
    store.read(orderName(planId)),
    store.read(planName(planId)),
  ]);
  const loaded = orderIn(orderText, planId, hash);
  if (loaded.kind === 'missing') return loaded;
  if (json === undefined) return { kind: 'unreadable', fault: `${planName(planId)} is missing` };
  if (loaded.kind === 'unreadable') return loaded;
  const plan = parsePlan(json);
  if (!plan.ok) return { kind: 'unreadable', fault: plan.fault };
  const { planDigest, order } = loaded;
  const isAsStored = loaded.isAsStored && planDigest === hash(json);
  return { kind: 'loaded', plan: plan.value, order, isAsStored };
}

/** Returns why a plan cannot be used, for a person. */
export function faultOf(loaded: LoadedOrder): string {
  if (loaded.kind === 'missing') return 'its order is missing';
  return loaded.kind === 'unreadable' ? loaded.fault : 'it is not as it was stored';
}

export type RefusedVerdict = Extract<GuardVerdict, { readonly kind: 'refused' }>;

/** Returns a verdict with all the refusals; undefined if there are none. */
export function refusedFor([first, ...others]: readonly Refusal[]): RefusedVerdict | undefined {
  return first === undefined ? undefined : { kind: 'refused', refusals: [first, ...others] };
}

export function tamperedVerdict(fault: string): RefusedVerdict {
  return { kind: 'refused', refusals: [tamperedRefusal(fault)] };
}

export function tamperedRefusal(fault: string): Refusal {
  return {
    code: 'plan-tampered',
    sentence: `The plan is not as it was stored: ${fault}. Make a new one.`,
  };
}

/** Returns the part of an id that proves the content of a stored document. */
export function idDigest(text: string, hash: Hash): string {
  return hash(text).slice(0, ID_DIGEST_LENGTH);
}

/** Returns what a list of plans shows of a plan. */
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
