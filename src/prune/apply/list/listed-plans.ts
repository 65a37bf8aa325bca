import type { AccountId } from '../../../model/aws-ids.ts';
import type { ReportedPrune } from '../../../model/run-report.ts';
import type { Instant } from '../../../model/time.ts';
import { HOUR_MS, instant } from '../../../model/time.ts';
import type { Digest } from '../../model/prune-plan.ts';
import type { ListPlans, PruneStore } from '../../ports.ts';
import { endedName } from '../documents.ts';
import { parseEnded } from '../ended.ts';
import { summaryOf } from './plan-summary.ts';
import type { PlanSummary, PruneOrder } from '../stored-plan.ts';
import { loadOrder, loadPlan } from '../stored-plan.ts';

/** Plans read side by side. */
const AT_ONCE = 10;

/** Whether a plan can still begin, has begun, or has ended with deletions. */
export type ListedState = 'not-begun' | 'expired' | 'begun' | 'ended';

export type ListedPlan =
  | { readonly kind: 'unreadable'; readonly planId: string; readonly fault: string }
  | (Head & PlanState);

export interface PlanState {
  readonly state: ListedState;
  /** How it ended; there when it has ended with deletions. */
  readonly ended?: ReportedPrune;
}

export interface ListedPlans {
  /** The newest first. */
  readonly plans: readonly ListedPlan[];
  /** Older plans, of which it was not read whose they are. */
  readonly notRead: number;
}

interface ListingPorts {
  readonly store: PruneStore;
  readonly list: ListPlans;
  readonly digest: Digest;
}

/**
 * The newest plans, at most `most`, of one account where one is named. A plan that cannot be read is listed as
 * that, whichever account was named: it may be one of it. Rejects when the store fails.
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
      if (!isOther) plans.push(head.kind === 'plan' ? await withState(head, now, ports) : head);
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
  const unreadable = (fault: string): Unreadable => ({ kind: 'unreadable', planId, fault });
  const loaded = await loadOrder(store, planId, digest);
  if (loaded.kind === 'missing') return unreadable('its order is missing');
  if (loaded.kind === 'unreadable') return unreadable(loaded.fault);
  if (!loaded.isAsStored) return unreadable('it is not as it was stored');
  const { order } = loaded;
  if (order.summary !== undefined) return head(planId, order.summary, order);
  const whole = await loadPlan(store, planId, digest);
  if (whole.kind === 'missing') return unreadable('its order is missing');
  if (whole.kind === 'unreadable') return unreadable(whole.fault);
  if (!whole.isAsStored) return unreadable('it is not as it was stored');
  return head(planId, summaryOf(whole.plan), order);
}

function head(planId: string, summary: PlanSummary, { requestedBy }: PruneOrder): Head {
  return { kind: 'plan', planId, summary, ...(requestedBy !== undefined && { requestedBy }) };
}

async function withState(plan: Head, now: Instant, ports: ListingPorts): Promise<ListedPlan> {
  return { ...plan, ...(await planState(plan.planId, now, ports)) };
}

/** How far a stored plan is, out of what is stored beside it. Rejects when the store fails. */
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

/** `20261122T060000Z-0123456789abcdef` begins with the moment, to the second. */
export function madeAtOf(planId: string): Instant {
  const iso = planId.replace(
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-.*$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  return instant(Date.parse(iso));
}
