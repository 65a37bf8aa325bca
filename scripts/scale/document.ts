import { fileURLToPath } from 'node:url';

import type { BenchResult } from '../bench/figures.ts';
import { markdownTable, withMarkedPart } from '../marked-part.ts';
import type { Estimate } from './reckoning.ts';
import {
  accountsAt,
  LONGEST_FUNCTION_SECONDS,
  LONGEST_TEXT,
  estimateFor,
  STS_REQUESTS_PER_SECOND,
} from './reckoning.ts';

export const SCALE_PAGE = fileURLToPath(new URL('../../docs/scale.md', import.meta.url));

const MARKS = {
  begin: '<!-- reckoning: written by scripts/scale.ts -->',
  end: '<!-- end of reckoning -->',
};
const SMALL = { accounts: 500, regions: 17 };
const LARGE = { accounts: 5_000, regions: 30 };
const GB = 1_000_000_000;

/** Returns the page with these figures between its marks. @throws when a mark is missing */
export function scaleDocument(page: string, bench: BenchResult): Promise<string> {
  const [small, large] = [estimateFor(SMALL, bench), estimateFor(LARGE, bench)];
  const basis = `From the benchmark of ${bench.at.slice(0, 10)}${bench.size === 'full' ? '' : ' (`--quick`)'}, and the prices in src/cost/prices.ts.`;
  const part = [
    basis,
    figures([small, large]),
    `What breaks, the first one first, at ${LARGE.regions} Regions:`,
    limitsTable(large),
  ];
  return withMarkedPart(SCALE_PAGE, page, MARKS, part.join('\n\n'));
}

function figures(all: readonly Estimate[]): string {
  const row = (what: string, of: (one: Estimate) => string): readonly string[] => [
    what,
    ...all.map(of),
  ];
  return markdownTable([
    row('', ({ size }) => `${whole(size.accounts)} accounts × ${size.regions} Regions`),
    row('pairs of account and Region', ({ places }) => whole(places)),
    row('published versions', ({ versions }) => whole(versions)),
    row('calls of a run', ({ calls }) => whole(calls)),
    row('duration of a run in one function', ({ seconds }) => minutes(seconds)),
    row('processor time of a run', ({ cpuSeconds }) => minutes(cpuSeconds)),
    row('batches side by side, each within half of 15 minutes', ({ batches }) => whole(batches)),
    row('sessions a second, all batches at once', ({ sessionsPerSecond }) =>
      tenths(sessionsPerSecond),
    ),
    row(
      'the memory after 90 days, one S3 object',
      ({ stateBytes }) => `${tenths(stateBytes / GB)} GB`,
    ),
    row('messages when every full place is alerted at once', ({ messages }) => whole(messages)),
    row('custom metrics', ({ cost }) => whole(cost.metrics)),
    row('a month, four runs a day', ({ cost }) => usd(cost.usd)),
    row('of it custom metrics', ({ cost }) => usd(lineOf(cost, 'metric'))),
    row('of it the function', ({ cost }) => usd(lineOf(cost, 'compute'))),
    row('of it the memory kept in S3', ({ cost }) => usd(lineOf(cost, 's3-kept'))),
    row('of it transfer to other Regions', ({ cost }) => usd(lineOf(cost, 'transfer'))),
  ]);
}

/** Returns a table of the limits that a growing organisation reaches, with the number of accounts. */
function limitsTable(large: Estimate): string {
  const { size } = large;
  const rows = [
    {
      what: 'one function of 15 minutes is too short for a run',
      at: accountsAt(LONGEST_FUNCTION_SECONDS, large.seconds, size),
      remedy: `${whole(large.batches)} batches in a Distributed Map`,
    },
    {
      what: 'the memory is longer than a text can be in Node.js, and no run can read it back',
      at: accountsAt(LONGEST_TEXT, large.stateBytes, size),
      remedy: 'an object for each account, or samples only where something is used',
    },
    {
      what: `sessions come at more than the ${STS_REQUESTS_PER_SECOND} a second that STS gives a Region`,
      at: accountsAt(STS_REQUESTS_PER_SECOND, large.sessionsPerSecond, size),
      remedy: 'fewer batches at once',
    },
  ].toSorted((a, b) => a.at - b.at);
  return markdownTable([
    ['what', 'at so many accounts', 'what to do'],
    ...rows.map(({ what, at, remedy }) => [what, whole(at), remedy]),
  ]);
}

function lineOf({ of }: Estimate['cost'], charge: string): number {
  return of[charge] ?? 0;
}

function whole(amount: number): string {
  return Math.ceil(amount).toLocaleString('en');
}

function tenths(amount: number): string {
  return (Math.ceil(amount * 10) / 10).toLocaleString('en', { minimumFractionDigits: 1 });
}

function minutes(seconds: number): string {
  return `${tenths(seconds / 60)} min`;
}

function usd(amount: number): string {
  return `USD ${whole(amount)}`;
}
