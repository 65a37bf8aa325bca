import type { PlanningAnswer } from '../flows/prune-planning.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { Refusal } from '../model/prune-guard.ts';
import type { PlanTotals, PrunePlan } from '../model/prune-plan.ts';
import { instant, isoTime, HOUR_MS } from '../model/time.ts';
import { failureText } from '../render/failure-text.ts';
import { planText } from '../render/plan-text.ts';

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
  | {
      readonly state: 'planned';
      readonly planId: string;
      readonly account: AccountRef;
      readonly madeAt: string;
      /** The first deletion must come before. */
      readonly beginBefore: string;
      readonly planAt: string;
      readonly totals: PlanTotals;
      /** Regions of which nothing is planned, since they could not be listed. */
      readonly unlisted: readonly string[];
      readonly failedChecks: number;
      readonly switchedOff: PrunePlan['switchedOff'];
      readonly notCovered: readonly string[];
      /** The totals for a person. */
      readonly text: readonly string[];
      /** What to invoke the prune function with, once the plan was read. */
      readonly toApply: { readonly planId: string; readonly confirm: string };
    };

export function planResponse(
  { id, name, stage }: AccountRef,
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
        unlisted: plan.unlisted.map(({ region, failure }) => `${region}: ${failureText(failure)}`),
        failedChecks: plan.failedChecks.length,
        switchedOff: plan.switchedOff,
        notCovered: plan.notCovered,
        text: totalsText(plan),
        toApply: { planId, confirm: name },
      };
    }
  }
}

/** The last paragraph of the plan's text. */
function totalsText(plan: PrunePlan): readonly string[] {
  return (planText(plan).trimEnd().split('\n\n').at(-1) ?? '').split('\n');
}
