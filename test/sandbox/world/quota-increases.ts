import type { RequestStatus } from '@aws-sdk/client-service-quotas';

/** An increase that somebody has requested. */
export interface AskedIncrease {
  readonly account: string;
  readonly region: string;
  /** `service/code`. */
  readonly quota: string;
  readonly desired: number;
  /** Applied when it was requested. */
  readonly applied: number;
  readonly supportCase: boolean;
  /** How many were taken for this quota before. */
  readonly earlier: number;
}

/** What AWS makes of a request, some time after it was made. */
export interface IncreaseVerdict {
  /** Absent: it stays as it is for ever. */
  readonly afterMs?: number;
  readonly status: RequestStatus;
  /** Applied from then on. Absent: as before. */
  readonly applied?: number;
  /** A support case is open until then. */
  readonly caseId?: string;
}

/** AWS's own management of quotas. https://docs.aws.amazon.com/servicequotas/latest/userguide/automatic-management.html */
export interface AutomaticManagementWorld {
  readonly type: 'NotifyOnly' | 'NotifyAndAdjust';
  readonly excluded?: readonly string[];
}
