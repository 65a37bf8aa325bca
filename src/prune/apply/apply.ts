import { guardPrune } from '../plan/guard.ts';
import { isCapLifted } from '../plan/cap.ts';
import { capLifters } from '../plan/guard-plan.ts';
import { requestedRetention } from '../plan/settings.ts';
import { foldJournal } from '../plan/journal.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { CallerIdentity, PrunableAccount, Refusal } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { AgedSource, Narrowing } from '../model/evidence-reading.ts';
import type { Digest, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import { instant, SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { OpenForPruning, PruneAccess, PruneStore, TakeLease } from '../ports.ts';
import type { Publication } from '../../alerts/ports.ts';
import { AccountCap } from './account-cap.ts';
import { cappedFunctions, cappedLayers } from './capped-wholes.ts';
import { LEASE_MS } from './lease.ts';
import { listingsOf } from './listing-choice.ts';
import type { Journals } from './journals.ts';
import { endsOf, journalsOf } from './journals.ts';
import type { PruneProgress, RegionEnd } from './progress.ts';
import { deletedSoFar, progressOf } from './progress.ts';
import { pruneRegion } from './region.ts';
import { dueSources } from './renewal/renewal-due.ts';
import { loadNarrowing } from './renewal/narrowings.ts';
import type { PruneOrder } from './stored-plan.ts';
import { loadPlan } from './stored-plan.ts';
import { DeletionWindow } from './window.ts';

/**
 * The last deletion of a slice begins within it, so that all of a slice ends within a minute. 60 functions of 12
 * versions are 797 requests at 8 a second: two slices of 50 seconds, and three of 48, each of which reads the
 * journal again.
 */
export const DELETING_MS = 50 * SECOND_MS;
/** Whatever is under way in the account then is cut off; nothing is known of it until it is done again. */
export const SLICE_MS = 55 * SECOND_MS;

export interface ApplyRequest {
  readonly planId: string;
  /** What was typed, or passed by a pipeline. */
  readonly confirmation: string | undefined;
  /** Who asks, as the caller says; nothing depends on it. */
  readonly requestedBy?: string;
  /** So long deletions may begin; at most `DELETING_MS`. */
  readonly deleteForMs: number;
}

/** What the configuration says now. */
export interface PruneRules {
  readonly retention: VersionRetention;
  /** Asked once a slice: of a discovered account it asks the organisation. */
  readonly accountOf: (id: AccountId) => Promise<PrunableAccount | undefined>;
}

export interface ApplyPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly takeLease: TakeLease;
  readonly open: OpenForPruning;
  /** Tells people what was deleted by now, and so much of it by this slice; undefined for nothing to tell. */
  readonly tell: (progress: PruneProgress, deletedNow: number) => Promise<Publication | undefined>;
  readonly digest: Digest;
}

export type PruneAnswer =
  | { readonly kind: 'no-plan' }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | {
      readonly kind: 'slice';
      readonly progress: PruneProgress;
      /** To be read again by the plan function, the oldest first; none where nothing is left that they decide. */
      readonly renew: readonly AgedSource[];
      /** Absent when there was nothing to tell. */
      readonly told?: Publication;
    };

/**
 * One slice of a stored plan: at most a minute of deletions in all of its Regions side by side. Called
 * again until nothing remains; a slice that was cut off at any point is made up for by the next.
 * Rejects for bugs, and when the store fails: then nobody could tell what happened.
 */
export async function pruneApply(
  request: ApplyRequest,
  rules: PruneRules,
  ports: ApplyPorts,
): Promise<PruneAnswer> {
  const { clock, store, digest } = ports;
  const startedAt = clock.now();
  const { planId } = request;
  const loaded = await loadPlan(store, planId, digest);
  if (loaded.kind === 'missing') return { kind: 'no-plan' };
  if (loaded.kind === 'unreadable') return { kind: 'refused', refusals: [tampered(loaded.fault)] };
  const { plan, order, isAsStored } = loaded;
  const people = {
    ...(order.requestedBy !== undefined && { requestedBy: order.requestedBy }),
    ...(request.requestedBy !== undefined && { appliedBy: request.requestedBy }),
  };
  const [journals, narrowed] = await Promise.all([
    journalsOf(store, planId, plan),
    loadNarrowing(store, planId, plan, digest),
  ]);
  if (narrowed.kind === 'unreadable') {
    return { kind: 'refused', refusals: [tampered(narrowed.fault)] };
  }
  const { narrowing } = narrowed;
  const segments = [...journals.values()].flatMap((journal) => journal.segments);
  const journal = foldJournal(plan, segments);
  const configured = await rules.accountOf(plan.account.id);
  const guard = (identity: CallerIdentity): readonly Refusal[] =>
    refusalsOf(request, configured, plan, isAsStored, journal, identity, ports);
  // Credentials that delete are asked for only when nothing else refuses.
  const [first, ...others] = guard({ kind: 'read', value: plan.account.id });
  if (first !== undefined) return { kind: 'refused', refusals: [first, ...others] };

  const before = await endsOf(store, planId, journals);
  const open = before.filter(({ state }) => state.kind !== 'finished').map(({ region }) => region);
  if (open.length === 0) return answer(planId, plan, narrowing, before, before, people, ports);
  const access = ports.open({
    account: plan.account.id,
    // All of them: what the cap leaves to one Region depends on what there is in the others.
    regions: listingsOf(plan, journal, plan.regions),
  });
  const [stranger, ...more] = guard(await access.identity());
  if (stranger !== undefined) return { kind: 'refused', refusals: [stranger, ...more] };

  const sliceUntil = instant(startedAt + Math.min(DELETING_MS, request.deleteForMs));
  const states = await pruneRegions(open, access, {
    planId,
    plan,
    order,
    settings: {
      retention: requestedRetention(
        rules.retention,
        order.keepNewest,
        configured?.allowsFewer === true,
      ),
      capLiftedBy: capLifters(plan.settings, configured),
    },
    journal,
    journals,
    narrowing,
    ports,
    window: new DeletionWindow(plan.madeAt, journal.begunAt, sliceUntil),
    leaseUntil: instant(startedAt + LEASE_MS),
  });
  const after = await endsOf(store, planId, journals, states);
  return answer(planId, plan, narrowing, before, after, people, ports);
}

function refusalsOf(
  { confirmation }: ApplyRequest,
  configured: PrunableAccount | undefined,
  plan: PrunePlan,
  isAsStored: boolean,
  journal: JournalState,
  identity: CallerIdentity,
  { clock, digest }: ApplyPorts,
): readonly Refusal[] {
  const verdict = guardPrune({
    plan,
    configured,
    identity,
    confirmation,
    journal,
    now: clock.now(),
    digest,
  });
  const refusals = verdict.kind === 'go' ? [] : verdict.refusals;
  if (isAsStored || refusals.some(({ code }) => code === 'plan-tampered')) return refusals;
  return [...refusals, tampered('its content is not what its id was made of')];
}

function tampered(fault: string): Refusal {
  return {
    code: 'plan-tampered',
    sentence: `The plan is not as it was stored: ${fault}. Make a new one.`,
  };
}

interface SliceWork {
  readonly planId: string;
  readonly plan: PrunePlan;
  readonly order: PruneOrder;
  readonly settings: PruneSettings;
  readonly journal: JournalState;
  readonly journals: Journals;
  readonly narrowing: Narrowing;
  readonly ports: ApplyPorts;
  readonly window: DeletionWindow;
  readonly leaseUntil: Instant;
}

/** All Regions side by side, each to its own end. @throws what the first of them threw, when all are done. */
async function pruneRegions(
  open: readonly Region[],
  access: PruneAccess,
  slice: SliceWork,
): Promise<ReadonlyMap<Region, RegionEnd['state']>> {
  const { planId, plan, order, settings, journal, journals, narrowing, ports, window, leaseUntil } =
    slice;
  const caps = isCapLifted(settings.capLiftedBy)
    ? {}
    : {
        accountCap: new AccountCap(cappedFunctions(plan, journal, access)),
        layersCap: new AccountCap(cappedLayers(plan, journal, access)),
      };
  const states = new Map<Region, RegionEnd['state']>();
  const endings = await Promise.allSettled(
    open.map(async (region) => {
      const own = journals.get(region);
      if (own === undefined) throw new Error(`${region} has no journal`);
      const work = {
        planId,
        plan,
        region,
        settings,
        untilPercent: order.untilPercent,
        ...caps,
        narrowing,
        window,
        leaseUntil,
      };
      states.set(region, await pruneRegion(work, own, { ...ports, access }));
    }),
  );
  for (const ending of endings) {
    if (ending.status === 'rejected') throw ending.reason;
  }
  return states;
}

async function answer(
  planId: string,
  plan: PrunePlan,
  narrowing: Narrowing,
  before: readonly RegionEnd[],
  after: readonly RegionEnd[],
  people: Pick<PruneProgress, 'requestedBy' | 'appliedBy'>,
  { tell, clock }: ApplyPorts,
): Promise<PruneAnswer> {
  const progress = progressOf(planId, plan, after, people);
  const deletedNow = progress.counts.deleted - deletedSoFar(before);
  const told = await tell(progress, deletedNow);
  const renew = dueSources(plan, narrowing, after, clock.now());
  return { kind: 'slice', progress, renew, ...(told !== undefined && { told }) };
}
