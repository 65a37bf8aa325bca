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

/** The version of the stored format. It is raised when a field changes its meaning; other versions are ignored. */
const READINGS_VERSION = 1;

/** The most functions plus aliases in one document, about 5 MB. Aliases beyond that are read in every run. */
export const MOST_ALIASES_KEPT = 50_000;

/** The S3 key of an account's readings in the state bucket. */
export function readingsKey(deployment: string, account: AccountId): string {
  return `${deployment}/readings/${account}.json`;
}

/** The deployment and account to which a stored document belongs. */
export interface ReadingsOwner {
  readonly deployment: string;
  readonly account: AccountId;
}

/** The text to store. `parseReadings` returns the same readings, up to `MOST_ALIASES_KEPT` functions and aliases. */
export function encodeReadings(all: AccountReadings, owner: ReadingsOwner): string {
  let remaining = MOST_ALIASES_KEPT;
  const regions = new Map(
    [...all].map(([region, one]) => {
      const stored = [...one.aliases].filter(([, reading]) => {
        remaining -= 1 + reading.aliases.length;
        return remaining >= 0;
      });
      return [region, { ...one, aliases: new Map(stored) }];
    }),
  );
  return JSON.stringify({
    kind: KIND,
    version: READINGS_VERSION,
    ...owner,
    ...readings.write({ regions }),
  });
}

/** The stored readings; `undefined` for a text that is not of this owner and format version. */
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

/** The aliases of one function and when they were read. */
export interface AliasReading {
  readonly readAt: Instant;
  /** The fingerprint of the function's versions when the aliases were read. */
  readonly versions: string;
  readonly aliases: readonly AliasTargets[];
}

/** A quota of Service Quotas, with only the fields that are used to measure limits. */
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

/** What successful requests read in one Region. */
export interface RegionReadings {
  /** The aliases of functions, by function name. */
  readonly aliases: ReadonlyMap<string, AliasReading>;
  /** Quotas by service and code: `s3/L-DC2B2D3D`. */
  readonly quotas: ReadonlyMap<string, QuotaReading>;
  /** When AWS answered that a quota has no open increase request, by service and code of the quota. */
  readonly noIncreases: ReadonlyMap<string, Instant>;
}

/** What successful requests read in one account, by Region code. */
export type AccountReadings = ReadonlyMap<string, RegionReadings>;

export const NO_READINGS: RegionReadings = {
  aliases: new Map(),
  quotas: new Map(),
  noIncreases: new Map(),
};
