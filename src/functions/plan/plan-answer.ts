import type { PlanningAnswer } from '../../prune/apply/planning.ts';
import type { RenewalAnswer } from '../../prune/apply/renewing.ts';
import { sourceJson } from '../prune/prune-answer.ts';
import { progressText } from '../../prune/plan/text/progress-text.ts';
import type { KeepRequest } from '../../prune/model/recheck.ts';
import { planOverview } from '../plan-overview.ts';

export type PlanResponse = ReturnType<typeof planResponse> | ReturnType<typeof renewalResponse>;

/** `fewer` is set when the request asks to keep fewer of the newest versions than the configuration demands. */
export function planResponse(
  { fewer }: { readonly fewer?: KeepRequest },
  answer: PlanningAnswer,
  runId: string,
) {
  switch (answer.kind) {
    case 'refused':
      return { state: answer.kind, refusals: answer.refusals };
    case 'unfinished':
      return unfinishedResponse(answer, runId);
    case 'no-function':
      return { state: answer.kind, functions: answer.functions };
    case 'planned': {
      const { planId, plan, order } = answer;
      return {
        state: answer.kind,
        ...planOverview(plan, answer, { fewer, order }),
        /** The event with which the prune function applies this plan. */
        toApply: { planId, confirm: plan.account.name },
      };
    }
  }
}

function unfinishedResponse(
  { kind, progress }: Extract<PlanningAnswer | RenewalAnswer, { readonly kind: 'unfinished' }>,
  runId: string,
) {
  return { state: kind, continueWith: runId, progress: progressText(progress) };
}

/** Returns the answer to a renewal. `kept` counts the planned versions that the new evidence keeps. */
export function renewalResponse(planId: string, answer: RenewalAnswer, runId: string) {
  switch (answer.kind) {
    case 'no-plan':
      return { state: answer.kind, planId, message: 'There is no such plan.' };
    case 'refused':
      return { state: answer.kind, refusals: answer.refusals };
    case 'unfinished':
      return unfinishedResponse(answer, runId);
    case 'renewed': {
      const { sources, learned } = answer;
      return {
        state: answer.kind,
        planId,
        sources: sources.map(sourceJson),
        kept: learned.keep.length,
      };
    }
  }
}
