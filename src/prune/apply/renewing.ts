import type { AccountId } from '../../model/aws-ids.ts';
import type { PrunableAccount } from '../model/recheck.ts';
import type { AgedSource, Narrowing, EvidenceCheck } from '../model/evidence.ts';
import type { Hash, PrunePlan } from '../model/prune-plan.ts';
import { versionKey } from '../model/version.ts';
import { agedSources, dueForRenewal, EVIDENCE_AGE_MS } from '../evidence/age.ts';
import { accountRefusals } from '../plan/guard-account.ts';
import { ageRefusals, planRefusals } from '../plan/guard-plan.ts';
import type { NarrowBasis } from '../plan/narrow.ts';
import { leftToDelete, narrow, NO_NARROWING, plannedAliases, readingsOf } from '../plan/narrow.ts';
import { foldJournal } from '../plan/journal.ts';
import type { PlannedDeletion } from '../plan/order.ts';
import type { Instant } from '../../model/time.ts';
import { instant, MINUTE_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { PlannedAliases, PruneStore, RenewedRegion, RenewEvidence } from '../ports.ts';
import { loadRun, regionStatuses } from './journals.ts';
import { storeNarrowing } from './narrowings.ts';
import type { Planning } from './planning.ts';
import { READING_MS } from './planning.ts';
import type { RegionStatus } from './progress.ts';
import { tamperedVerdict, refusedFor } from './stored-plan.ts';

/** A renewal that paused longer begins again, since its reads are too old. */
const RESUMED_WITHIN_MS = 2 * MINUTE_MS;

export interface RenewalPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly renew: RenewEvidence;
  readonly accountOf: (id: AccountId) => Promise<PrunableAccount | undefined>;
  readonly hash: Hash;
}

export type RenewalAnswer = Awaited<ReturnType<typeof renewPlan>>;

/** Reads a plan's evidence again with the read role, before the evidence is too old. This can only keep more versions. */
export async function renewPlan(planId: string, from: Planning | undefined, ports: RenewalPorts) {
  const { clock, store, hash } = ports;
  const run = await loadRun(store, planId, hash);
  if (run.kind !== 'loaded') return run;
  const { plan, journal, narrowing } = run;
  if (!run.isAsStored) return tamperedVerdict('its content is not what its id was made of');
  const statuses = await regionStatuses(store, planId, run.journals);
  const configured = await ports.accountOf(plan.account.id);
  const refused = refusedFor([
    ...accountRefusals(configured),
    ...planRefusals(plan, configured, hash),
    ...ageRefusals(plan, journal, clock.now()),
  ]);
  if (refused !== undefined) return refused;

  const deletions = leftIn(plan, narrowing, statuses);
  const sources = agedSources(deletions, readingsOf(plan, narrowing), clock.now());
  const due = dueForRenewal(sources, clock.now());
  const state =
    from !== undefined && clock.now() - from.begunAt <= RESUMED_WITHIN_MS ? from.state : undefined;
  if (state === undefined && due.length === 0) {
    return { kind: 'renewed', sources: [], learned: NO_NARROWING } as const;
  }
  let renewing: readonly AgedSource[] = due;
  const regionsOf = (begun: (region: AgedSource['region']) => ReadonlySet<EvidenceCheck>) => {
    renewing = sources.filter(
      (source) => due.includes(source) || begun(source.region).has(source.check),
    );
    return renewedRegions(plan, deletions, renewing);
  };
  const until = instant(clock.now() + READING_MS);
  const found = await ports.renew({ account: plan.account.id, regionsOf }, state, until);
  const { intended } = journal;
  const now = clock.now();
  const learn = async (read: Pick<NarrowBasis, 'evidence' | 'readings' | 'listed'>) => {
    const learned = narrow({ left: deletions, due: renewing, ...read, intended, now });
    await storeNarrowing(store, planId, plan, learned, hash);
    return { kind: 'renewed', sources: renewing, learned } as const;
  };
  if (found.kind === 'unfinished') {
    const { startedAt } = found;
    // The reads have taken so long that their evidence would be too old when they end.
    if (now - startedAt >= EVIDENCE_AGE_MS) {
      const readings = renewing.map(({ check, region }) => ({ check, region, readAt: startedAt }));
      return learn({ evidence: [], readings, listed: new Set() });
    }
    // `RESUMED_WITHIN_MS` counts from this pause.
    const planning: Planning = { begunAt: now, state: found.state };
    return { kind: 'unfinished', planning, progress: found.progress } as const;
  }
  return learn(found);
}

function renewedRegions(
  plan: PrunePlan,
  deletions: readonly PlannedDeletion[],
  sources: readonly AgedSource[],
): readonly RenewedRegion[] {
  return [...new Set(sources.map(({ region }) => region))].map((region): RenewedRegion => {
    const own = deletions.filter((deletion) => deletion.region === region);
    const left = new Set(own.map(versionKey));
    const functions = plan.functions
      .filter((fn) => fn.region === region)
      .map((fn): PlannedAliases => ({
        name: fn.name,
        aliases: plannedAliases(fn),
        versions: fn.versions.filter(({ version }) =>
          left.has(versionKey({ region, functionName: fn.name, version })),
        ),
      }))
      .filter(({ versions }) => versions.length > 0);
    return {
      region,
      checks: new Set(sources.filter((one) => one.region === region).map(({ check }) => check)),
      left,
      functions,
    };
  });
}

/** Returns the remaining deletions in Regions that have neither finished nor stopped. */
function leftIn(
  plan: PrunePlan,
  narrowing: Narrowing,
  statuses: readonly RegionStatus[],
): readonly PlannedDeletion[] {
  const segments = statuses.flatMap((status) => status.segments);
  const closed = new Set(
    statuses.filter(({ state }) => CLOSED_STATES.has(state.kind)).map(({ region }) => region),
  );
  const left = leftToDelete(plan, foldJournal(plan, segments), narrowing);
  return left.filter(({ region }) => !closed.has(region));
}

const CLOSED_STATES: ReadonlySet<RegionStatus['state']['kind']> = new Set(['finished', 'stopped']);

/** Returns the sources of evidence that are soon too old for deletions, oldest first. */
export function dueSources(
  plan: PrunePlan,
  narrowing: Narrowing,
  statuses: readonly RegionStatus[],
  now: Instant,
): readonly AgedSource[] {
  const left = leftIn(plan, narrowing, statuses);
  return dueForRenewal(agedSources(left, readingsOf(plan, narrowing), now), now);
}
