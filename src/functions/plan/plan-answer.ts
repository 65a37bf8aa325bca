import type { PlanningAnswer } from '../../prune/apply/planning.ts';
import type { RenewalAnswer } from '../../prune/apply/renewal/renewing.ts';
import type { RenewedSource } from '../prune/prune-answer.ts';
import { sourceJson } from '../prune/prune-answer.ts';
import type { PruneOrder } from '../../prune/apply/stored-plan.ts';
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
  request: { readonly fewer?: KeepRequest; readonly order: PruneOrder },
  answer: PlanningAnswer,
  runId: string,
): PlanResponse {
  switch (answer.kind) {
    case 'refused':
      return { state: 'refused', refusals: answer.refusals };
    case 'unfinished':
      return { state: 'unfinished', continueWith: runId, progress: answer.progress };
    case 'planned': {
      const { planId, plan } = answer;
      return {
        state: 'planned',
        ...planOverview(plan, answer, request),
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
