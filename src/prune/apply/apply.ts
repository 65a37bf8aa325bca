import { guardPrune } from '../plan/guard.ts';
import { isCapLifted } from '../plan/cap.ts';
import { capLifters } from '../plan/guard-plan.ts';
import { requestedRetention } from '../plan/settings.ts';
import { remainingDeletions, remainingLayers } from '../plan/journal.ts';
import { layerDeletionsOf } from '../plan/order.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { CallerIdentity, PrunableAccount, Refusal } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { versionKey } from '../model/version.ts';
import { instant, SECOND_MS } from '../../model/time.ts';
import type { OpenForPruning, PruneWork } from '../ports.ts';
import type { Publication } from '../../alerts/ports.ts';
import { AccountCap, cappedFunctions, cappedLayers } from './account-cap.ts';
import { LEASE_MS } from './lease.ts';
import { withoutAnswer } from './lost-deletions.ts';
import type { LoadedRun } from './journals.ts';
import { loadRun, regionStatuses } from './journals.ts';
import type { PruneProgress } from './progress.ts';
import { deletedSoFar, onlyIn, progressOf } from './progress.ts';
import type { RegionPorts } from './region.ts';
import { pruneRegion } from './region.ts';
import { dueSources } from './renewing.ts';
import type { RefusedVerdict } from './stored-plan.ts';
import { refusedFor, tamperedRefusal } from './stored-plan.ts';
import { DeletionWindow } from './delete-chunk.ts';

/**
 * The time for deletions in a slice. A slice is one invocation of the prune function and must end within a minute.
 * 60 functions of 12 versions need 797 requests at 8 a second: two slices of 50 seconds, but three of 48.
 */
export const DELETING_MS = 50 * SECOND_MS;
/** After this time a slice aborts its pending requests; the next slice repeats them. */
export const SLICE_MS = 55 * SECOND_MS;

/** The most versions that Lambda returns on a page. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const ON_A_PAGE = 50;
/** The most deletions in a slice: 8 requests a second for 50 seconds. */
const DELETIONS_IN_A_SLICE = 400;

export interface ApplyRequest {
  readonly planId: string;
  /** The account's name as typed by the user or passed by a pipeline. */
  readonly confirmation: string | undefined;
  readonly requestedBy?: string;
  /** The time left for deletions, in milliseconds; at most `DELETING_MS` is used. */
  readonly deleteForMs: number;
}

/** The configuration at the time of the deletions, which may differ from that of the plan. */
export interface PruneRules {
  readonly retention: VersionRetention;
  /** Returns an account of the configuration, or undefined. Reads a discovered account from AWS Organizations. */
  readonly accountOf: (id: AccountId) => Promise<PrunableAccount | undefined>;
}

export interface ApplyPorts extends Omit<RegionPorts, 'access'> {
  readonly open: OpenForPruning;
  /** Publishes a summary of the run; returns undefined if there is nothing to publish. */
  readonly report: (
    progress: PruneProgress,
    deletedNow: number,
  ) => Promise<Publication | undefined>;
}

export type PruneAnswer = Awaited<ReturnType<typeof pruneApply>>;

