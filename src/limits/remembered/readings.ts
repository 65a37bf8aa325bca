import type { ServiceQuota } from '@aws-sdk/client-service-quotas';

import type { AliasTargets } from '../../model/aliases.ts';
import type { Instant } from '../../model/time.ts';

/** The aliases of one function as they were read. */
export interface AliasReading {
  /** When AWS had answered. */
  readonly readAt: Instant;
  /** The fingerprint of the function's versions then. */
  readonly versions: string;
  readonly aliases: readonly AliasTargets[];
}

/** Of AWS's answer about a quota, what limits use. */
export type RememberedQuota = Pick<
  ServiceQuota,
  | 'ServiceCode'
  | 'QuotaCode'
  | 'QuotaName'
  | 'Value'
  | 'Unit'
  | 'Adjustable'
  | 'GlobalQuota'
  | 'Period'
  | 'UsageMetric'
>;

/** The value of a quota as it is applied, and where its usage is. */
export interface QuotaReading {
  readonly readAt: Instant;
  readonly quota: RememberedQuota;
}

/** What was read in one Region of an account, and may count in later runs. Failures are never in it. */
export interface RegionReadings {
  /** By the name of the function. */
  readonly aliases: ReadonlyMap<string, AliasReading>;
  /** By service and code: `s3/L-DC2B2D3D`. */
  readonly quotas: ReadonlyMap<string, QuotaReading>;
  /** When no increase of the quota was requested; by service and code. */
  readonly noIncreases: ReadonlyMap<string, Instant>;
}

/** By Region. */
export type AccountReadings = ReadonlyMap<string, RegionReadings>;

export const NO_READINGS: RegionReadings = {
  aliases: new Map(),
  quotas: new Map(),
  noIncreases: new Map(),
};
