import type { ServiceQuota } from '@aws-sdk/client-service-quotas';

import type { AccountId } from '../../model/aws-ids.ts';
import type { AliasTargets } from '../../model/aliases.ts';
import { isTable, parseJson, tryRead } from '../../documents/codec.ts';
import { epochTime } from '../../documents/model-values.ts';
import { openRecord, optional, record } from '../../documents/records.ts';
import {
  flag,
  list,
  number,
  oneOf,
  table,
  tableAsMap,
  text,
  wholeNumber,
} from '../../documents/values.ts';
import type { Instant } from '../../model/time.ts';

const KIND = 'limits-watchdog/readings';

/** Raised when a field changes its meaning. A document of another version is as good as none. */
const READINGS_VERSION = 1;

/**
 * Functions and aliases in one document, together: some 5 MB. What is beyond it is read in every run, as is
 * everything without a document.
 */
export const MOST_ALIASES_KEPT = 50_000;

/** Where the readings of an account are in the state bucket. */
export function readingsKey(deployment: string, account: AccountId): string {
  return `${deployment}/readings/${account}.json`;
}

/** Whose readings they are. */
export interface ReadingsOwner {
  readonly deployment: string;
  readonly account: AccountId;
}

/** The readings of one account as they are stored. `parseReadings` gives the same back, up to the bound. */
export function encodeReadings(all: AccountReadings, owner: ReadingsOwner): string {
  let left = MOST_ALIASES_KEPT;
  const regions = new Map(
    [...all].map(([region, one]) => {
      const kept = [...one.aliases].filter(([, reading]) => {
        left -= 1 + reading.aliases.length;
        return left >= 0;
      });
      return [region, { ...one, aliases: new Map(kept) }];
    }),
  );
  return JSON.stringify({
    kind: KIND,
    version: READINGS_VERSION,
    ...owner,
    ...readings.write({ regions }),
  });
}

/** What `encodeReadings` has written for this owner. Total: `undefined` for any other text. */
export function parseReadings(
  stored: string,
  { deployment, account }: ReadingsOwner,
): AccountReadings | undefined {
  const found = parseJson(stored);
  const isOwn =
    isTable(found) &&
    found['kind'] === KIND &&
    found['version'] === READINGS_VERSION &&
    found['deployment'] === deployment &&
    found['account'] === account;
  return isOwn ? tryRead(readings, found)?.regions : undefined;
}

const aliasReading = record<AliasReading>({
  readAt: epochTime,
  versions: text,
  aliases: list(
    record<AliasTargets>({ name: text, versions: list(wholeNumber), revision: optional(text) }),
  ),
});

const quota = record<RememberedQuota>({
  ServiceCode: optional(text),
  QuotaCode: optional(text),
  QuotaName: optional(text),
  Value: optional(number),
  Unit: optional(text),
  Adjustable: optional(flag),
  GlobalQuota: optional(flag),
  Period: optional(
    record<NonNullable<ServiceQuota['Period']>>({
      PeriodValue: optional(number),
      PeriodUnit: optional(
        oneOf(['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK']),
      ),
    }),
  ),
  UsageMetric: optional(
    record<NonNullable<ServiceQuota['UsageMetric']>>({
      MetricNamespace: optional(text),
      MetricName: optional(text),
      MetricDimensions: optional(table(text)),
      MetricStatisticRecommendation: optional(text),
    }),
  ),
});

const readings = openRecord({
  regions: tableAsMap(
    record<RegionReadings>({
      aliases: tableAsMap(aliasReading),
      quotas: tableAsMap(record<QuotaReading>({ readAt: epochTime, quota })),
      noIncreases: tableAsMap(epochTime),
    }),
  ),
});

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
