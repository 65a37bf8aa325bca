/**
 * The families of `metrics.prom`, all gauges. Names follow Prometheus: base units, the unit in the name, and
 * `_usage` and `_limit` at the end where exporters of quotas have them.
 * https://prometheus.io/docs/practices/naming/
 */

export interface Family {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  /** Of each sample, in this order; one that is empty is left out. */
  readonly labels: readonly string[];
}

/** Of what is said of one limit of one account and Region. */
const OF_LIMIT = [
  'deployment',
  'account_id',
  'account_name',
  'stage',
  'region',
  'limit',
  'quota_code',
] as const;

/** Levels as numbers, so that a query can take the worst. */
export const LEVELS = { ok: 0, warn: 1, critical: 2 } as const;

export const FAMILIES = {
  bytesUsage: {
    name: 'limits_watchdog_bytes_usage',
    help: 'Bytes used of a limit; absent where they are not known.',
    labels: OF_LIMIT,
  },
  bytesLimit: {
    name: 'limits_watchdog_bytes_limit',
    help: 'The limit in bytes; absent where it is not known.',
    labels: OF_LIMIT,
  },
  itemsUsage: {
    name: 'limits_watchdog_items_usage',
    help: 'Things used of a limit that counts them; absent where they are not known.',
    labels: OF_LIMIT,
  },
  itemsLimit: {
    name: 'limits_watchdog_items_limit',
    help: 'The limit in things; absent where it is not known.',
    labels: OF_LIMIT,
  },
  usageRatio: {
    name: 'limits_watchdog_usage_ratio',
    help: 'Usage divided by the limit; absent where either is not known.',
    labels: OF_LIMIT,
  },
  level: {
    name: 'limits_watchdog_level',
    help: 'By the thresholds of watchdog.yml: 0 ok, 1 warn, 2 critical; absent where it is not known.',
    labels: OF_LIMIT,
  },
  untilFull: {
    name: 'limits_watchdog_until_full_seconds',
    help: 'Seconds from the run until the limit is full at the present rate; absent without a trend.',
    labels: OF_LIMIT,
  },
  notMeasured: {
    name: 'limits_watchdog_not_measured',
    help: '1 where the usage could not be measured, else 0.',
    labels: OF_LIMIT,
  },
  limitUnknown: {
    name: 'limits_watchdog_limit_unknown',
    help: '1 where the usage was measured and the limit could not be read, else 0.',
    labels: OF_LIMIT,
  },
  runStatus: {
    name: 'limits_watchdog_run_status',
    help: '1 for the status of the last run, 0 for the others.',
    labels: ['deployment', 'status'],
  },
  runTime: {
    name: 'limits_watchdog_run_timestamp_seconds',
    help: 'When the last run measured, in seconds since 1970.',
    labels: ['deployment'],
  },
} as const satisfies Readonly<Record<string, Family>>;

export type FamilyKey = keyof typeof FAMILIES;

/** By name. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}
