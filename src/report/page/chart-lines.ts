import type { Forecast } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { DailySample } from '../../model/watch-state.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** Days that are shown before today and after it, where the forecast reaches. */
export const PAST_DAYS = 90;
export const FUTURE_DAYS = 30;
/** A day is one wide; the height is fine enough for a slow rise, and whole numbers keep the page small. */
export const ACROSS = PAST_DAYS + FUTURE_DAYS;
export const DOWN = 600;
/** A missed day is bridged; a longer gap is not, since what was in it is not known. */
const LONGEST_BRIDGE_DAYS = 2;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `24 Aug`: the day in UTC, so many days after `now`. */
export function dayText(now: Instant, days = 0): string {
  const date = new Date(now + days * DAY_MS);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}

export interface Point {
  /** Days before today are negative. */
  readonly day: number;
  readonly amount: number;
}

/** Where an amount is in the picture, from the top. */
type Height = (amount: number) => number;

/** The heights of a picture in which `most` is a little below the top. */
export function heightUpTo(most: number): Height {
  return (amount) => Math.round(DOWN * (1 - amount / (most * 1.04)));
}

/** How far to the right a day is, in percent. */
export function percentAcross(day: number): number {
  return (100 * (day + PAST_DAYS)) / ACROSS;
}

/** How far down an amount is, in percent. */
export function percentDown(height: Height, amount: number): number {
  return (100 * height(amount)) / DOWN;
}

/** The samples of the days that are shown, oldest first. */
export function pointsOf(samples: readonly DailySample[], now: Instant): readonly Point[] {
  const today = Math.floor(now / DAY_MS);
  return samples
    .map(({ day, used }) => ({
      day: Date.parse(`${day}T00:00:00Z`) / DAY_MS - today,
      amount: used,
    }))
    .filter(({ day }) => day >= -PAST_DAYS && day <= 0);
}

/** What was measured: lines, and dots for days without a neighbour. */
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

/** Samples that follow each other closely enough to be one line. */
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

/** Each step relative to the one before, level ones joined: a third of the bytes of absolute places. */
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

/** The range in which the line is expected to continue, and the likely line in it, up to the limit. */
export function forecastLines(
  { earliestDays, latestDays, daysToFull }: Forecast,
  last: Point,
  quota: number,
  height: Height,
): Html {
  const reach = (days: number): readonly [right: number, down: number] => {
    const left = quota - last.amount;
    // At least a day: a limit that is reached today is drawn as reached tomorrow.
    const most = Math.max(1, days);
    const until = Math.min(most, FUTURE_DAYS);
    return [across(until), height(last.amount + (left * until) / most)];
  };
  const start = `M${across(0)} ${height(last.amount)}`;
  const [fastX, fastY] = reach(earliestDays);
  const [slowX, slowY] =
    latestDays === undefined ? ([ACROSS, height(last.amount)] as const) : reach(latestDays);
  const [likelyX, likelyY] = reach(daysToFull);
  // What is full stays full: the range follows the limit until the slower line reaches it.
  const corner = fastX < slowX ? `L${slowX} ${fastY}` : '';
  return html`<path class="band" d="${start}L${fastX} ${fastY}${corner}L${slowX} ${slowY}Z" /><path
      class="likely"
      d="${start}L${likelyX} ${likelyY}"
    />`;
}

function across(day: number): number {
  return Math.round(day + PAST_DAYS);
}
