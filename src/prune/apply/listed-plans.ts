import type { AccountId } from '../../model/aws-ids.ts';
import type { ReportedPrune } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant } from '../../model/time.ts';
import type { Digest } from '../model/prune-plan.ts';
import type { ListPlans, PruneStore } from '../ports.ts';
import { endedName } from './documents.ts';
import { parseEnded } from './ended.ts';
import type { PlanSummary } from './stored-plan.ts';
import { faultOf, loadOrder, loadPlan, summaryOf } from './stored-plan.ts';

const AT_ONCE = 10;

type ListedState = 'not-begun' | 'expired' | 'begun' | 'ended';

export type ListedPlan =
  | { readonly kind: 'unreadable'; readonly planId: string; readonly fault: string }
  | (Head & PlanState);

export interface PlanState {
  readonly state: ListedState;
  /** Set for `ended`. */
  readonly ended?: ReportedPrune;
}

export interface ListedPlans {
  /** Newest first. */
  readonly plans: readonly ListedPlan[];
  /** Older plans, whose accounts were not read. */
  readonly notRead: number;
}

interface ListingPorts {
  readonly store: PruneStore;
  readonly list: ListPlans;
  readonly digest: Digest;
}

/**
 * The newest plans, of one account where it is given. Unreadable plans are always listed: they may be of that account.
 * Rejects when the store fails.
 */
export async function listedPlans(
  {
    account,
    most,
    now,
  }: { readonly account?: AccountId; readonly most: number; readonly now: Instant },
  ports: ListingPorts,
): Promise<ListedPlans> {
  const ids = await ports.list.planIds();
  const plans: ListedPlan[] = [];
  let read = 0;
  while (read < ids.length && plans.length < most) {
    const next = ids.slice(read, read + AT_ONCE);
    const found = await Promise.all(next.map((id) => headOf(id, ports)));
    for (const head of found) {
      if (plans.length === most) break;
      read += 1;
      const isOther =
        head.kind === 'plan' && account !== undefined && head.summary.account.id !== account;
      if (!isOther)
        plans.push(
          head.kind === 'plan' ? { ...head, ...(await planState(head.planId, now, ports)) } : head,
        );
    }
  }
  return { plans, notRead: ids.length - read };
}

interface Head {
  readonly kind: 'plan';
  readonly planId: string;
  readonly summary: PlanSummary;
  readonly requestedBy?: string;
}

type Unreadable = Extract<ListedPlan, { readonly kind: 'unreadable' }>;

async function headOf(planId: string, { store, digest }: ListingPorts): Promise<Head | Unreadable> {
  const loaded = await loadOrder(store, planId, digest);
  if (loaded.kind !== 'loaded' || !loaded.isAsStored)
    return { kind: 'unreadable', planId, fault: faultOf(loaded) };
  const { requestedBy, summary } = loaded.order;
  const head = { kind: 'plan', planId, ...(requestedBy !== undefined && { requestedBy }) } as const;
  if (summary !== undefined) return { ...head, summary };
  const whole = await loadPlan(store, planId, digest);
  return whole.kind === 'loaded' && whole.isAsStored
    ? { ...head, summary: summaryOf(whole.plan) }
    : { kind: 'unreadable', planId, fault: faultOf(whole) };
}

/** Rejects when the store fails. */
export async function planState(
  planId: string,
  now: Instant,
  { store, list }: Pick<ListingPorts, 'store' | 'list'>,
): Promise<PlanState> {
  const text = await store.read(endedName(planId));
  const ended = text === undefined ? undefined : parseEnded(text);
  if (ended !== undefined) return { state: 'ended', ended };
  if (await list.hasBegun(planId)) return { state: 'begun' };
  const isOpen = now < madeAtOf(planId) + HOUR_MS;
  return { state: isOpen ? 'not-begun' : 'expired' };
}

/** From `20261122T060000Z-0123456789abcdef`. */
export function madeAtOf(planId: string): Instant {
  const iso = planId.replace(
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-.*$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  return instant(Date.parse(iso));
}
