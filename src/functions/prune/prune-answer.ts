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
 * The prune function's answer. The caller invokes it again for `goes-on`, `busy` and `needs-evidence`, after the plan
 * function where `renewEvidence` is set.
 */
export type PruneResponse =
  | { readonly state: 'no-plan' | 'unreadable'; readonly planId: string; readonly message: string }
  | { readonly state: 'refused'; readonly planId: string; readonly refusals: readonly Refusal[] }
  | (ReturnType<typeof progressResponse> & {
      /** Why run reports will not show the end of this plan. */
      readonly endNotKept?: string;
      /** Evidence for the plan function to read again with `{"renew": PLANID}`. */
      readonly renewEvidence?: readonly RenewedSource[];
      /** Longest remaining time of another run's lease. */
      readonly retryAfterSeconds?: number;
      /** Of a status: set where the plan keeps fewer of the newest versions than the configuration now. */
      readonly keepNewest?: KeepRequest;
      /** Of a status: the plan, to be shown before the account's name is typed. */
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

/** `fewerOf` compares a plan's order with the configuration now. */
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

/** `readAt` is absent where unknown. */
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

/** `remaining`: versions for further slices. `text`: for a person. */
function progressResponse(progress: PruneProgress) {
  const remaining = progress.regions
    .filter(({ state }) => state.kind !== 'finished')
    .reduce((sum, { counts }) => sum + counts.notAttempted, 0);
  return { ...progressJson(progress), remaining, text: summaryLines(progress) };
}
