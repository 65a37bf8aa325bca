import type { RequestStatus } from '@aws-sdk/client-service-quotas';
import type { IncreaseVerdict } from '../world/quota-increases.ts';

/** A request for a quota increase in its current state. */
export interface IncreaseState {
  readonly id: string;
  readonly desired: number;
  readonly status: RequestStatus;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly caseId?: string;
}

interface AcceptedRequest {
  readonly region: string;
  readonly quota: string;
  readonly id: string;
  readonly desired: number;
  readonly createdAt: number;
  readonly verdict: IncreaseVerdict;
}

/** The quota increases that were requested of one account while the sandbox runs, with AWS's decisions. */
export class QuotaIncreases {
  readonly #taken: AcceptedRequest[] = [];
  /** Whether the account has the service-linked role, which Service Quotas creates with the first request. */
  hasServiceRole = false;

  take(taken: AcceptedRequest): IncreaseState {
    this.#taken.push(taken);
    return nowOf(taken, taken.createdAt);
  }

  /** Returns the requests for one quota, the newest first. */
  of(region: string, quota: string, now: number): readonly IncreaseState[] {
    return this.#of(region, quota)
      .map((taken) => nowOf(taken, now))
      .toReversed();
  }

  /** Returns the number of requests that AWS has not decided, in one Region or, without `region`, in all. */
  open(now: number, region?: string): number {
    return this.#taken.filter(
      (taken) =>
        (region === undefined || taken.region === region) &&
        ['PENDING', 'CASE_OPENED'].includes(nowOf(taken, now).status),
    ).length;
  }

  /** Returns the value that AWS applied last; undefined when no request has changed the quota. */
  applied(region: string, quota: string, now: number): number | undefined {
    const decided = this.#of(region, quota).filter(
      ({ createdAt, verdict: { afterMs, applied } }) =>
        applied !== undefined && afterMs !== undefined && createdAt + afterMs <= now,
    );
    return decided.at(-1)?.verdict.applied;
  }

  #of(region: string, quota: string): readonly AcceptedRequest[] {
    return this.#taken.filter((one) => one.region === region && one.quota === quota);
  }
}

function nowOf({ id, desired, createdAt, verdict }: AcceptedRequest, now: number): IncreaseState {
  const { afterMs, status, caseId } = verdict;
  const isDecided = afterMs !== undefined && createdAt + afterMs <= now;
  const open = caseId === undefined ? 'PENDING' : 'CASE_OPENED';
  return {
    id,
    desired,
    status: isDecided ? status : open,
    createdAt,
    changedAt: isDecided ? createdAt + afterMs : createdAt,
    ...(caseId !== undefined && { caseId }),
  };
}
