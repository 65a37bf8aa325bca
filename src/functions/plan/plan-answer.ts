import type { FailedReads } from '../../prune/plan/blind-spots.ts';
import { failedReads } from '../../prune/plan/blind-spots.ts';
import type { PlanningAnswer } from '../../prune/apply/planning.ts';
import type { RenewalAnswer } from '../../prune/apply/renewing.ts';
import type { RenewedSource } from '../prune/prune-answer.ts';
import { sourceJson } from '../prune/prune-answer.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { KeepRequest, Refusal } from '../../prune/model/recheck.ts';
import type { LayersLeftOut, LayersPlan, LayerTotals } from '../../prune/model/layer.ts';
import type { PlanTotals, PrunePlan } from '../../prune/model/prune-plan.ts';
import { instant, isoTime, HOUR_MS } from '../../model/time.ts';
import { failureText } from '../../text/failure-text.ts';
import {
  failedChecks,
  failedReadText,
  planText,
  unclearCallers,
} from '../../prune/plan/text/plan.ts';
import { counted } from '../../text/quantities.ts';

/** Of an answer and a screen; the plan itself holds all. */
const MOST_KINDS_OF_FAILURE = 20;

/** What the plan function answers; the whole plan lies where `planAt` says. */
export type PlanResponse =
  | {
      readonly state: 'refused';
      /** All of them. Nothing was read. */
      readonly refusals: readonly Refusal[];
    }
  | {
      readonly state: 'unfinished';
      /** The next event is `{"continue": <this>}`. */
      readonly continueWith: string;
      readonly progress: string;
    }
  | { readonly state: 'no-plan'; readonly planId: string; readonly message: string }
  | {
      /** What a plan rests on was read again, and what that keeps is stored beside it. */
      readonly state: 'renewed';
      readonly planId: string;
      readonly sources: readonly RenewedSource[];
      /** Versions that the plan deletes and that are kept from now on. */
      readonly kept: number;
    }
  | {
      readonly state: 'planned';
      readonly planId: string;
      readonly account: AccountRef;
      readonly madeAt: string;
      /** The first deletion must come before. */
      readonly beginBefore: string;
      readonly planAt: string;
      readonly totals: PlanTotals;
      /** Absent where the request keeps as many of the newest as the configuration, or more. */
      readonly keepNewest?: KeepRequest;
      /** Absent where nobody asked for layers. */
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
      /** What to invoke the prune function with, once the plan was read. */
      readonly toApply: { readonly planId: string; readonly confirm: string };
    };

/** What becomes of layer versions, or why nothing was planned of them. */
export type LayersAnswer =
  | { readonly state: 'left-out'; readonly because: readonly LayersLeftOut[] }
  | {
      readonly state: 'planned';
      readonly totals: LayerTotals;
      /** Layers and Regions of which nothing is planned, since they could not be listed. */
      readonly unlisted: readonly string[];
      readonly failedChecks: number;
    };

/** Whom a plan is for, with what the request keeps fewer of than the configuration says. */
export interface PlannedFor {
  readonly account: AccountRef;
  readonly fewer?: KeepRequest;
}

export function planResponse(
  { account: { id, name, stage }, fewer }: PlannedFor,
  answer: PlanningAnswer,
  runId: string,
): PlanResponse {
  switch (answer.kind) {
    case 'refused':
      return { state: 'refused', refusals: answer.refusals };
    case 'unfinished':
      return { state: 'unfinished', continueWith: runId, progress: answer.progress };
    case 'planned': {
      const { planId, plan, textAt } = answer;
      return {
        state: 'planned',
        planId,
        account: { id, name, stage },
        madeAt: isoTime(plan.madeAt),
        beginBefore: isoTime(instant(plan.madeAt + HOUR_MS)),
        planAt: textAt,
        totals: plan.totals,
        ...(fewer !== undefined && { keepNewest: fewer }),
        ...(plan.layers !== undefined && { layers: layersAnswer(plan.layers) }),
        unlisted: plan.unlisted.map(
          ({ region, failure }) => `${region}: ${failedReadText(failure)}`,
        ),
        failedChecks: plan.failedChecks.length,
        failedReads: failedReads(plan.failedChecks).slice(0, MOST_KINDS_OF_FAILURE),
        couldNotCheck: mostFrequent(failedChecks(plan)),
        couldNotTell: firstOf(unclearCallers(plan)),
        notCovered: plan.notCovered,
        text: totalsText(plan),
        toApply: { planId, confirm: name },
      };
    }
  }
}

export function renewalResponse(
  planId: string,
  answer: RenewalAnswer,
  runId: string,
): PlanResponse {
  switch (answer.kind) {
    case 'no-plan':
      return { state: 'no-plan', planId, message: 'There is no such plan.' };
    case 'refused':
      return { state: 'refused', refusals: answer.refusals };
    case 'unfinished':
      return { state: 'unfinished', continueWith: runId, progress: answer.progress };
    case 'renewed': {
      const { sources, learned } = answer;
      return {
        state: 'renewed',
        planId,
        sources: sources.map(sourceJson),
        kept: learned.keep.length,
      };
    }
  }
}

function layersAnswer(layers: LayersPlan): LayersAnswer {
  if (layers.kind === 'left-out') return { state: 'left-out', because: layers.because };
  const unlisted = layers.failedChecks.filter(
    ({ check }) => check === 'layers' || check === 'layer-versions',
  );
  return {
    state: 'planned',
    totals: layers.totals,
    unlisted: unlisted.map(
      ({ region, layerName, failure }) =>
        `${region}${layerName === undefined ? '' : `, ${layerName}`}: ${failureText(failure)}`,
    ),
    failedChecks: layers.failedChecks.length,
  };
}

function firstOf(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_KINDS_OF_FAILURE;
  if (more <= 0) return lines;
  return [
    ...lines.slice(0, MOST_KINDS_OF_FAILURE),
    `and ${counted(more, 'more caller')}; see the plan`,
  ];
}

function mostFrequent(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_KINDS_OF_FAILURE;
  if (more <= 0) return lines;
  const rest = `and ${counted(more, 'more kind')} of failed reads; see the plan`;
  return [...lines.slice(0, MOST_KINDS_OF_FAILURE), rest];
}

/** The last paragraph of the plan's text. */
function totalsText(plan: PrunePlan): readonly string[] {
  return (planText(plan).trimEnd().split('\n\n').at(-1) ?? '').split('\n');
}