/** Deletes versions of a stored plan for one slice. Returns progress, refusal or `no-plan`. Rejects if the store fails. */
export async function pruneApply(request: ApplyRequest, rules: PruneRules, ports: ApplyPorts) {
  const { clock, store, hash } = ports;
  const startedAt = clock.now();
  const { planId } = request;
  const run = await loadRun(store, planId, hash);
  if (run.kind !== 'loaded') return run;
  const { plan, order, journals, narrowing, journal } = run;
  const people = {
    ...(order.requestedBy !== undefined && { requestedBy: order.requestedBy }),
    ...(request.requestedBy !== undefined && { appliedBy: request.requestedBy }),
  };
  const configured = await rules.accountOf(plan.account.id);
  const guard = (identity: CallerIdentity): RefusedVerdict | undefined =>
    refusedFor(refusalsOf(request, configured, run, identity, ports));
  // The prune role is assumed only after all other checks have passed.
  const refused = guard({ kind: 'read', value: plan.account.id });
  if (refused !== undefined) return refused;

  const before = await regionStatuses(store, planId, journals);
  const open = before.filter(({ state }) => state.kind !== 'finished').map(({ region }) => region);
  let after = before;
  if (open.length > 0) {
    const access = ports.open({
      account: plan.account.id,
      // Finished Regions are listed too, since all Regions share the cap.
      regions: listingsOf(plan, journal, plan.regions),
    });
    const refusedIdentity = guard(await access.identity());
    if (refusedIdentity !== undefined) return refusedIdentity;
    const allowsFewer = configured?.allowsFewer === true;
    const settings = {
      retention: requestedRetention(rules.retention, order.keepNewest, allowsFewer),
      capLiftedBy: capLifters(plan.settings, configured),
    };
    const sliceUntil = instant(startedAt + Math.min(DELETING_MS, request.deleteForMs));
    const work = {
      planId,
      plan,
      settings,
      untilPercent: order.untilPercent,
      ...(!isCapLifted(settings.capLiftedBy) && {
        accountCap: new AccountCap(cappedFunctions(plan, journal, access)),
        layersCap: new AccountCap(cappedLayers(plan, journal, access)),
      }),
      narrowing,
      window: new DeletionWindow(plan.madeAt, journal.begunAt, sliceUntil),
      leaseUntil: instant(startedAt + LEASE_MS),
    };
    const states = await inEachRegion(open, (region) => {
      const own = journals.get(region);
      if (own === undefined) throw new Error(`${region} has no journal`);
      return pruneRegion({ ...work, region }, own, { ...ports, access });
    });
    after = await regionStatuses(store, planId, journals, states);
  }
  const progress = progressOf(planId, plan, after, people);
  const publication = await ports.report(progress, progress.counts.deleted - deletedSoFar(before));
  const renew = dueSources(plan, narrowing, after, clock.now());
  return {
    kind: 'slice',
    progress,
    renew,
    ...(publication !== undefined && { publication }),
  } as const;
}

function refusalsOf(
  { confirmation }: ApplyRequest,
  configured: PrunableAccount | undefined,
  { plan, journal, isAsStored }: LoadedRun,
  identity: CallerIdentity,
  { clock, hash }: ApplyPorts,
): readonly Refusal[] {
  const now = clock.now();
  const basis = { plan, configured, identity, confirmation, journal, now, hash };
  const verdict = guardPrune(basis);
  const refusals = verdict.kind === 'go' ? [] : verdict.refusals;
  if (isAsStored || refusals.some(({ code }) => code === 'plan-tampered')) return refusals;
  return [...refusals, tamperedRefusal('its content is not what its id was made of')];
}

/** Runs `act` for all Regions in parallel. @throws the first rejection, after all Regions have ended. */
async function inEachRegion<Value>(
  regions: readonly Region[],
  act: (region: Region) => Promise<Value>,
): Promise<ReadonlyMap<Region, Value>> {
  const results = await Promise.allSettled(
    regions.map(async (region) => [region, await act(region)] as const),
  );
  return new Map(
    results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    }),
  );
}

/** Returns for each Region whether to list all functions at once or one by one, and whether to read layers, too. */
function listingsOf(
  plan: PrunePlan,
  journal: JournalState,
  regions: readonly Region[],
): PruneWork['regions'] {
  const left = remainingDeletions(plan, journal);
  const layers =
    remainingLayers(plan, journal).length > 0 ||
    withoutAnswer(layerDeletionsOf(plan), journal).length > 0;
  return regions.map((region) => {
    const inRegion = onlyIn(plan, region);
    const touched = new Set(
      left
        .filter((deletion) => deletion.region === region)
        .slice(0, DELETIONS_IN_A_SLICE)
        .map(({ functionName }) => functionName),
    );
    let versions = 0;
    let pages = 0;
    for (const fn of inRegion.functions) {
      const deleted = fn.versions.filter(
        ({ version }) =>
          journal.outcomes.get(versionKey({ region, functionName: fn.name, version }))?.kind ===
          'deleted',
      );
      // Lambda also lists `$LATEST`.
      const listed = fn.versions.length - deleted.length + 1;
      versions += listed;
      if (touched.has(fn.name)) pages += Math.ceil(listed / ON_A_PAGE);
    }
    return {
      region,
      listing: Math.ceil(versions / ON_A_PAGE) < pages ? 'region' : 'function',
      layers,
    };
  });
}
