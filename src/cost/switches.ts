import type { Configuration } from '../model/configuration.ts';
import type { LimitDefinition, LimitId, LimitRule } from '../model/limit.ts';
import type { CostAssumptions, CostInputs, CostSwitch, SetCost } from './model.ts';

export const HOURS_A_DAY = 24;

type SwitchChoice = Omit<CostSwitch, 'usd'> & { readonly inputs: CostInputs };

/** For each setting that affects the cost, the same deployment with that setting changed. */
export function switchChoices(inputs: CostInputs): readonly SwitchChoice[] {
  const { configuration, assumed } = inputs;
  const { health, metrics, readStorageMode } = configuration;
  const configured = (change: Partial<Configuration>) => ({
    setBy: 'watchdog.yml',
    inputs: { ...inputs, configuration: { ...configuration, ...change } },
  });
  const assuming = (change: Partial<CostAssumptions>): CostInputs => ({
    ...inputs,
    assumed: { ...assumed, ...change },
  });
  const deployed = (setting: string, change: Partial<CostAssumptions>) => ({
    setBy: `deploy.${setting} in watchdog.yml`,
    inputs: assuming(change),
  });
  return [
    {
      what: `metrics.perRegion: ${String(!metrics.perRegion)}`,
      ...configured({ metrics: { ...metrics, perRegion: !metrics.perRegion } }),
    },
    ...metricChoices(inputs).map(({ what, limits }) => ({
      what,
      ...configured({ metrics: { ...metrics, limits } }),
    })),
    {
      what: `readStorageMode: ${String(!readStorageMode)}`,
      ...configured({ readStorageMode: !readStorageMode }),
    },
    ...(configuration.accounts.every(({ stage }) => stage === 'nonprod')
      ? []
      : [productionSwitch(health, configured)]),
    ...runChoices(inputs).map(({ what, setting, runsPerDay }) => ({
      what,
      ...deployed(setting, { runsPerDay }),
    })),
    assumed.dashboards === 0
      ? { what: 'a dashboard', ...deployed('dashboard: true', { dashboards: 1 }) }
      : { what: 'no dashboard', ...deployed('dashboard: false', { dashboards: 0 }) },
    ...(assumed.alarmMetrics === 0
      ? []
      : [{ what: 'no alarms', inputs: assuming({ alarmMetrics: 0 }) }]),
  ];
}

/** Other frequencies of the schedule; for a paused schedule, only that it is resumed. */
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

/** The runs per day of the schedule when it is not paused, rounded up. */
export function usualRunsPerDay({ deploy }: Pick<Configuration, 'deploy'>): number {
  return Math.ceil(HOURS_A_DAY / (deploy?.everyHours ?? 6));
}

/** The alarms about production (`health.productionPercent`) switched on at 90 %, or off if they are on. */
function productionSwitch(
  { productionPercent, ...health }: Configuration['health'],
  configured: (change: Partial<Configuration>) => Omit<SwitchChoice, 'what'>,
): SwitchChoice {
  if (productionPercent !== undefined) {
    return { what: 'no health.productionPercent', ...configured({ health }) };
  }
  const change = { health: { ...health, productionPercent: 90 } };
  return { what: 'health.productionPercent: 90', ...configured(change) };
}

/** Other values of `metrics.limits` than the current one: all watched limits that belong to a set, or none. */
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

/** For each set of limits, the same configuration with the set watched in every account, and in no account. */
export function setChoices(
  inputs: CostInputs,
): readonly (Pick<SetCost, 'set' | 'watchedIn'> &
  Readonly<Record<'everywhere' | 'nowhere', CostInputs>>)[] {
  const { catalogue } = inputs;
  const sets = new Set(catalogue.flatMap(({ definition: { set } }) => set ?? []));
  return [...sets].map((set) => {
    const ofSet = catalogue.filter(({ definition }) => definition.set === set);
    const ids = new Set(ofSet.map(({ definition }) => definition.id));
    const others = inputs.limits.filter(({ definition }) => !ids.has(definition.id));
    const nowhere = withRules(inputs.configuration, (rules) =>
      rules.filter(({ limit }) => !ids.has(limit)),
    );
    const everywhere = withRules(nowhere, (rules) => [...rules, ...addedRules(ofSet, rules)]);
    return {
      set,
      watchedIn: inputs.configuration.accounts.filter(({ rules }) =>
        rules.some(({ limit }) => ids.has(limit)),
      ).length,
      everywhere: { ...inputs, configuration: everywhere, limits: [...others, ...ofSet] },
      nowhere: { ...inputs, configuration: nowhere, limits: others },
    };
  });
}

function withRules(
  configuration: Configuration,
  change: (rules: readonly LimitRule[]) => readonly LimitRule[],
): Configuration {
  const accounts = configuration.accounts.map((one) => ({ ...one, rules: change(one.rules) }));
  return { ...configuration, accounts };
}

function addedRules(
  limits: readonly { readonly definition: LimitDefinition }[],
  rules: readonly LimitRule[],
): readonly LimitRule[] {
  const watched = new Set(rules.map(({ limit }) => limit));
  return limits
    .filter(({ definition: { yieldsTo } }) => yieldsTo === undefined || !watched.has(yieldsTo))
    .map(({ definition: { id, defaults } }) => ({ limit: id, ...defaults }));
}
