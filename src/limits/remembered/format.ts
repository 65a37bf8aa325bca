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

/** Raised when a field changes its meaning; a document of another version is ignored. */
const READINGS_VERSION = 1;

/** Functions and aliases in one document: some 5 MB. The rest is read in every run. */
export const MOST_ALIASES_KEPT = 50_000;

/** Key in the state bucket. */
export function readingsKey(deployment: string, account: AccountId): string {
  return `${deployment}/readings/${account}.json`;
}

export interface ReadingsOwner {
  readonly deployment: string;
  readonly account: AccountId;
}

/** The stored text; `parseReadings` returns the same readings, up to `MOST_ALIASES_KEPT`. */
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

/** The readings of this owner; `undefined` for any other text. */
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

export interface AliasReading {
  readonly readAt: Instant;
  /** Fingerprint of the function's versions. */
  readonly versions: string;
  readonly aliases: readonly AliasTargets[];
}

/** The fields that limits use. */
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

export interface QuotaReading {
  readonly readAt: Instant;
  readonly quota: RememberedQuota;
}

/** Readings of one Region; failures are never among them. */
export interface RegionReadings {
  /** By function name. */
  readonly aliases: ReadonlyMap<string, AliasReading>;
  /** By service and code: `s3/L-DC2B2D3D`. */
  readonly quotas: ReadonlyMap<string, QuotaReading>;
  /** Times at which no increase was requested; by service and code. */
  readonly noIncreases: ReadonlyMap<string, Instant>;
}

/** By Region */
export type AccountReadings = ReadonlyMap<string, RegionReadings>;

export const NO_READINGS: RegionReadings = {
  aliases: new Map(),
  quotas: new Map(),
  noIncreases: new Map(),
};
