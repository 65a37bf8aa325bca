import type { PruneAnswer } from '../../prune/apply/apply.ts';
import type { PruneProgress } from '../../prune/apply/progress.ts';
import { progressJson } from '../../prune/apply/progress-json.ts';
import type { PruneStatus } from '../../prune/apply/journals.ts';
import type { PruneOrder } from '../../prune/apply/stored-plan.ts';
import { summaryLines } from '../../prune/apply/summary.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { AgedSource } from '../../prune/model/evidence.ts';
import type { KeepRequest, Refusal } from '../../prune/model/recheck.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime, SECOND_MS } from '../../model/time.ts';
import { failureText } from '../../text/failure-text.ts';
import type { PlanOverview } from '../plan-overview.ts';
import { planOverview } from '../plan-overview.ts';

/**
 * The answer of the prune function. In the states `goes-on`, `busy` and `needs-evidence` the caller invokes the prune
 * function again. When `renewEvidence` is set, the caller invokes the plan function first.
 */
export type PruneResponse =
  | { readonly state: 'no-plan' | 'unreadable'; readonly planId: string; readonly message: string }
  | { readonly state: 'refused'; readonly planId: string; readonly refusals: readonly Refusal[] }
  | (ReturnType<typeof progressResponse> & {
      /** Why the end of this prune could not be stored, so that run reports do not show it. */
      readonly endNotKept?: string;
      /** The evidence that the plan function must read again, with `{"renew": PLANID}`. */
      readonly renewEvidence?: readonly RenewedSource[];
      /** The time until the first Region is free of another run's lease. Set only for `busy`. */
      readonly retryAfterSeconds?: number;
      /** In a status, set when the plan keeps fewer of the newest versions than the configuration demands now. */
      readonly keepNewest?: KeepRequest;
      /** In a status, the summary to be shown before the account's name is typed. */
      readonly plan?: PlanOverview;
      readonly notice?: 'published' | { readonly notPublished: string };
    });

export function applyResponse(planId: string, answer: PruneAnswer, now: Instant): PruneResponse {
  switch (answer.kind) {
    case 'no-plan':
      return noPlan(planId);
    case 'refused':
      return { state: 'refused', planId, refusals: answer.refusals };
    case 'slice': {
      const { progress, publication, renew } = answer;
      const until = progress.regions.flatMap(({ state }) =>
        state.kind === 'busy' ? [state.until] : [],
      );
      return {
        ...progressResponse(progress),
        ...(renew.length > 0 && { renewEvidence: renew.map(sourceJson) }),
        ...(progress.state === 'busy' && {
          retryAfterSeconds: Math.max(1, Math.ceil((Math.min(...until) - now) / SECOND_MS)),
        }),
        ...(publication !== undefined && {
          notice: publication.published
            ? 'published'
            : { notPublished: failureText(publication.failure) },
        }),
      };
    }
  }
}

/** Returns the answer to a status event. `fewerOf` compares the plan with the configuration now. */
export function statusResponse(
  planId: string,
  status: PruneStatus,
  fewerOf: (account: AccountRef, order: PruneOrder) => KeepRequest | undefined,
): PruneResponse {
  switch (status.kind) {
    case 'no-plan':
      return noPlan(planId);
    case 'unreadable':
      return { state: 'unreadable', planId, message: `The plan cannot be read: ${status.fault}` };
    case 'status': {
      const { progress, plan, order, textAt } = status;
      const keepNewest = fewerOf(progress.account, order);
      return {
        ...progressResponse(progress),
        ...(keepNewest !== undefined && { keepNewest }),
        plan: planOverview(plan, { planId, textAt }, { fewer: keepNewest, order }),
      };
    }
  }
}

/** Evidence that must be read again. `readAt` is when it was last read; absent when unknown. */
export interface RenewedSource {
  readonly check: string;
  readonly region: string;
  readonly readAt?: string;
}

export function sourceJson({ check, region, readAt }: AgedSource): RenewedSource {
  return { check, region, ...(readAt !== undefined && { readAt: isoTime(readAt) }) };
}

function noPlan(planId: string): PruneResponse {
  return { state: 'no-plan', planId, message: 'There is no such plan.' };
}

/** `remaining` counts the versions that later invocations must attempt; `text` has lines for a person. */
function progressResponse(progress: PruneProgress) {
  const remaining = progress.regions
    .filter(({ state }) => state.kind !== 'finished')
    .reduce((sum, { counts }) => sum + counts.notAttempted, 0);
  return { ...progressJson(progress), remaining, text: summaryLines(progress) };
}
