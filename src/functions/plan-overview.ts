import { HOUR_MS, instant, isoTime } from '../model/time.ts';
import type { LayersPlan } from '../prune/model/layer.ts';
import type { PruneOrder } from '../prune/apply/stored-plan.ts';
import type { PrunePlan } from '../prune/model/prune-plan.ts';
import type { KeepRequest } from '../prune/model/recheck.ts';
import type { UnlistedPlace } from '../prune/plan/blind-spots.ts';
import { failedReads, unlistedPlaces } from '../prune/plan/blind-spots.ts';
import {
  failedCheckLines,
  failedLayerReadLines,
  unclearCallerLines,
  unlistedText,
} from '../prune/plan/text/blind-text.ts';
import { totalLines } from '../prune/plan/text/plan.ts';
import { versionsInUse, versionsNotChecked } from '../prune/plan/overview/by-function.ts';
import { untilEstimate } from '../prune/plan/overview/until-estimate.ts';
import { counted } from '../text/quantities.ts';
import { functionsAnswer, keptAnswer, MOST_GROUPS, storageAnswer } from './plan-figures.ts';

const MOST_KINDS_OF_FAILURE = 20;

/** The summary of a plan that a person sees before typing the account's name to confirm it. */
export type PlanOverview = ReturnType<typeof planOverview>;

interface OrderOverview {
  /** Set when the plan keeps fewer of the newest versions than the configuration demands now. */
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
    /** When the oldest evidence was read: the time of a plan is the start of its reads. */
    evidenceFrom: isoTime(plan.madeAt),
    /** The first deletion must happen before this time. */
    beginBefore: isoTime(instant(plan.madeAt + HOUR_MS)),
    planAt: stored.textAt,
    /** The requester as stated in the event; not verified. */
    ...(requestedBy !== undefined && { requestedBy }),
    /** The code storage when the plan was made; absent in plans of older versions of the watchdog. */
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
    /** The failed reads as codes, most frequent first; `couldNotCheck` has them as lines of text. */
    failedReads: failedReads(plan.failedChecks).slice(0, MOST_KINDS_OF_FAILURE),
    couldNotCheck: mostFrequent(failedCheckLines(plan)),
    couldNotTell: firstOf(unclearCallerLines(plan)),
    notCovered: plan.notCovered,
    text: totalLines(plan),
  };
}

/** Returns the totals of layer versions, or why no layer versions were planned. */
function layersAnswer(layers: LayersPlan, unlisted: readonly UnlistedPlace[]) {
  if (layers.kind === 'left-out') return { state: layers.kind, because: layers.because };
  return {
    state: layers.kind,
    totals: layers.totals,
    unlisted: unlisted.filter((place) => place.of === 'layers').map((place) => unlistedText(place)),
    failedChecks: layers.failedChecks.length,
    // Layers that could not be listed are left out here, because they are in `unlisted`.
    couldNotCheck: mostFrequent(
      failedLayerReadLines({
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
