import type { Configuration } from '../model/configuration.ts';
import type { LimitId } from '../model/limit.ts';
import type { CostAssumptions, CostInputs, CostSwitch } from './model.ts';

export const HOURS_A_DAY = 24;

/** The same deployment with one thing otherwise, for each thing that somebody decides. */
export function otherwise(
  inputs: CostInputs,
): readonly (Omit<CostSwitch, 'usd'> & { readonly inputs: CostInputs })[] {
  const { configuration, assumed } = inputs;
  const { health, metrics, readStorageMode } = configuration;
  const configured = (change: Partial<Configuration>): CostInputs => ({
    ...inputs,
    configuration: { ...configuration, ...change },
  });
  const assuming = (change: Partial<CostAssumptions>): CostInputs => ({
    ...inputs,
    assumed: { ...assumed, ...change },
  });
  const deployed = (setting: string) => `deploy.${setting} in watchdog.yml`;
  return [
    {
      what: `metrics.perRegion: ${String(!metrics.perRegion)}`,
      setBy: 'watchdog.yml',
      inputs: configured({ metrics: { ...metrics, perRegion: !metrics.perRegion } }),
    },
    ...metricChoices(inputs).map(({ what, limits }) => ({
      what,
      setBy: 'watchdog.yml',
      inputs: configured({ metrics: { ...metrics, limits } }),
    })),
    {
      what: `readStorageMode: ${String(!readStorageMode)}`,
      setBy: 'watchdog.yml',
      inputs: configured({ readStorageMode: !readStorageMode }),
    },
    ...(configuration.accounts.every(({ stage }) => stage === 'nonprod')
      ? []
      : [productionSwitch(health, configured)]),
    ...runChoices(inputs).map(({ what, setting, runsPerDay }) => ({
      what,
      setBy: deployed(setting),
      inputs: assuming({ runsPerDay }),
    })),
    assumed.dashboards === 0
      ? {
          what: 'a dashboard',
          setBy: deployed('dashboard: true'),
          inputs: assuming({ dashboards: 1 }),
        }
      : {
          what: 'no dashboard',
          setBy: deployed('dashboard: false'),
          inputs: assuming({ dashboards: 0 }),
        },
    ...(assumed.alarmMetrics === 0
      ? []
      : [{ what: 'no alarms', inputs: assuming({ alarmMetrics: 0 }) }]),
  ];
}

/** Of a paused schedule only that it is resumed. */
function runChoices({ configuration, assumed }: CostInputs) {
  if (assumed.runsPerDay === 0) {
    const runsPerDay = usualRunsPerDay(configuration);
    return [{ what: 'the schedule resumed', setting: 'schedulePaused: false', runsPerDay }];
  }
  return [
    { what: 'a run every hour', setting: 'everyHours: 1', runsPerDay: HOURS_A_DAY },
    { what: 'one run a day', setting: 'everyHours: 24', runsPerDay: 1 },
  ].filter(({ runsPerDay }) => runsPerDay !== assumed.runsPerDay);
}

/** Of a schedule that is not paused; rounded up. */
export function usualRunsPerDay({ deploy }: Pick<Configuration, 'deploy'>): number {
  return Math.ceil(HOURS_A_DAY / (deploy?.everyHours ?? 6));
}

/** The pair of alarms on production, if it is not there, and without it if it is. */
function productionSwitch(
  { productionPercent, ...health }: Configuration['health'],
  configured: (change: Partial<Configuration>) => CostInputs,
): Omit<CostSwitch, 'usd'> & { readonly inputs: CostInputs } {
  return productionPercent === undefined
    ? {
        what: 'health.productionPercent: 90',
        setBy: 'watchdog.yml',
        inputs: configured({ health: { ...health, productionPercent: 90 } }),
      }
    : {
        what: 'no health.productionPercent',
        setBy: 'watchdog.yml',
        inputs: configured({ health }),
      };
}

/** Metrics of further limits that are watched: of all of them, of none. */
function metricChoices({
  configuration: { metrics },
  limits,
}: CostInputs): readonly { readonly what: string; readonly limits: readonly LimitId[] }[] {
  const { limits: named = [] } = metrics;
  const further = limits
    .map(({ definition }) => definition)
    .filter(({ set }) => set !== undefined)
    .map(({ id }) => id);
  return [
    ...(further.some((id) => !named.includes(id))
      ? [{ what: 'metrics.limits: [all]', limits: further }]
      : []),
    ...(named.length > 0 ? [{ what: 'no metrics.limits', limits: [] }] : []),
  ];
}
