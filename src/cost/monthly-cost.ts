import type { Configuration } from '../model/configuration.ts';
import type {
  Cost,
  CostInputs,
  CostLine,
  CostSwitch,
  SetCost,
  LimitCalls,
  RunOutput,
} from './model.ts';
import type { Charge } from './prices.ts';
import { pricesOf } from './prices.ts';
import { HOURS_A_DAY, setChoices, switchChoices } from './switches.ts';
import { GIB, MIB } from '../model/units.ts';
import type { RunCalls } from './calls.ts';
import { accountListWrites, callsOfRun, REPORT_WRITES } from './calls.ts';
import { limitsIn } from '../limits/watched-limits.ts';
import { engineUsage, increaseUsage, cloudTrailCost } from './usage.ts';

/** The days of the longest month, so that no month costs more. */
const DAYS = 31;
const GB = 1_000_000_000;
/** Seconds of a run for starting, evaluating and publishing, in addition to its paced calls. */
const SECONDS_BESIDE_CALLS = 10;
/** A high estimate for a signed request with its protocol overhead; the session token alone can have 2,000 bytes. */
const BYTES_A_REQUEST = 3_000;
/** A high estimate for one limit of an account and Region in the state: 90 daily figures and the alert. */
const STATE_BYTES_A_FINDING = 8_000;
/** The bytes in the state for the aliases of one function that has deletion candidates. */
const STATE_BYTES_A_FUNCTION = 300;
/** One limit of an account and Region in the report, with 90 daily figures: in the page, and in the JSON. */
const PAGE_BYTES_A_FINDING = 3_000;
const JSON_BYTES_A_FINDING = 5_000;
/** A high estimate for the alerts of one message, each of which is an event: as many as one request can have. */
const EVENTS_A_MESSAGE = 10;
/** For how many days S3 stores a page, and an old version of the latest report, until the lifecycle deletes it. */
const PAGE_DAYS = 91;
const EARLIER_LATEST_DAYS = 2;

/**
 * The cost of the watchdog in a month of 31 days at list prices, before any free tier, and the settings that would
 * change it. Pruning is on demand and not included. Calls to STS, to Lambda's control plane and to Service Quotas
 * are free, and so are queues without messages.
 */
export function costOf(inputs: CostInputs): Cost {
  const cost = costWithoutSwitches(inputs);
  const switches = switchChoices(inputs)
    .map(({ inputs: other, ...named }): CostSwitch => ({
      ...named,
      usd: costWithoutSwitches(other).usd - cost.usd,
    }))
    .toSorted((a, b) => Math.abs(b.usd) - Math.abs(a.usd));
  const sets = setChoices(inputs).map(({ set, watchedIn, everywhere, nowhere }): SetCost => {
    const [all, none] = [costWithoutSwitches(everywhere), costWithoutSwitches(nowhere)];
    const events = Math.ceil(all.cloudTrail.events - none.cloudTrail.events);
    return { set, watchedIn, usd: all.usd - none.usd, events };
  });
  return { ...cost, switches, sets };
}

function costWithoutSwitches(inputs: CostInputs): Omit<Cost, 'switches' | 'sets'> {
  const { configuration, limits, assumed, pace } = inputs;
  const { accounts, tooling } = configuration;
  const { mostInOneTarget, ...called } = callsOfRun(configuration, limits, assumed, pace);
  const output = inputs.outputOf(configuration, limits);
  const places = accounts.reduce((sum, { regions }) => sum + regions.length, 0);
  const engine = engineUsage(configuration, limits, SECONDS_BESIDE_CALLS, (targets) => {
    const waves = Math.max(1, Math.ceil(targets / pace.targetsAtATime));
    return Math.ceil((waves * mostInOneTarget) / pace.requestsPerSecond);
  });

  const { prices, isListed } = pricesOf(tooling.region);
  const amounts = amountsOf(inputs, { ...called, output, engine, places });
  const lines = amounts.map(([charge, amount]): CostLine => {
    const price = prices[charge];
    return { charge, amount, price, usd: amount * price.usd };
  });
  const usd = lines.reduce((sum, line) => sum + line.usd, 0);
  return {
    accounts: accounts.length,
    places,
    calls: called.calls,
    cloudTrail: cloudTrailCost(called.calls, assumed.runsPerDay * DAYS),
    secondsPerRun: engine.seconds,
    output,
    lines,
    usd,
    isListed,
  };
}

