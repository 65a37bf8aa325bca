import type { AccountId } from '../../model/aws-ids.ts';
import type { ReportedPrune } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant } from '../../model/time.ts';
import type { Hash } from '../model/prune-plan.ts';
import type { ListPlans, PruneStore } from '../ports.ts';
import { pruneEndName } from './documents.ts';
import { parsePruneEnd } from './prune-end.ts';
import type { PlanSummary } from './stored-plan.ts';
import { faultOf, loadOrder, loadPlan, summaryOf } from './stored-plan.ts';

const AT_ONCE = 10;

export type ListedPlan =
  | { readonly kind: 'unreadable'; readonly planId: string; readonly fault: string }
  | (PlanHeader & PlanState);

export interface PlanState {
  readonly state: 'not-begun' | 'expired' | 'begun' | 'ended';
  /** The result of the plan, when `state` is `ended`. */
  readonly ended?: ReportedPrune;
}

interface ListingPorts {
  readonly store: PruneStore;
  readonly list: ListPlans;
  readonly hash: Hash;
}

/**
 * Returns up to `most` plans, newest first. With `account`, only its plans and unreadable ones, whose account is unknown.
 * `notRead` is the number of older plans that were not read. Rejects when the store fails.
 */
export async function listedPlans(
  {
    account,
    most,
    now,
  }: { readonly account?: AccountId; readonly most: number; readonly now: Instant },
  ports: ListingPorts,
) {
  const ids = await ports.list.planIds();
  const plans: ListedPlan[] = [];
  let read = 0;
  while (read < ids.length && plans.length < most) {
    const next = ids.slice(read, read + AT_ONCE);
    const found = await Promise.all(next.map((id) => loadHeader(id, ports)));
    for (const header of found) {
      if (plans.length === most) break;
      read += 1;
      const isOther =
        header.kind === 'plan' && account !== undefined && header.summary.account.id !== account;
      if (!isOther)
        plans.push(
          header.kind === 'plan'
            ? { ...header, ...(await planState(header.planId, now, ports)) }
            : header,
        );
    }
  }
  return { plans, notRead: ids.length - read };
}

/** What a list shows of a plan, except its state. It is from the plan's order, or for older plans from the plan. */
interface PlanHeader {
  readonly kind: 'plan';
  readonly planId: string;
  readonly summary: PlanSummary;
  readonly requestedBy?: string;
}

type UnreadablePlan = Extract<ListedPlan, { readonly kind: 'unreadable' }>;

async function loadHeader(
  planId: string,
  { store, hash }: ListingPorts,
): Promise<PlanHeader | UnreadablePlan> {
  const loaded = await loadOrder(store, planId, hash);
  if (loaded.kind !== 'loaded' || !loaded.isAsStored)
    return { kind: 'unreadable', planId, fault: faultOf(loaded) };
  const { requestedBy, summary } = loaded.order;
  const header = {
    kind: 'plan',
    planId,
    ...(requestedBy !== undefined && { requestedBy }),
  } as const;
  if (summary !== undefined) return { ...header, summary };
  // An older plan: its order has no summary.
  const whole = await loadPlan(store, planId, hash);
  return whole.kind === 'loaded' && whole.isAsStored
    ? { ...header, summary: summaryOf(whole.plan) }
    : { kind: 'unreadable', planId, fault: faultOf(whole) };
}

/** Returns whether a plan waits, is too old to begin, has begun or has ended with deletions. Rejects if the store fails. */
export async function planState(
  planId: string,
  now: Instant,
  { store, list }: Pick<ListingPorts, 'store' | 'list'>,
): Promise<PlanState> {
  const text = await store.read(pruneEndName(planId));
  const ended = text === undefined ? undefined : parsePruneEnd(text);
  if (ended !== undefined) return { state: 'ended', ended };
  if (await list.hasBegun(planId)) return { state: 'begun' };
  const isOpen = now < madeAtOf(planId) + HOUR_MS;
  return { state: isOpen ? 'not-begun' : 'expired' };
}

/** Returns the time in a plan id such as `20261122T060000Z-0123456789abcdef`. */
export function madeAtOf(planId: string): Instant {
  const iso = planId.replace(
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-.*$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  return instant(Date.parse(iso));
}
