import type { AccountRef } from '../model/configuration.ts';
import { HOUR_MS, instant, isoTime } from '../model/time.ts';
import type { LayersLeftOut, LayersPlan, LayerTotals } from '../prune/model/layer.ts';
import type { PruneOrder } from '../prune/apply/stored-plan.ts';
import type { PlanTotals, PrunePlan } from '../prune/model/prune-plan.ts';
import type { KeepRequest } from '../prune/model/recheck.ts';
import type { FailedReads, UnlistedPlace } from '../prune/plan/blind-spots.ts';
import { failedReads, unlistedPlaces } from '../prune/plan/blind-spots.ts';
import {
  failedChecks,
  failedLayerReads,
  unclearCallers,
  unlistedText,
} from '../prune/plan/text/blind-text.ts';
import { totalLines } from '../prune/plan/text/plan.ts';
import { versionsInUse, versionsNotChecked } from '../prune/plan/overview/kept-by-name.ts';
import type { UntilEstimate } from '../prune/plan/overview/until-estimate.ts';
import { untilEstimate } from '../prune/plan/overview/until-estimate.ts';
import { counted } from '../text/quantities.ts';
import type { FunctionsAnswer, KeptAnswer, RegionStorageAnswer } from './plan-figures.ts';
import { functionsAnswer, keptAnswer, MOST_GROUPS, storageAnswer } from './plan-figures.ts';

/** Of an answer and a screen; the plan itself holds all. */
const MOST_KINDS_OF_FAILURE = 20;

/** What a person must have read before the account's name is typed, of a new plan and of a stored one alike. */
export interface PlanOverview {
  readonly planId: string;
  readonly account: AccountRef;
  readonly madeAt: string;
  /** When the oldest evidence that the plan rests on was read. */
  readonly evidenceFrom: string;
  /** The first deletion must come before. */
  readonly beginBefore: string;
  readonly planAt: string;
  /** Who asked for the plan, as stated by the caller and not verified. */
  readonly requestedBy?: string;
  /** When the plan was made; absent for plans of former versions. */
  readonly codeStorage?: readonly RegionStorageAnswer[];
  readonly functions: FunctionsAnswer;
  readonly inUse: KeptAnswer;
  readonly notChecked: KeptAnswer;
  readonly totals: PlanTotals;
  /** Absent where the request keeps as many of the newest as the configuration, or more. */
  readonly keepNewest?: KeepRequest;
  /** Deleting ends in a Region once its code storage is below so many percent of its limit. */
  readonly untilPercent?: number;
  /** Of a target in percent: what it spares, and about how much is enough. Absent for plans of former versions. */
  readonly untilEstimate?: UntilEstimate;
  /** The plan deletes the largest packages until they reach so many bytes. */
  readonly untilPackageBytes?: number;
  /** Absent where the request did not ask for layers. */
  readonly layers?: LayersAnswer;
  /** Regions of which nothing is planned, since they could not be listed. */
  readonly unlisted: readonly string[];
  readonly failedChecks: number;
  /** Each kind of failed read as codes, the most frequent first; of many kinds not all. */
  readonly failedReads: readonly FailedReads[];
  /** Each kind of failed read in a line, the most frequent first; of many kinds not all. */
  readonly couldNotCheck: readonly string[];
  /** Callers that get the function's name when they run, each in a line; of many not all. */
  readonly couldNotTell: readonly string[];
  readonly notCovered: readonly string[];
  /** The totals for a person. */
  readonly text: readonly string[];
}

/** What becomes of layer versions, or why nothing was planned of them. */
export type LayersAnswer =
  | { readonly state: 'left-out'; readonly because: readonly LayersLeftOut[] }
  | {
      readonly state: 'planned';
      readonly totals: LayerTotals;
      /** Layers and Regions of which nothing is planned, since they could not be listed. */
      readonly unlisted: readonly string[];
      readonly failedChecks: number;
      /** Each kind of other failed read in a line; of many kinds not all. */
      readonly couldNotCheck: readonly string[];
    };

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
): PlanOverview {
  const { id, name, stage } = plan.account;
  const { targetBytes } = plan.filters;
  const unlisted = unlistedPlaces(plan);
  return {
    planId: stored.planId,
    account: { id, name, stage },
    madeAt: isoTime(plan.madeAt),
    evidenceFrom: isoTime(plan.madeAt),
    beginBefore: isoTime(instant(plan.madeAt + HOUR_MS)),
    planAt: stored.textAt,
    ...(requestedBy !== undefined && { requestedBy }),
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
    failedReads: failedReads(plan.failedChecks).slice(0, MOST_KINDS_OF_FAILURE),
    couldNotCheck: mostFrequent(failedChecks(plan)),
    couldNotTell: firstOf(unclearCallers(plan)),
    notCovered: plan.notCovered,
    text: totalLines(plan),
  };
}

function layersAnswer(layers: LayersPlan, unlisted: readonly UnlistedPlace[]): LayersAnswer {
  if (layers.kind === 'left-out') return { state: 'left-out', because: layers.because };
  return {
    state: 'planned',
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