function amountsOf(
  { configuration, limits, assumed, pace }: CostInputs,
  run: Omit<RunCalls, 'mostInOneTarget'> & {
    readonly output: RunOutput;
    readonly engine: ReturnType<typeof engineUsage>;
    readonly places: number;
  },
): readonly (readonly [Charge, number])[] {
  const runs = assumed.runsPerDay * DAYS;
  const messages = runs === 0 ? 0 : assumed.messagesPerDay * DAYS;
  const perRun = (...actions: readonly string[]) =>
    run.calls.reduce((sum, one) => sum + (actions.includes(one.action) ? one.perRun : 0), 0);
  const logs = (run.output.logBytes * runs) / GB;
  const increases = increaseUsage(configuration, DAYS, runs);
  const findings = figuresOf(configuration, limits);
  const metricsRead = figuresOf(
    configuration,
    limits.filter(({ usage }) => usage !== undefined),
  );
  const stateBytes =
    STATE_BYTES_A_FINDING * (run.places + configuration.accounts.length) * limits.length +
    STATE_BYTES_A_FUNCTION * assumed.functions * run.places;
  const reportByteDays =
    findings *
    (PAGE_BYTES_A_FINDING * PAGE_DAYS +
      (PAGE_BYTES_A_FINDING + JSON_BYTES_A_FINDING) * EARLIER_LATEST_DAYS);
  return [
    // CloudWatch charges a metric for each hour in which it is sent.
    ['metric', (run.output.metrics * Math.min(HOURS_A_DAY, assumed.runsPerDay)) / HOURS_A_DAY],
    ...(metricsRead === 0 ? [] : [['metric-read', runs * metricsRead] as const]),
    [
      'alarm',
      // The two alarms on production read one metric each.
      assumed.alarmMetrics +
        (configuration.health.productionPercent === undefined ? 0 : 2) +
        increases.alarms,
    ],
    ['dashboard', assumed.dashboards],
    ['logs-in', logs],
    ['logs-kept', (logs * assumed.logDays) / DAYS],
    ['invocation', runs * run.engine.invocations + increases.invocations],
    ['compute', (runs * run.engine.seconds * assumed.memoryMiB * MIB) / GIB + increases.gibSeconds],
    ['schedule', runs + increases.invocations],
    [
      's3-write',
      runs *
        (perRun('s3:PutObject', 's3:ListBucket', 's3:ListAllMyBuckets') + run.engine.s3Writes) +
        increases.s3Writes,
    ],
    ['s3-read', runs * (perRun('s3:GetObject') + run.engine.s3Reads) + increases.s3Reads],
    [
      's3-kept',
      // Each save of the state keeps its previous version for a month. Other objects are small in comparison.
      (stateBytes *
        runs *
        (perRun('s3:PutObject') -
          perRun('sns:Publish') -
          REPORT_WRITES -
          accountListWrites(pace) -
          run.readingWrites) +
        (reportByteDays / DAYS) * runs) /
        GB,
    ],
    ['publish', messages],
    ...(perRun('events:PutEvents') === 0 ? [] : [['event', messages * EVENTS_A_MESSAGE] as const]),
    ['mail', messages * assumed.mailSubscribers],
    ...(run.engine.transitions === 0
      ? []
      : [['transition', runs * run.engine.transitions] as const]),
    ['transfer', (runs * run.callsToOtherRegions * BYTES_A_REQUEST) / GB],
  ];
}

/** The number of measurements in a run: one for each limit in each account and Region, or in each account. */
function figuresOf(
  { accounts }: Pick<Configuration, 'accounts'>,
  limits: readonly LimitCalls[],
): number {
  return accounts.reduce((sum, account) => {
    const measured = limitsIn(account, limits);
    const inRegions = measured.filter(({ scope }) => scope === 'region').length;
    return sum + account.regions.length * inRegions + (measured.length - inRegions);
  }, 0);
}
