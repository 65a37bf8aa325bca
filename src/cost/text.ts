import type { Cost, CostAssumptions, CostLine, CostSwitch } from './model.ts';
import type { Charge } from './prices.ts';
import { counted, withSeparators } from '../text/quantities.ts';
import { USUAL_COMMAND } from '../model/configuration.ts';
import { typedCommand } from '../text/typed-command.ts';

/** Floating-point sums may be a hair above what they mean. */
const HAIR = 1e-9;
const CENT = 100;
const TENTH_OF_A_CENT = 1_000;
const HUNDREDTHS = 100;
const MILLION = 1_000_000;

/** https://aws.amazon.com/cloudwatch/pricing/, free tier. */
const FREE_TIER =
  'Not taken off: the free tier of CloudWatch, for all that the tooling account has: 10 custom metrics, 10 alarm metrics, 3 dashboards of up to 50 metrics.';

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

export interface CostSubject {
  readonly deployment: string;
  readonly region: string;
  readonly isWhole?: boolean;
  /** What is typed to run the command line. Default: `limits-watchdog`. */
  readonly command?: string;
}

/** What a line is shown as, each rounded up to a tenth of a cent. */
export function lineUsd({ usd }: CostLine): number {
  return up(usd, TENTH_OF_A_CENT);
}

/** The sum of the lines as they are shown, rounded up to the cent. */
export function sumUsd({ lines }: Pick<Cost, 'lines'>): number {
  return up(
    lines.reduce((sum, line) => sum + lineUsd(line), 0),
    CENT,
  );
}

/** A cost for a person: rounded up, the sum first, with every assumption and the basis of every price. */
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
    ...trailLines(cost),
    'Pruning is on demand and not in it. Free: STS, the control plane of Lambda, Service Quotas, and queues in which nothing lands.',
    FREE_TIER,
  ];
}

/** Largest first, and the sum; what is under a cent in one line, unless all are wanted. */
function rows({ lines }: Cost, isWhole: boolean): readonly (readonly string[])[] {
  const charged = lines.filter(({ amount }) => amount > 0).toSorted((a, b) => b.usd - a.usd);
  const small = isWhole ? [] : charged.filter((line) => lineUsd(line) < 1 / CENT);
  const isFolded = small.length > 1;
  const rest = small.reduce((sum, line) => sum + lineUsd(line), 0);
  return [
    ...(isFolded ? charged.filter((line) => !small.includes(line)) : charged).map(row),
    ...(isFolded
      ? [
          [
            'The rest',
            `${counted(small.length, 'line')} under a cent each; --all shows them`,
            dollars(up(rest, TENTH_OF_A_CENT), 3),
          ],
        ]
      : []),
    // The points of all amounts are in one column.
    ['Sum', '', `${dollars(sumUsd({ lines }), 2)} `],
  ];
}

function row({ charge, amount, price, usd }: CostLine): readonly string[] {
  const { unit } = price;
  return [
    NAMES[charge],
    `${amountText(amount)} ${amount === 1 ? unit.replace(/s$/, '') : unit} at ${priceText(price.usd)}`,
    dollars(up(usd, TENTH_OF_A_CENT), 3),
    price.basis === 'unconfirmed' ? 'price not confirmed' : '',
  ];
}

/** Amounts below one keep three digits that count. */
function amountText(amount: number): string {
  if (amount === 0 || amount >= 1) return withSeparators(up(amount, HUNDREDTHS));
  const digits = Math.ceil(-Math.log10(amount)) + 2;
  return up(amount, 10 ** digits).toFixed(digits);
}

/** `$0.30`, `$0.023`; what is less than a tenth of a cent per million: `$13.3334 per million`. */
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
    'What would change it most, for a month, most expensive first; package and deploy again for it:',
    ...switches.map(({ what, setBy, usd }) => `  ${what}: ${changeText(usd)} (${setText(setBy)})`),
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

function setText(setBy: CostSwitch['setBy']): string {
  if (setBy === undefined) return 'no setting leaves them out';
  return setBy.includes(' ') ? setBy : `in ${setBy}`;
}

/** What more would cost is rounded up, and what less would save rounded down. */
function changeText(usd: number): string {
  const change = Math.ceil(usd * CENT - HAIR * CENT) / CENT;
  if (usd === 0) return 'no change';
  if (Object.is(change, 0) || Object.is(change, -0))
    return usd > 0 ? 'under $0.01 more' : 'under $0.01 less';
  return change > 0 ? `${dollars(change, 2)} more` : `${dollars(-change, 2)} less`;
}

function runLines({ calls, secondsPerRun, output }: Cost): readonly string[] {
  const all = calls.reduce((sum, { perRun }) => sum + perRun, 0);
  return [
    `A run: ${withSeparators(up(all, 1))} calls, about ${withSeparators(secondsPerRun)} s, ${counted(output.metrics, 'metric')}, up to ${withSeparators(Math.ceil(output.logBytes / 1_000))} kB of log`,
    ...calls.map(
      ({ action, perRun, mostPerRun }) =>
        `  ${action}: ${withSeparators(up(perRun, HUNDREDTHS))}${mostPerRun === undefined ? '' : ` (${withSeparators(up(mostPerRun, HUNDREDTHS))} where nothing is remembered)`}`,
    ),
  ];
}

/** Beside the sum: it depends on trails and services that are not the watchdog's. */
function trailLines({ cloudTrail }: Cost): readonly string[] {
  const { events, furtherTrailUsd, guardDutyUsd } = cloudTrail;
  const trail = dollars(up(furtherTrailUsd, CENT), 2);
  const guardDuty = dollars(up(guardDutyUsd, CENT), 2);
  return [
    `Not in it, and paid by others: CloudTrail records ${withSeparators(up(events, 1))} management events a month for these calls, nearly all in the watched accounts.`,
    `The first trail is free; each further one takes ${trail} for them, and GuardDuty up to ${guardDuty} (list prices of us-east-1).`,
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

function up(value: number, parts: number): number {
  return Math.ceil(value * parts - HAIR * parts) / parts;
}
