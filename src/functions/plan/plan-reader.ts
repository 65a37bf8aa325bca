import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient, TrafficMeter } from '../../aws/clients.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { isoTime } from '../../model/time.ts';
import type { Hash, PrunePlan } from '../../prune/model/prune-plan.ts';
import { planTextName } from '../../prune/apply/documents.ts';
import type { ListedPlan, PlanState } from '../../prune/apply/listed-plans.ts';
import { listedPlans, madeAtOf, planState } from '../../prune/apply/listed-plans.ts';
import { planLister, pruneStore } from '../../prune/apply/store.ts';
import { faultOf, loadPlan } from '../../prune/apply/stored-plan.ts';
import type { ShowFilter, ShownVersion } from '../../prune/plan/overview/show.ts';
import { namesNotFound, shownVersions, withNewerVerdicts } from '../../prune/plan/overview/show.ts';
import { newerReasons } from '../../prune/plan/narrow.ts';
import { loadNarrowing } from '../../prune/apply/narrowings.ts';
import { versionKey } from '../../prune/model/version.ts';
import { keepText } from '../../prune/plan/text/reason-text.ts';
import { planOverview } from '../plan-overview.ts';
import { fewerThanConfigured, loadAccounts, prunePrefix } from '../prune-account.ts';
import type { PruneEnvironment } from '../prune/prune-handler.ts';
import type { InvocationContext } from '../world.ts';
import type { PlanQuestion } from './plan-question.ts';
import { readPlanQuestion } from './plan-question.ts';

/** Versions on one page, so that an answer stays below 6 MB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_VERSIONS = 2_000;
const MOST_PLANS = 20;

type NewerReasons = ReturnType<typeof newerReasons>;

export type QuestionResponse = Awaited<ReturnType<ReturnType<typeof planReader>>>;

type ReaderPorts = ReturnType<typeof openReader>;

/**
 * Returns the handler that lists and shows stored plans. It assumes no role and stores nothing.
 * @throws EventNotUnderstood before any request; AwsCallError when the store fails.
 */
export function planReader(file: ConfigurationFile, environment: PruneEnvironment) {
  return async (event: unknown, context: InvocationContext) => {
    const { organisationAsker: _, hash, ...world } = environment;
    const connection: Connection = { ...world, traffic: new TrafficMeter() };
    const known = await loadAccounts(file, connection);
    const question = readPlanQuestion(event, { ...known.configuration, ...known });
    const ports = openReader(file, connection, hash, context.awsRequestId);
    if (question.kind === 'show') return showPlan(question, ports);
    const { account } = question;
    const about = {
      most: MOST_PLANS,
      now: world.clock.now(),
      ...(account !== undefined && { account }),
    };
    const { plans, notRead } = await listedPlans(about, ports);
    return { state: 'listed' as const, plans: plans.map(listedJson), notRead };
  };
}

function openReader(file: ConfigurationFile, connection: Connection, hash: Hash, runId: string) {
  const s3 = makeClient(S3Client, connection, { region: file.tooling.region });
  const place = { bucket: file.state.bucket, prefix: prunePrefix(file), runId };
  return {
    clock: connection.clock,
    store: pruneStore(s3, place),
    list: planLister(s3, place),
    hash,
    fewerOf: fewerThanConfigured(file),
  };
}

async function showPlan(
  { planId, filter, from }: Extract<PlanQuestion, { readonly kind: 'show' }>,
  { clock, store, list, hash, fewerOf }: ReaderPorts,
) {
  const unreadable = (fault: string) =>
    ({ state: 'unreadable', planId, message: `The plan cannot be read: ${fault}` }) as const;
  const loaded = await loadPlan(store, planId, hash);
  if (loaded.kind === 'missing')
    return { state: 'no-plan', planId, message: 'There is no such plan.' } as const;
  if (loaded.kind === 'unreadable' || !loaded.isAsStored) return unreadable(faultOf(loaded));
  const { plan, order } = loaded;
  const narrowed = await loadNarrowing(store, planId, plan, hash);
  if (narrowed.kind === 'unreadable') return unreadable(narrowed.fault);
  const since = newerReasons(narrowed.narrowing);
  const textAt = store.locationOf(planTextName(planId));
  const fewer = fewerOf(plan.account, order);
  const shown = withNewerVerdicts(plan, since);
  return {
    state: 'shown' as const,
    plan: planOverview(plan, { planId, textAt }, { fewer, order }),
    progress: stateJson(await planState(planId, clock.now(), { store, list })),
    ...pageOf(shown, plan.settings, { filter, from }, (one) => versionJson(one, since)),
    notFound: namesNotFound(plan, filter),
  };
}

/** One page of the versions that a question about a plan or review selects. */
export function pageOf<Json>(
  judged: Parameters<typeof shownVersions>[0],
  { retention: { keepNewest, minimumAgeDays } }: Pick<PrunePlan['settings'], 'retention'>,
  { filter, from }: { readonly filter: ShowFilter; readonly from: number },
  jsonOf: (version: ShownVersion) => Json,
) {
  const chosen = shownVersions(judged, filter);
  const end = from + MOST_VERSIONS;
  return {
    retention: { keepNewest, minimumAgeDays },
    chosen: chosen.length,
    versions: chosen.slice(from, end).map(jsonOf),
    ...(end < chosen.length && { next: end }),
  };
}

function versionJson(shown: ShownVersion, since: NewerReasons) {
  const { region, functionName, planned } = shown;
  const key = versionKey({ region, functionName, version: planned.version });
  return {
    ...versionFields(shown),
    verdict: planned.verdict,
    ...(since.has(key) && { keptSince: true as const }),
  };
}

export function versionFields({ region, functionName, planned }: ShownVersion) {
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
