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
 * What the prune function answers. `state` tells what the caller does next: only `goes-on`, `busy` and
 * `needs-evidence` are called again, and where `renewEvidence` is there the plan function before.
 */
export type PruneResponse =
  | { readonly state: 'no-plan' | 'unreadable'; readonly planId: string; readonly message: string }
  /** Nothing was deleted. */
  | { readonly state: 'refused'; readonly planId: string; readonly refusals: readonly Refusal[] }
  | (ReturnType<typeof progressResponse> & {
      /** Why reports will not show how this plan ended; absent where they will, or it has not. */
      readonly endNotKept?: string;
      /** What the plan function is to read again with `{"renew": PLANID}`; absent where nothing is that old. */
      readonly renewEvidence?: readonly RenewedSource[];
      /** Another run holds the lease, at most for so long. */
      readonly retryAfterSeconds?: number;
      /** Of a status; absent where as many of the newest are kept as the configuration says, or more. */
      readonly keepNewest?: KeepRequest;
      /** Of a status: what must be shown before the account's name is typed. */
      readonly plan?: PlanOverview;
      /** Absent when there was nothing to report. */
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

/** `fewerOf` says how a plan's order goes below the configuration as it is now. */
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

/** A source of evidence; without `readAt` it is unknown when it was read. */
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

/** `remaining` are the versions that another slice would get to; `text` is for a person. */
function progressResponse(progress: PruneProgress) {
  const remaining = progress.regions
    .filter(({ state }) => state.kind !== 'finished')
    .reduce((sum, { counts }) => sum + counts.notAttempted, 0);
  return { ...progressJson(progress), remaining, text: summaryLines(progress) };
}
