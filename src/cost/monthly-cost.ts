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
import { callsOfRun, listWrites, REPORT_WRITES } from './calls.ts';
import { limitsIn } from '../limits/watched-limits.ts';
import { engineShare, increaseShare, trailCost } from './shares.ts';

/** The longest month, so that no month costs more. */
const DAYS = 31;
const GB = 1_000_000_000;
/** Judging, publishing and starting, beside the paced calls. */
const SECONDS_BESIDE_CALLS = 10;
/** A signed request with a session token, which alone may take 2,000, and its frames: assumed on the high side. */
const BYTES_A_REQUEST = 3_000;
/** Of one target and limit in the memory: 90 daily samples and what was sent; assumed on the high side. */
const STATE_BYTES_A_FINDING = 8_000;
/** Of one function with candidates: where its aliases pointed. */
const STATE_BYTES_A_FUNCTION = 300;
/** Of one target and limit in the report, with 90 daily samples: on the page, and in the JSON. */
const PAGE_BYTES_A_FINDING = 3_000;
const JSON_BYTES_A_FINDING = 5_000;
/** Changes that a message says, each an event: a whole request of them, assumed on the high side. */
const EVENTS_A_MESSAGE = 10;
/** For how long the lifecycle of the bucket keeps a page, and what was the latest once; to the next midnight. */
const PAGE_DAYS = 91;
const EARLIER_LATEST_DAYS = 2;

/**
 * What the watch function costs in a month of 31 days at list prices, before any free tier, and what
 * would change it most. Pruning is on demand and not in it. Calls to STS, to Lambda's control plane and
 * to Service Quotas are free, and so are queues in which nothing lands.
 */
export function costOf(inputs: CostInputs): Cost {
  const cost = sumOf(inputs);
  const switches = switchChoices(inputs)
    .map(({ inputs: other, ...named }): CostSwitch => ({
      ...named,
      usd: sumOf(other).usd - cost.usd,
    }))
    .toSorted((a, b) => Math.abs(b.usd) - Math.abs(a.usd));
  const sets = setChoices(inputs).map(({ set, watchedIn, everywhere, nowhere }): SetCost => {
    const [all, none] = [sumOf(everywhere), sumOf(nowhere)];
    const events = Math.ceil(all.cloudTrail.events - none.cloudTrail.events);
    return { set, watchedIn, usd: all.usd - none.usd, events };
  });
  return { ...cost, switches, sets };
}

function sumOf(inputs: CostInputs): Omit<Cost, 'switches' | 'sets'> {
  const { configuration, limits, assumed, pace } = inputs;
  const { accounts, tooling } = configuration;
  const { mostInOnePlace, ...called } = callsOfRun(configuration, limits, assumed, pace);
  const output = inputs.outputOf(configuration, limits);
  const places = accounts.reduce((sum, { regions }) => sum + regions.length, 0);
  const engine = engineShare(configuration, limits, SECONDS_BESIDE_CALLS, (targets) => {
    const waves = Math.max(1, Math.ceil(targets / pace.targetsAtATime));
    return Math.ceil((waves * mostInOnePlace) / pace.requestsPerSecond);
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
    cloudTrail: trailCost(called.calls, assumed.runsPerDay * DAYS),
    secondsPerRun: engine.seconds,
    output,
    lines,
    usd,
    isListed,
  };
}

function amountsOf(
  { configuration, limits, assumed, pace }: CostInputs,
  run: Omit<RunCalls, 'mostInOnePlace'> & {
    readonly output: RunOutput;
    readonly engine: ReturnType<typeof engineShare>;
    readonly places: number;
  },
): readonly (readonly [Charge, number])[] {
  const runs = assumed.runsPerDay * DAYS;
  const messages = runs === 0 ? 0 : assumed.messagesPerDay * DAYS;
  const perRun = (...actions: readonly string[]) =>
    run.calls.reduce((sum, one) => sum + (actions.includes(one.action) ? one.perRun : 0), 0);
  const logs = (run.output.logBytes * runs) / GB;
  const increases = increaseShare(configuration, DAYS, runs);
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
    // Charged by the hour in which it is sent.
    ['metric', (run.output.metrics * Math.min(HOURS_A_DAY, assumed.runsPerDay)) / HOURS_A_DAY],
    ...(metricsRead === 0 ? [] : [['metric-read', runs * metricsRead] as const]),
    [
      'alarm',
      // The pair of alarms on production is on one metric each.
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
      // Every save keeps the version before it for a month. The list of accounts, readings and the documents
      // of messages are small beside it.
      (stateBytes *
        runs *
        (perRun('s3:PutObject') -
          perRun('sns:Publish') -
          REPORT_WRITES -
          listWrites(pace) -
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
    ['transfer', (runs * run.elsewhere * BYTES_A_REQUEST) / GB],
  ];
}

/** Pairs of limit and target that a run measures. */
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
