import type { Forecast } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { DailySample } from '../../model/watch-state.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** How many days a chart shows before today, and after today for the forecast. */
export const PAST_DAYS = 90;
export const FUTURE_DAYS = 30;
/** Width and height of a chart in SVG units: a unit across is a day. Whole units keep the page small. */
export const ACROSS = PAST_DAYS + FUTURE_DAYS;
export const DOWN = 600;
/** A line joins samples that are at most so many days apart. A longer gap stays open, as its amounts are unknown. */
const LONGEST_BRIDGE_DAYS = 2;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Returns the date in UTC, `days` after `now`: `24 Aug`. */
export function dayText(now: Instant, days = 0): string {
  const date = new Date(now + days * DAY_MS);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}

export interface Point {
  /** The day relative to today; days before today are negative. */
  readonly day: number;
  readonly amount: number;
}

/** Returns how far below the top of the chart an amount is drawn, in SVG units. */
type Height = (amount: number) => number;

/** Returns the scale of a chart that draws the amount `most` a little below the top. */
export function heightUpTo(most: number): Height {
  return (amount) => Math.round(DOWN * (1 - amount / (most * 1.04)));
}

/** Returns how far to the right a day is drawn, in percent of the chart's width. */
export function percentAcross(day: number): number {
  return (100 * (day + PAST_DAYS)) / ACROSS;
}

/** Returns how far below the top an amount is drawn, in percent of the chart's height. */
export function percentDown(height: Height, amount: number): number {
  return (100 * height(amount)) / DOWN;
}

/** Returns the samples of the days that a chart shows, oldest first. */
export function pointsOf(samples: readonly DailySample[], now: Instant): readonly Point[] {
  const today = Math.floor(now / DAY_MS);
  return samples
    .map(({ day, used }) => ({
      day: Date.parse(`${day}T00:00:00Z`) / DAY_MS - today,
      amount: used,
    }))
    .filter(({ day }) => day >= -PAST_DAYS && day <= 0);
}

/** The measured amounts as lines; a sample without a neighbour is a dot. */
export function usedLines(points: readonly Point[], height: Height, className = 'used'): Html {
  return html`${runsOf(points).map((run) => {
    const [first] = run;
    const steps = run.length === 1 ? 'h0' : stepsOf(run, height);
    return html`<path
      class="${className}"
      d="M${across(first.day)} ${height(first.amount)}${steps}"
    />`;
  })}`;
}

/** Divides samples into runs, each of which is drawn as one line without a gap. */
function runsOf(points: readonly Point[]): readonly [Point, ...Point[]][] {
  const runs: [Point, ...Point[]][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (before !== undefined && point.day - before.day <= LONGEST_BRIDGE_DAYS) run?.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** Returns SVG path commands in relative coordinates, level steps joined: a third of the bytes of absolute ones. */
function stepsOf(run: readonly Point[], height: Height): string {
  let steps = '';
  let level = 0;
  for (const [at, { day, amount }] of run.entries()) {
    const before = run[at - 1];
    if (before === undefined) continue;
    const right = day - before.day;
    const down = height(amount) - height(before.amount);
    if (down === 0) {
      level += right;
      continue;
    }
    if (level > 0) steps += `h${level}`;
    level = 0;
    steps += `l${right}${down < 0 ? '' : ' '}${down}`;
  }
  return level > 0 ? `${steps}h${level}` : steps;
}

/** The forecast, up to the limit: the range of the expected usage, and the most likely line. */
export function forecastLines(
  { earliestDays, latestDays, daysToFull: likelyDays }: Forecast,
  last: Point,
  quota: number,
  height: Height,
): Html {
  const endOf = (days: number): readonly [right: number, down: number] => {
    const free = quota - last.amount;
    // A limit that will be full today is drawn as full tomorrow.
    const daysToFull = Math.max(1, days);
    const until = Math.min(daysToFull, FUTURE_DAYS);
    return [across(until), height(last.amount + (free * until) / daysToFull)];
  };
  const start = `M${across(0)} ${height(last.amount)}`;
  const [fastX, fastY] = endOf(earliestDays);
  const [slowX, slowY] =
    latestDays === undefined ? ([ACROSS, height(last.amount)] as const) : endOf(latestDays);
  const [likelyX, likelyY] = endOf(likelyDays);
  // A full limit stays full, so the range follows the limit until its slowest line reaches the limit too.
  const corner = fastX < slowX ? `L${slowX} ${fastY}` : '';
  return html`<path class="band" d="${start}L${fastX} ${fastY}${corner}L${slowX} ${slowY}Z" /><path
      class="likely"
      d="${start}L${likelyX} ${likelyY}"
    />`;
}

function across(day: number): number {
  return Math.round(day + PAST_DAYS);
}
