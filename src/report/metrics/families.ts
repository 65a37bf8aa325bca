/**
 * A metric family of `metrics.prom`; all are gauges. The name contains the base unit, and ends with `_usage` or
 * `_limit` as in other exporters of quotas. https://prometheus.io/docs/practices/naming/
 */
export interface Family {
  readonly name: string;
  /** The help text of the family, one sentence. */
  readonly help: string;
  /** The names of the labels, in the order in which they are written. An empty label is left out. */
  readonly labels: readonly string[];
}

/** The levels as numbers, so that the maximum in a query is the worst level. */
export const LEVELS = { ok: 0, warn: 1, critical: 2 } as const;

const OF_RUN = ['deployment'];
const OF_LIMIT = [
  ...OF_RUN,
  'account_id',
  'account_name',
  'stage',
  'region',
  'limit',
  'quota_code',
];

/** All metric families, in the order in which they are written. */
export const FAMILIES = {
  bytesUsage: family('bytes_usage', 'Bytes used of a limit; absent where they are not known.'),
  bytesLimit: family('bytes_limit', 'The limit in bytes; absent where it is not known.'),
  itemsUsage: family(
    'items_usage',
    'Things used of a limit that counts them; absent where they are not known.',
  ),
  itemsLimit: family('items_limit', 'The limit in things; absent where it is not known.'),
  usageRatio: family(
    'usage_ratio',
    'Usage divided by the limit; absent where either is not known.',
  ),
  level: family(
    'level',
    'By the thresholds of watchdog.yml: 0 ok, 1 warn, 2 critical; absent where it is not known.',
  ),
  untilFull: family(
    'until_full_seconds',
    'Seconds from the run until the limit is full at the present rate; absent without a trend.',
  ),
  notMeasured: family('not_measured', '1 where the usage could not be measured, else 0.'),
  limitUnknown: family(
    'limit_unknown',
    '1 where the usage was measured and the limit could not be read, else 0.',
  ),
  runStatus: family('run_status', '1 for the status of the last run, 0 for the others.', [
    ...OF_RUN,
    'status',
  ]),
  runTime: family(
    'run_timestamp_seconds',
    'When the last run measured, in seconds since 1970.',
    OF_RUN,
  ),
} as const;

function family(name: string, help: string, labels: readonly string[] = OF_LIMIT): Family {
  return { name: `limits_watchdog_${name}`, help, labels };
}
