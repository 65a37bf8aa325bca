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

/** Of an answer and a screen; the plan itself holds all. */
const MOST_KINDS_OF_FAILURE = 20;

/** What a person must have read before the account's name is typed, of a new plan and of a stored one alike. */
export type PlanOverview = ReturnType<typeof planOverview>;

/** What the request said that the plan itself does not hold. */
interface OrderOverview {
  /** What the request keeps fewer of than the configuration says now. */
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
    /** When the oldest evidence was read: a plan has the time at which the first of its reads began. */
    evidenceFrom: isoTime(plan.madeAt),
    /** The first version must be deleted before. */
    beginBefore: isoTime(instant(plan.madeAt + HOUR_MS)),
    planAt: stored.textAt,
    /** As stated by the caller and not verified. */
    ...(requestedBy !== undefined && { requestedBy }),
    /** When the plan was made; absent for plans of former versions. */
    ...(codeStorage !== undefined && { codeStorage: storageAnswer(codeStorage, untilPercent) }),
    functions: functionsAnswer(plan),
    inUse: keptAnswer(versionsInUse(plan, MOST_GROUPS)),
    notChecked: keptAnswer(versionsNotChecked(plan, MOST_GROUPS)),
    totals: plan.totals,
    /** Absent where the request keeps as many of the newest versions as the configuration, or more. */
    ...(fewer !== undefined && { keepNewest: fewer }),
    /** Deleting ends in a Region once its code storage is below this percentage of its limit. */
    ...(untilPercent !== undefined && { untilPercent }),
    ...(untilPercent !== undefined &&
      codeStorage !== undefined && {
        untilEstimate: untilEstimate(plan, codeStorage, untilPercent),
      }),
    /** The plan deletes the largest packages until they reach so many bytes. */
    ...(targetBytes !== undefined && { untilPackageBytes: targetBytes }),
    ...(plan.layers !== undefined && { layers: layersAnswer(plan.layers, unlisted) }),
    unlisted: unlisted
      .filter((place) => place.of === 'functions')
      .map((place) => unlistedText(place)),
    failedChecks: plan.failedChecks.length,
    /** Each kind of failed read, the most frequent first: as codes, and in a line. */
    failedReads: failedReads(plan.failedChecks).slice(0, MOST_KINDS_OF_FAILURE),
    couldNotCheck: mostFrequent(failedChecks(plan)),
    couldNotTell: firstOf(unclearCallers(plan)),
    notCovered: plan.notCovered,
    /** The totals for a person. */
    text: totalLines(plan),
  };
}

/** What becomes of layer versions, or why none were planned. */
function layersAnswer(layers: LayersPlan, unlisted: readonly UnlistedPlace[]) {
  if (layers.kind === 'left-out') return { state: layers.kind, because: layers.because };
  return {
    state: layers.kind,
    totals: layers.totals,
    unlisted: unlisted.filter((place) => place.of === 'layers').map((place) => unlistedText(place)),
    failedChecks: layers.failedChecks.length,
    // What could not be listed has lines of its own.
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
