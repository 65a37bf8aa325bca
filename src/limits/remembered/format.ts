import type { ServiceQuota } from '@aws-sdk/client-service-quotas';

import type { AccountId } from '../../model/aws-ids.ts';
import type { AliasTargets } from '../../model/aliases.ts';
import { instant } from '../../model/time.ts';
import type { Reader } from '../../documents/stored-values.ts';
import {
  finite,
  flag,
  isTable,
  listOf,
  made,
  NotUnderstood,
  objectOf,
  oneOf,
  tableOf,
  text,
  whole,
} from '../../documents/stored-values.ts';
import type {
  AccountReadings,
  AliasReading,
  QuotaReading,
  RegionReadings,
  RememberedQuota,
} from './readings.ts';

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
export function encodeReadings(readings: AccountReadings, owner: ReadingsOwner): string {
  let left = MOST_ALIASES_KEPT;
  const regions = [...readings].map(([region, { aliases, quotas, noIncreases }]) => {
    const kept = [...aliases].filter(([, reading]) => {
      left -= 1 + reading.aliases.length;
      return left >= 0;
    });
    return [
      region,
      {
        aliases: Object.fromEntries(kept),
        quotas: Object.fromEntries(quotas),
        noIncreases: Object.fromEntries(noIncreases),
      },
    ] as const;
  });
  return JSON.stringify({
    kind: KIND,
    version: READINGS_VERSION,
    ...owner,
    regions: Object.fromEntries(regions),
  });
}

/** What `encodeReadings` has written for this owner. Total: `undefined` for any other text. */
export function parseReadings(
  stored: string,
  { deployment, account }: ReadingsOwner,
): AccountReadings | undefined {
  try {
    const found: unknown = JSON.parse(stored);
    if (!isTable(found)) return undefined;
    const isOwn =
      found['kind'] === KIND &&
      found['version'] === READINGS_VERSION &&
      found['deployment'] === deployment &&
      found['account'] === account;
    if (!isOwn) return undefined;
    return asMap(tableOf(regionReadings)(found['regions'], 'regions'));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

const at = made(finite, instant);

const aliasTargets: Reader<AliasTargets> = objectOf((of) => {
  const revision = of.maybe('revision', text);
  return {
    name: of.get('name', text),
    versions: of.get('versions', listOf(whole)),
    ...(revision !== undefined && { revision }),
  };
});

const aliasReading: Reader<AliasReading> = objectOf((of) => ({
  readAt: of.get('readAt', at),
  versions: of.get('versions', text),
  aliases: of.get('aliases', listOf(aliasTargets)),
}));

const period: Reader<NonNullable<ServiceQuota['Period']>> = objectOf((of) => {
  const PeriodUnit = of.maybe(
    'PeriodUnit',
    oneOf('MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK'),
  );
  const PeriodValue = of.maybe('PeriodValue', finite);
  return {
    ...(PeriodValue !== undefined && { PeriodValue }),
    ...(PeriodUnit !== undefined && { PeriodUnit }),
  };
});

const usageMetric: Reader<NonNullable<ServiceQuota['UsageMetric']>> = objectOf((of) => {
  const MetricNamespace = of.maybe('MetricNamespace', text);
  const MetricName = of.maybe('MetricName', text);
  const MetricDimensions = of.maybe('MetricDimensions', tableOf(text));
  const statistic = of.maybe('MetricStatisticRecommendation', text);
  return {
    ...(MetricNamespace !== undefined && { MetricNamespace }),
    ...(MetricName !== undefined && { MetricName }),
    ...(MetricDimensions !== undefined && { MetricDimensions }),
    ...(statistic !== undefined && { MetricStatisticRecommendation: statistic }),
  };
});

const quota: Reader<RememberedQuota> = objectOf((of) => {
  const ServiceCode = of.maybe('ServiceCode', text);
  const QuotaCode = of.maybe('QuotaCode', text);
  const QuotaName = of.maybe('QuotaName', text);
  const Value = of.maybe('Value', finite);
  const Unit = of.maybe('Unit', text);
  const Adjustable = of.maybe('Adjustable', flag);
  const GlobalQuota = of.maybe('GlobalQuota', flag);
  const Period = of.maybe('Period', period);
  const UsageMetric = of.maybe('UsageMetric', usageMetric);
  return {
    ...(ServiceCode !== undefined && { ServiceCode }),
    ...(QuotaCode !== undefined && { QuotaCode }),
    ...(QuotaName !== undefined && { QuotaName }),
    ...(Value !== undefined && { Value }),
    ...(Unit !== undefined && { Unit }),
    ...(Adjustable !== undefined && { Adjustable }),
    ...(GlobalQuota !== undefined && { GlobalQuota }),
    ...(Period !== undefined && { Period }),
    ...(UsageMetric !== undefined && { UsageMetric }),
  };
});

const quotaReading: Reader<QuotaReading> = objectOf((of) => ({
  readAt: of.get('readAt', at),
  quota: of.get('quota', quota),
}));

const regionReadings: Reader<RegionReadings> = objectOf((of) => ({
  aliases: asMap(of.get('aliases', tableOf(aliasReading))),
  quotas: asMap(of.get('quotas', tableOf(quotaReading))),
  noIncreases: asMap(of.get('noIncreases', tableOf(at))),
}));

function asMap<Value>(table: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(table));
}
