import type { Cost, CostAssumptions, CostLine, CostSwitch } from './model.ts';
import type { Charge } from './prices.ts';
import { counted, withSeparators } from '../text/quantities.ts';
import { USUAL_COMMAND } from '../model/configuration.ts';
import { typedCommand } from '../text/typed-command.ts';

/** The largest error of a floating-point sum, which rounding up ignores. */
const ROUNDING_ERROR = 1e-9;
const CENT = 100;
const TENTH_OF_A_CENT = 1_000;
const HUNDREDTHS = 100;
const MILLION = 1_000_000;

/** Source: https://aws.amazon.com/cloudwatch/pricing/, free tier. */
const FREE_TIER =
  'Not deducted: the free tier of CloudWatch, which covers the whole tooling account: 10 custom metrics, 10 alarm metrics, 3 dashboards of up to 50 metrics.';

const NAMES: Readonly<Record<Charge, string>> = {
  metric: 'Custom metrics',
  'metric-read': 'Metrics read',
  alarm: 'Alarms',
  dashboard: 'Dashboard',
  'logs-in': 'Log lines',
  'logs-kept': 'Logs kept',
  invocation: 'Invocations',
  compute: 'Compute',
  schedule: 'Schedule',
  's3-write': 'S3 writes and lists',
  's3-read': 'S3 reads',
  's3-kept': 'Memory and reports kept in S3',
  publish: 'SNS messages',
  event: 'Events',
  mail: 'E-mails',
  transition: 'State transitions',
  transfer: 'To other Regions',
};

const PAUSED =
  'The schedule is paused (deploy.schedulePaused): no scheduled run and no message is counted, and runs begun by hand cost extra. --runs-per-day counts runs all the same.';

/** The deployment that the text of costs names, and settings for that text. */
export interface CostSubject {
  readonly deployment: string;
  readonly region: string;
  /** Whether charges under a cent have lines of their own. Default: false. */
  readonly isWhole?: boolean;
  /** How the user types the command. Default: `limits-watchdog`. */
  readonly command?: string;
}

/** The cost of a line in US dollars as it is shown: rounded up to a tenth of a cent. */
export function lineUsd({ usd }: CostLine): number {
  return roundUp(usd, TENTH_OF_A_CENT);
}

/** The sum in US dollars of the lines as they are shown, rounded up to the cent. */
export function sumUsd({ lines }: Pick<Cost, 'lines'>): number {
  return roundUp(
    lines.reduce((sum, line) => sum + lineUsd(line), 0),
    CENT,
  );
}

/** The lines of the command `cost`: the sum first, then assumptions, charges, settings, sets and calls; rounded up. */
export function costText(
  cost: Cost,
  assumed: CostAssumptions,
  { deployment, region, isWhole = false, command = USUAL_COMMAND }: CostSubject,
): readonly string[] {
  const { accounts, places } = cost;
  const isPaused = assumed.runsPerDay === 0;
  return [
    `${deployment}: ${dollars(sumUsd(cost), 2)} a month for ${counted(accounts, 'account')}, ${counted(places, 'pair')} of account and Region, ${isPaused ? 'no scheduled run' : `${counted(assumed.runsPerDay, 'run')} a day`}`,
    ...(isPaused ? [PAUSED] : []),
    `List prices of ${region} in US dollars for a month of 31 days, without free tier, discount and tax; rounded up`,
    ...assumptionLines(assumed, command),
    '',
    ...table(rows(cost, isWhole)),
    ...doubtsAbout(cost, region),
    '',
    ...switchLines(cost.switches),
    '',
    ...setLines(cost),
    ...runLines(cost),
    '',
    ...cloudTrailLines(cost),
    'Not included: prunes, which run on demand. Free: STS, the control plane of Lambda, Service Quotas, and queues that stay empty.',
    FREE_TIER,
  ];
}

/** The rows of the charges, the largest first, and of the sum. Unless `isWhole`, charges under a cent share a row. */
function rows({ lines }: Cost, isWhole: boolean): readonly (readonly string[])[] {
  const charged = lines.filter(({ amount }) => amount > 0).toSorted((a, b) => b.usd - a.usd);
  const small = isWhole ? [] : charged.filter((line) => lineUsd(line) < 1 / CENT);
  const isFolded = small.length > 1;
  const rest = small.reduce((sum, line) => sum + lineUsd(line), 0);
  return [
    ...(isFolded ? charged.filter((line) => !small.includes(line)) : charged).map(chargeRow),
    ...(isFolded
      ? [
          [
            'The rest',
            `${counted(small.length, 'line')} under a cent each; --all shows them`,
            dollars(roundUp(rest, TENTH_OF_A_CENT), 3),
          ],
        ]
      : []),
    // The trailing space aligns the decimal point of the sum with those of the charges.
    ['Sum', '', `${dollars(sumUsd({ lines }), 2)} `],
  ];
}

function chargeRow({ charge, amount, price, usd }: CostLine): readonly string[] {
  const { unit } = price;
  return [
    NAMES[charge],
    `${amountText(amount)} ${amount === 1 ? unit.replace(/s$/, '') : unit} at ${priceText(price.usd)}`,
    dollars(roundUp(usd, TENTH_OF_A_CENT), 3),
    price.basis === 'unconfirmed' ? 'price not confirmed' : '',
  ];
}

/** The amount rounded up; an amount below 1 with three significant digits. */
function amountText(amount: number): string {
  if (amount === 0 || amount >= 1) return withSeparators(roundUp(amount, HUNDREDTHS));
  const digits = Math.ceil(-Math.log10(amount)) + 2;
  return roundUp(amount, 10 ** digits).toFixed(digits);
}

