import { isoTime } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { KeepRequest } from '../../prune/model/recheck.ts';
import type { Digest, PrunePlan } from '../../prune/model/prune-plan.ts';
import { planTextName } from '../../prune/apply/documents.ts';
import type { ListedPlan, PlanState } from '../../prune/apply/listed-plans.ts';
import { listedPlans, madeAtOf, planState } from '../../prune/apply/listed-plans.ts';
import type { PruneOrder } from '../../prune/apply/stored-plan.ts';
import { loadPlan } from '../../prune/apply/stored-plan.ts';
import type { ShownVersion } from '../../prune/plan/overview/show.ts';
import { namesNotFound, shownVersions, withKeptSince } from '../../prune/plan/overview/show.ts';
import { keptSince } from '../../prune/plan/narrow.ts';
import { loadNarrowing } from '../../prune/apply/narrowings.ts';
import { versionKey } from '../../prune/model/version.ts';
import { keepText } from '../../prune/plan/text/reason-text.ts';
import type { ListPlans, PruneStore } from '../../prune/ports.ts';
import { planOverview } from '../plan-overview.ts';
import type { PlanQuestion } from './plan-question.ts';

/** A page, below the limit of 6 MB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MOST_VERSIONS = 2_000;
const MOST_PLANS = 20;

type KeptSince = ReturnType<typeof keptSince>;

export type QuestionResponse = Awaited<ReturnType<typeof answerQuestion>>;

export interface QuestionPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly list: ListPlans;
  readonly digest: Digest;
  /** Set where the order of a plan keeps fewer versions than the configuration now. */
  readonly fewerOf: (plan: PrunePlan, order: PruneOrder) => KeepRequest | undefined;
}

/** Answers from stored documents alone. Rejects when the store fails. */
export async function answerQuestion(question: PlanQuestion, ports: QuestionPorts) {
  if (question.kind === 'show') return shown(question, ports);
  const { account } = question;
  const about = {
    most: MOST_PLANS,
    now: ports.clock.now(),
    ...(account !== undefined && { account }),
  };
  const { plans, notRead } = await listedPlans(about, ports);
  return { state: 'listed' as const, plans: plans.map(listedJson), notRead };
}

async function shown(
  { planId, filter, from }: Extract<PlanQuestion, { readonly kind: 'show' }>,
  { clock, store, list, digest, fewerOf }: QuestionPorts,
) {
  const unreadable = (fault: string) =>
    ({ state: 'unreadable', planId, message: `The plan cannot be read: ${fault}` }) as const;
  const loaded = await loadPlan(store, planId, digest);
  if (loaded.kind === 'missing')
    return { state: 'no-plan', planId, message: 'There is no such plan.' } as const;
  if (loaded.kind === 'unreadable') return unreadable(loaded.fault);
  if (!loaded.isAsStored) return unreadable('it is not as it was stored');
  const { plan, order } = loaded;
  const narrowed = await loadNarrowing(store, planId, plan, digest);
  if (narrowed.kind === 'unreadable') return unreadable(narrowed.fault);
  const since = keptSince(narrowed.narrowing);
  const textAt = store.locationOf(planTextName(planId));
  const chosen = shownVersions(withKeptSince(plan, since), filter);
  const end = from + MOST_VERSIONS;
  const { keepNewest, minimumAgeDays } = plan.settings.retention;
  return {
    state: 'shown' as const,
    plan: planOverview(plan, { planId, textAt }, { fewer: fewerOf(plan, order), order }),
    progress: stateJson(await planState(planId, clock.now(), { store, list })),
    retention: { keepNewest, minimumAgeDays },
    chosen: chosen.length,
    versions: chosen.slice(from, end).map((one) => versionJson(one, since)),
    ...(end < chosen.length && { next: end }),
    notFound: namesNotFound(plan, filter),
  };
}

function versionJson(shown: ShownVersion, since: KeptSince) {
  const { region, functionName, planned } = shown;
  const key = versionKey({ region, functionName, version: planned.version });
  return {
    ...shownFacts(shown),
    verdict: planned.verdict,
    ...(since.has(key) && { keptSince: true as const }),
  };
}

export function shownFacts({ region, functionName, planned }: ShownVersion) {
  const { version, packageBytes, modifiedAt } = planned;
  const reasons = planned.verdict === 'keep' ? planned.reasons : [];
  return {
    region,
    functionName,
    version,
    packageBytes,
    ...(modifiedAt !== undefined && { modifiedAt: isoTime(modifiedAt) }),
    reasons: reasons.map((reason) => ({ code: reason.code, why: keepText(reason) })),
  };
}

function listedJson(plan: ListedPlan) {
  const { planId } = plan;
  const about = { planId, madeAt: isoTime(madeAtOf(planId)) };
  if (plan.kind === 'unreadable') return { ...about, state: plan.kind, fault: plan.fault };
  const { summary, requestedBy } = plan;
  const { id, name, stage } = summary.account;
  return {
    ...about,
    ...stateJson(plan),
    account: { id, name, stage },
    delete: { versions: summary.versions, packageBytes: summary.packageBytes },
    ...(requestedBy !== undefined && { requestedBy }),
  };
}

function stateJson({ state, ended }: PlanState) {
  return {
    state,
    ...(ended?.appliedBy !== undefined && { appliedBy: ended.appliedBy }),
    ...(ended !== undefined && { endedAt: isoTime(ended.endedAt), deleted: ended.deleted }),
  };
}
