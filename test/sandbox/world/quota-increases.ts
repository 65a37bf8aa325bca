import type { RequestStatus } from '@aws-sdk/client-service-quotas';

/** A quota increase that somebody has requested. */
export interface RequestedIncrease {
  readonly account: string;
  readonly region: string;
  /** The quota as `service/code`. */
  readonly quota: string;
  readonly desired: number;
  /** The applied value at the time of the request. */
  readonly applied: number;
  readonly supportCase: boolean;
  /** The number of earlier accepted requests for this quota. */
  readonly earlier: number;
}

/** AWS's decision on a request, and the time that it takes. */
export interface IncreaseVerdict {
  /** Milliseconds from the request to the decision; undefined: AWS never decides. */
  readonly afterMs?: number;
  readonly status: RequestStatus;
  /** The applied value after the decision; undefined: unchanged. */
  readonly applied?: number;
  /** The id of a support case that is open until the decision. */
  readonly caseId?: string;
}

/**
 * AWS's automatic management of quotas.
 * https://docs.aws.amazon.com/servicequotas/latest/userguide/automatic-management.html
 */
export interface AutomaticManagementWorld {
  readonly type: 'NotifyOnly' | 'NotifyAndAdjust';
  readonly excluded?: readonly string[];
}
