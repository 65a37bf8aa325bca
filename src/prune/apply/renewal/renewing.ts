import type { AccountId } from '../../../model/aws-ids.ts';
import type { PrunableAccount, Refusal } from '../../model/recheck.ts';
import type { EvidenceCheck } from '../../model/evidence.ts';
import type { AgedSource, Narrowing } from '../../model/evidence-reading.ts';
import type { Digest, PrunePlan } from '../../model/prune-plan.ts';
import { versionKey } from '../../model/version.ts';
import { agedSources, dueForRenewal, EVIDENCE_AGE_MS } from '../../evidence/age.ts';
import { accountRefusals } from '../../plan/guard-account.ts';
import { ageRefusals, planRefusals } from '../../plan/guard-plan.ts';
import { foldJournal } from '../../plan/journal.ts';
import type { NarrowBasis } from '../../plan/narrow.ts';
import { narrow, plannedAliases, readingsOf } from '../../plan/narrow.ts';
import type { PlannedDeletion } from '../../plan/order.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../../model/time.ts';
import type { Clock } from '../../../model/clock.ts';
import type {
  PlannedAliases,
  PlanningProgress,
  PruneStore,
  RenewedRegion,
  RenewEvidence,
} from '../../ports.ts';
import { endsOf, journalsOf } from '../journals.ts';
import { loadNarrowing, storeNarrowing } from './narrowings.ts';
import type { Planning } from '../planning.ts';
import { leftIn } from './renewal-due.ts';
import { loadPlan } from '../stored-plan.ts';

/** So long one invocation reads, as for a plan. */
const READING_MS = 45 * SECOND_MS;
/** What was left for longer is begun anew: the reads that it holds have only grown older. */
const GONE_ON_WITHIN_MS = 2 * MINUTE_MS;

export interface RenewalPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly renew: RenewEvidence;
  readonly accountOf: (id: AccountId) => Promise<PrunableAccount | undefined>;
  readonly digest: Digest;
}

export type RenewalAnswer =
  | { readonly kind: 'no-plan' }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  /** `planning.begunAt` is when it was left. */
  | {
      readonly kind: 'unfinished';
      readonly planning: Planning;
      readonly progress: PlanningProgress;
    }
  | {
      readonly kind: 'renewed';
      /** What was read again. */
      readonly sources: readonly AgedSource[];
      /** What that keeps of the plan's deletions. */
      readonly learned: Narrowing;
    };

/**
 * Reads again, with the read role, what a stored plan rests on and is soon too old to delete by: about
 * what is left of it, for as long as one invocation may last. What it learns is stored beside the plan,
 * and only ever keeps more.
 */
export async function renewPlan(
  planId: string,
  left: Planning | undefined,
  ports: RenewalPorts,
): Promise<RenewalAnswer> {
  const { clock, store, digest } = ports;
  const loaded = await loadPlan(store, planId, digest);
  if (loaded.kind === 'missing') return { kind: 'no-plan' };
  if (loaded.kind === 'unreadable') return refusedFor(loaded.fault);
  const { plan } = loaded;
  if (!loaded.isAsStored) return refusedFor('its content is not what its id was made of');
  const [journals, before] = await Promise.all([
    journalsOf(store, planId, plan),
    loadNarrowing(store, planId, plan, digest),
  ]);
  if (before.kind === 'unreadable') return refusedFor(before.fault);
  const ends = await endsOf(store, planId, journals);
  const journal = foldJournal(
    plan,
    ends.flatMap(({ segments }) => segments),
  );
  const configured = await ports.accountOf(plan.account.id);
  const [first, ...others] = [
    ...accountRefusals(configured),
    ...planRefusals(plan, configured, digest),
    ...ageRefusals(plan, journal, clock.now()),
  ];
  if (first !== undefined) return { kind: 'refused', refusals: [first, ...others] };

  const deletions = leftIn(plan, before.narrowing, ends);
  const sources = agedSources(deletions, readingsOf(plan, before.narrowing), clock.now());
  const due = dueForRenewal(sources, clock.now());
  const state =
    left !== undefined && clock.now() - left.begunAt <= GONE_ON_WITHIN_MS ? left.state : undefined;
  if (state === undefined && due.length === 0) {
    return { kind: 'renewed', sources: [], learned: { readings: [], keep: [] } };
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
    await storeNarrowing(store, planId, plan, learned, digest);
    return { kind: 'renewed', sources: renewing, learned } as const;
  };
  if (found.kind === 'unfinished') {
    const { startedAt } = found;
    // What takes longer than evidence may be old is too old once it is read.
    if (now - startedAt >= EVIDENCE_AGE_MS) {
      const readings = renewing.map(({ check, region }) => ({ check, region, readAt: startedAt }));
      return learn({ evidence: [], readings, listed: new Set() });
    }
    const planning = { begunAt: now, state: found.state };
    return { kind: 'unfinished', planning, progress: found.progress };
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

function refusedFor(fault: string): RenewalAnswer {
  const sentence = `The plan is not as it was stored: ${fault}. Make a new one.`;
  return { kind: 'refused', refusals: [{ code: 'plan-tampered', sentence }] };
}
