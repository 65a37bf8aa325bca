import type { PlanningAnswer } from '../../prune/apply/planning.ts';
import type { NothingShown } from '../../prune/plan/overview/show.ts';
import type { RenewalAnswer } from '../../prune/apply/renewing.ts';
import type { RenewedSource } from '../prune/prune-answer.ts';
import { sourceJson } from '../prune/prune-answer.ts';
import { progressText } from '../../prune/plan/text/progress-text.ts';
import type { KeepRequest, Refusal } from '../../prune/model/recheck.ts';
import type { PlanOverview } from '../plan-overview.ts';
import { planOverview } from '../plan-overview.ts';

/** What the plan function answers; the whole plan is stored where `planAt` says. */
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
  | {
      /** Names that no function with published versions has. Nothing was stored. */
      readonly state: 'no-function';
      readonly functions: readonly NothingShown[];
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
  | ({ readonly state: 'planned' } & PlanOverview & {
        /** What to invoke the prune function with, once the plan was read. */
        readonly toApply: { readonly planId: string; readonly confirm: string };
      });

/** `fewer` is what the request keeps fewer of than the configuration says. */
export function planResponse(
  request: { readonly fewer?: KeepRequest },
  answer: PlanningAnswer,
  runId: string,
): PlanResponse {
  switch (answer.kind) {
    case 'refused':
      return { state: 'refused', refusals: answer.refusals };
    case 'unfinished':
      return { state: 'unfinished', continueWith: runId, progress: progressText(answer.progress) };
    case 'no-function':
      return { state: 'no-function', functions: answer.functions };
    case 'planned': {
      const { planId, plan, order } = answer;
      return {
        state: 'planned',
        ...planOverview(plan, answer, { fewer: request.fewer, order }),
        toApply: { planId, confirm: plan.account.name },
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
      return { state: 'unfinished', continueWith: runId, progress: progressText(answer.progress) };
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