/** The price as `$0.30` or `$0.023`; a price below a tenth of a cent as `$13.3334 per million`. */
function priceText(usd: number): string {
  if (usd >= 1 / TENTH_OF_A_CENT) return `$${usd.toFixed(Number(usd.toFixed(2)) === usd ? 2 : 3)}`;
  return `$${withSeparators(Number((usd * MILLION).toPrecision(6)))} per million`;
}

function doubtsAbout({ isListed, lines }: Cost, region: string): readonly string[] {
  const open = lines.filter(({ price }) => price.basis === 'unconfirmed');
  return [
    ...(isListed
      ? []
      : [
          `No price list of ${region} is at hand: these are, price by price, the higher of eu-west-1 and us-east-1. ${region} may be more expensive still.`,
        ]),
    ...(open.length === 0
      ? []
      : [
          `Not confirmed by a dated page: ${open.map(({ charge }) => NAMES[charge]).join(', ')}; --json names the page of each price.`,
        ]),
  ];
}

function switchLines(switches: readonly CostSwitch[]): readonly string[] {
  return [
    'Settings that change the cost most, per month, most expensive first; package and deploy again after a change:',
    ...switches.map(
      ({ what, setBy, usd }) => `  ${what}: ${changeText(usd)} (${switchSource(setBy)})`,
    ),
  ];
}

function setLines({ sets, accounts }: Cost): readonly string[] {
  if (sets.length === 0) return [];
  const width = Math.max(...sets.map(({ set }) => set.length));
  return [
    'Sets of limits (watch in watchdog.yml), each in every account, for a month:',
    ...sets.map(({ set, watchedIn, usd, events }) => {
      const now = watchedIn === 0 ? '' : `; now in ${watchedIn} of ${counted(accounts, 'account')}`;
      return `  ${set.padEnd(width)}  ${changeText(usd)}, ${counted(events, 'CloudTrail event')}${now}`;
    }),
    '',
  ];
}

function switchSource(setBy: CostSwitch['setBy']): string {
  if (setBy === undefined) return 'no setting leaves them out';
  return setBy.includes(' ') ? setBy : `in ${setBy}`;
}

/** The difference as text. A higher cost is rounded up, a saving is rounded down. */
function changeText(usd: number): string {
  const change = Math.ceil(usd * CENT - ROUNDING_ERROR * CENT) / CENT;
  if (usd === 0) return 'no change';
  if (Object.is(change, 0) || Object.is(change, -0))
    return usd > 0 ? 'under $0.01 more' : 'under $0.01 less';
  return change > 0 ? `${dollars(change, 2)} more` : `${dollars(-change, 2)} less`;
}

function runLines({ calls, secondsPerRun, output }: Cost): readonly string[] {
  const all = calls.reduce((sum, { perRun }) => sum + perRun, 0);
  return [
    `A run: ${withSeparators(roundUp(all, 1))} calls, about ${withSeparators(secondsPerRun)} s, ${counted(output.metrics, 'metric')}, up to ${withSeparators(Math.ceil(output.logBytes / 1_000))} kB of log`,
    ...calls.map(
      ({ action, perRun, mostPerRun }) =>
        `  ${action}: ${withSeparators(roundUp(perRun, HUNDREDTHS))}${mostPerRun === undefined ? '' : ` (${withSeparators(roundUp(mostPerRun, HUNDREDTHS))} without stored readings)`}`,
    ),
  ];
}

/** The lines on costs of CloudTrail, which the sum leaves out: they depend on trails and services of other owners. */
function cloudTrailLines({ cloudTrail }: Cost): readonly string[] {
  const { events, furtherTrailUsd, guardDutyUsd } = cloudTrail;
  const trail = dollars(roundUp(furtherTrailUsd, CENT), 2);
  const guardDuty = dollars(roundUp(guardDutyUsd, CENT), 2);
  return [
    `Not included: CloudTrail records ${withSeparators(roundUp(events, 1))} management events a month for these calls, nearly all in the watched accounts.`,
    `The first trail is free; each further one costs ${trail} for them, and GuardDuty up to ${guardDuty} (list prices of us-east-1).`,
  ];
}

function assumptionLines(assumed: CostAssumptions, command: string): readonly string[] {
  const { functions, versionsPerFunction, aliasesPerFunction, buckets } = assumed;
  const { messagesPerDay, mailSubscribers, memoryMiB, logDays } = assumed;
  return [
    `Assumed (${typedCommand(command, 'cost --help')} shows the flags):`,
    `  in each account and Region ${counted(functions, 'function')} with ${counted(versionsPerFunction, 'version')} and ${withSeparators(aliasesPerFunction)} ${aliasesPerFunction === 1 ? 'alias' : 'aliases'} each; ${counted(buckets, 'bucket')} an account`,
    `  ${counted(messagesPerDay, 'message')} a day to ${counted(mailSubscribers, 'e-mail subscriber')}; ${withSeparators(memoryMiB)} MiB of memory; logs kept for ${counted(logDays, 'day')}`,
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((cells) => (cells[at] ?? '').length)));
  const [first = 0, second = 0, third = 0] = widths;
  return rows.map(([what = '', amount = '', usd = '', doubt = '']) =>
    `${what.padEnd(first)}  ${usd.padStart(third)}  ${amount.padEnd(second)}  ${doubt}`.trimEnd(),
  );
}

function dollars(value: number, digits: number): string {
  const [whole = '0', fraction = ''] = value.toFixed(digits).split('.');
  return `$${withSeparators(Number(whole))}.${fraction}`;
}

function roundUp(value: number, parts: number): number {
  return Math.ceil(value * parts - ROUNDING_ERROR * parts) / parts;
}
