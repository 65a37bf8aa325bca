import { HOUR_MS, instant, isoTime } from '../model/time.ts';
import type { LayersPlan } from '../prune/model/layer.ts';
import type { PruneOrder } from '../prune/apply/stored-plan.ts';
import type { PrunePlan } from '../prune/model/prune-plan.ts';
import type { KeepRequest } from '../prune/model/recheck.ts';
import type { UnlistedPlace } from '../prune/plan/blind-spots.ts';
import { failedReads, unlistedPlaces } from '../prune/plan/blind-spots.ts';
import {
  failedChecks,
  failedLayerReads,
  unclearCallers,
  unlistedText,
} from '../prune/plan/text/blind-text.ts';
import { totalLines } from '../prune/plan/text/plan.ts';
import { versionsInUse, versionsNotChecked } from '../prune/plan/overview/by-function.ts';
import { untilEstimate } from '../prune/plan/overview/until-estimate.ts';
import { counted } from '../text/quantities.ts';
import { functionsAnswer, keptAnswer, MOST_GROUPS, storageAnswer } from './plan-figures.ts';

const MOST_KINDS_OF_FAILURE = 20;

/** What is shown of a new or stored plan before the account's name is typed. */
export type PlanOverview = ReturnType<typeof planOverview>;

interface OrderOverview {
  /** Set where the request keeps fewer of the newest versions than the configuration now. */
  readonly fewer?: KeepRequest | undefined;
  readonly order: PruneOrder;
}

export function planOverview(
  plan: PrunePlan,
  stored: { readonly planId: string; readonly textAt: string },
  { fewer, order: { untilPercent, requestedBy, codeStorage } }: OrderOverview,
) {
  const { id, name, stage } = plan.account;
  const { targetBytes } = plan.filters;
  const unlisted = unlistedPlaces(plan);
  return {
    planId: stored.planId,
    account: { id, name, stage },
    madeAt: isoTime(plan.madeAt),
    /** The read of the oldest evidence: a plan has the time at which its reads began. */
    evidenceFrom: isoTime(plan.madeAt),
    /** Latest time of the first deletion. */
    beginBefore: isoTime(instant(plan.madeAt + HOUR_MS)),
    planAt: stored.textAt,
    /** Not verified. */
    ...(requestedBy !== undefined && { requestedBy }),
    /** When the plan was made; absent for plans of older versions. */
    ...(codeStorage !== undefined && { codeStorage: storageAnswer(codeStorage, untilPercent) }),
    functions: functionsAnswer(plan),
    inUse: keptAnswer(versionsInUse(plan, MOST_GROUPS)),
    notChecked: keptAnswer(versionsNotChecked(plan, MOST_GROUPS)),
    totals: plan.totals,
    ...(fewer !== undefined && { keepNewest: fewer }),
    ...(untilPercent !== undefined && { untilPercent }),
    ...(untilPercent !== undefined &&
      codeStorage !== undefined && {
        untilEstimate: untilEstimate(plan, codeStorage, untilPercent),
      }),
    ...(targetBytes !== undefined && { untilPackageBytes: targetBytes }),
    ...(plan.layers !== undefined && { layers: layersAnswer(plan.layers, unlisted) }),
    unlisted: unlisted
      .filter((place) => place.of === 'functions')
      .map((place) => unlistedText(place)),
    failedChecks: plan.failedChecks.length,
    /** Most frequent first, as codes and as lines. */
    failedReads: failedReads(plan.failedChecks).slice(0, MOST_KINDS_OF_FAILURE),
    couldNotCheck: mostFrequent(failedChecks(plan)),
    couldNotTell: firstOf(unclearCallers(plan)),
    notCovered: plan.notCovered,
    text: totalLines(plan),
  };
}

/** The totals of layer versions, or why none were planned. */
function layersAnswer(layers: LayersPlan, unlisted: readonly UnlistedPlace[]) {
  if (layers.kind === 'left-out') return { state: layers.kind, because: layers.because };
  return {
    state: layers.kind,
    totals: layers.totals,
    unlisted: unlisted.filter((place) => place.of === 'layers').map((place) => unlistedText(place)),
    failedChecks: layers.failedChecks.length,
    // Lists that failed are in `unlisted`.
    couldNotCheck: mostFrequent(
      failedLayerReads({
        ...layers,
        failedChecks: layers.failedChecks.filter(
          ({ check }) => check !== 'layers' && check !== 'layer-versions',
        ),
      }),
    ),
  };
}

export function firstOf(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_KINDS_OF_FAILURE;
  if (more <= 0) return lines;
  return [
    ...lines.slice(0, MOST_KINDS_OF_FAILURE),
    `and ${counted(more, 'more caller')}; see the plan`,
  ];
}

export function mostFrequent(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_KINDS_OF_FAILURE;
  if (more <= 0) return lines;
  const rest = `and ${counted(more, 'more kind')} of failed reads; see the plan`;
  return [...lines.slice(0, MOST_KINDS_OF_FAILURE), rest];
}
