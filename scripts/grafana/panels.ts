import { FAMILIES, LEVELS } from '../../src/report/metrics/families.ts';

/* The panels of the Grafana dashboard of `metrics.prom`, and their queries. */

/** A run is late after two runs of the default schedule and an hour, in seconds. */
const LATE_SECONDS = 13 * 3600;
export const OF_DEPLOYMENT = '{deployment=~"$deployment"}';
const OF_ACCOUNTS =
  '{deployment=~"$deployment",account_name=~"$account",region=~"$region",limit=~"$limit"}';
const LEGEND = '{{account_name}} {{region}} {{limit}}';

export interface Panel {
  readonly title: string;
  readonly description?: string;
  readonly type: string;
  /** The width in columns; the dashboard has 24. */
  readonly width: number;
  readonly height: number;
  readonly queries: readonly (readonly [expression: string, legend: string])[];
  readonly unit: string;
  /** The colour of values from `from` on; null is the lowest. */
  readonly steps?: readonly (readonly [from: number | null, colour: string])[];
  readonly options?: object;
  readonly max?: number;
}

export const name = (family: keyof typeof FAMILIES): string => FAMILIES[family].name;
const of = (family: keyof typeof FAMILIES): string => `${name(family)}${OF_ACCOUNTS}`;
const ALERTING = [
  [null, 'green'],
  [1, 'red'],
] as const;
const LAST = { reduceOptions: { calcs: ['lastNotNull'] } };

/** The rows from top to bottom. All panels of a row have the same height. */
export const ROWS: readonly (readonly Panel[])[] = [
  [
    {
      title: 'Time since the last run measured',
      description: 'Everything below is as old as this.',
      type: 'stat',
      width: 6,
      height: 4,
      queries: [[`time() - ${name('runTime')}${OF_DEPLOYMENT}`, '{{deployment}}']],
      unit: 's',
      steps: [
        [null, 'green'],
        [LATE_SECONDS, 'red'],
      ],
      options: LAST,
    },
    {
      title: 'Status of the last run',
      type: 'stat',
      width: 6,
      height: 4,
      queries: [[`${name('runStatus')}${OF_DEPLOYMENT} == 1`, '{{status}}']],
      unit: 'none',
      options: { ...LAST, textMode: 'name', colorMode: 'none' },
    },
    {
      title: 'Critical',
      type: 'stat',
      width: 4,
      height: 4,
      queries: [[`sum(${of('level')} == bool ${LEVELS.critical})`, 'critical']],
      unit: 'none',
      steps: ALERTING,
      options: LAST,
    },
    {
      title: 'Warnings',
      type: 'stat',
      width: 4,
      height: 4,
      queries: [[`sum(${of('level')} == bool ${LEVELS.warn})`, 'warnings']],
      unit: 'none',
      steps: [
        [null, 'green'],
        [1, 'orange'],
      ],
      options: LAST,
    },
    {
      title: 'Not known',
      description: 'Limits whose usage was not measured, or whose limit could not be read.',
      type: 'stat',
      width: 4,
      height: 4,
      queries: [[`sum(${of('notMeasured')}) + sum(${of('limitUnknown')})`, 'not known']],
      unit: 'none',
      steps: ALERTING,
      options: LAST,
    },
  ],
  [
    {
      title: 'Fullest limits',
      type: 'bargauge',
      width: 12,
      height: 10,
      queries: [[`topk(15, ${of('usageRatio')})`, LEGEND]],
      unit: 'percentunit',
      max: 1,
      steps: [
        [null, 'green'],
        [0.8, 'orange'],
        [0.9, 'red'],
      ],
      options: { ...LAST, displayMode: 'basic', orientation: 'horizontal' },
    },
    {
      title: 'Full soonest',
      description: 'At the present rate. A limit without a trend is not here.',
      type: 'bargauge',
      width: 12,
      height: 10,
      queries: [[`bottomk(15, ${of('untilFull')})`, LEGEND]],
      unit: 's',
      steps: [
        [null, 'red'],
        [14 * 86_400, 'green'],
      ],
      options: { ...LAST, displayMode: 'basic', orientation: 'horizontal' },
    },
  ],
  [
    {
      title: 'Usage of each limit, fullest Region',
      type: 'timeseries',
      width: 24,
      height: 9,
      queries: [
        [`max by (account_name, limit) (${of('usageRatio')})`, '{{account_name}} {{limit}}'],
      ],
      unit: 'percentunit',
    },
  ],
  [
    {
      title: 'Limits in bytes: used, and the limit',
      type: 'timeseries',
      width: 12,
      height: 9,
      queries: [
        [of('bytesUsage'), LEGEND],
        [`max by (limit) (${of('bytesLimit')})`, '{{limit}}: the limit'],
      ],
      unit: 'bytes',
    },
    {
      title: 'Limits that count things: used, and the limit',
      type: 'timeseries',
      width: 12,
      height: 9,
      queries: [
        [of('itemsUsage'), LEGEND],
        [`max by (limit) (${of('itemsLimit')})`, '{{limit}}: the limit'],
      ],
      unit: 'none',
    },
  ],
  [
    {
      title: 'Not measured',
      type: 'table',
      width: 24,
      height: 8,
      queries: [[`${of('notMeasured')} == 1 or ${of('limitUnknown')} == 1`, LEGEND]],
      unit: 'none',
    },
  ],
];
