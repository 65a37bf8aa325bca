import type { JudgedFinding } from '../../model/finding.ts';
import type { LimitDefinition, Threshold } from '../../model/limit.ts';
import type { Forecast } from '../../model/notice.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { DailySample } from '../../model/watch-state.ts';
import { quantity } from '../../model/units.ts';
import { limitText, usedText } from '../quantities.ts';
import { briefForecast } from '../forecast-text.ts';
import type { Html } from './html.ts';
import { html, joined, nothing } from './html.ts';

/** Days that are shown before today and after it, where the forecast reaches. */
const PAST_DAYS = 90;
const FUTURE_DAYS = 30;
const WIDTH = 640;
const HEIGHT = 150;
/** Room for labels above the lines, and for the days below. */
const TOP = 14;
const BOTTOM = 16;
const PLOT = HEIGHT - TOP - BOTTOM;
/** A day that was missed is bridged; a longer gap is not, since nobody knows what was in it. */
const LONGEST_BRIDGE_DAYS = 2;

interface Point {
  /** Days before today are negative. */
  readonly day: number;
  readonly amount: number;
}

/**
 * 90 days of one limit with its thresholds and where it is going, as a picture; what it shows is
 * also said in words. Nothing without samples.
 */
export function chart(
  { finding, samples, forecast }: ReportedFinding & { readonly finding: JudgedFinding },
  definition: LimitDefinition,
  now: Instant,
): Html {
  const points = pointsOf(samples, now);
  const last = points.at(-1);
  if (last === undefined) return nothing;
  const quota = finding.quota.amount;
  const top = Math.max(quota, ...points.map(({ amount }) => amount), 1) * 1.04;
  const y = (amount: number) => round(TOP + PLOT * (1 - Math.min(amount, top) / top));
  const level = (className: string, amount: number, label: string, [across, above]: Place) =>
    html`<path class="${className}" d="M0 ${y(amount)}H${WIDTH}" /><text
        x="${across}"
        y="${round(y(amount) - above)}"
        text-anchor="${across < WIDTH / 2 ? 'start' : 'end'}"
        >${label}</text
      >`;
  const { warn, critical } = finding.thresholds;
  const words = chartWords(points, finding, definition, forecast);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">
    <path class="axis" d="M0 ${HEIGHT - BOTTOM}H${WIDTH}M${x(0)} ${TOP}V${HEIGHT - BOTTOM}" />
    ${level('mark-warn', amountAt(warn, quota), 'warning', [WIDTH - 2, -11])}${level('mark-critical', amountAt(critical, quota), 'critical', [WIDTH - 60, 2])}${level('full', quota, `limit ${limitText(finding.quota, definition.noun)}`, [2, 2])}
    ${forecast === undefined ? nothing : forecastArea(forecast, last, quota, y)}${usedLines(points, y)}
    <text x="0" y="${HEIGHT - 3}">90 days ago</text>
    <text x="${x(0)}" y="${HEIGHT - 3}" text-anchor="middle">today</text>
    <text x="${WIDTH}" y="${HEIGHT - 3}" text-anchor="end">in 30 days</text>
  </svg>`;
}

function pointsOf(samples: readonly DailySample[], now: Instant): readonly Point[] {
  const today = Math.floor(now / DAY_MS);
  return samples
    .map(({ day, used }) => ({
      day: Date.parse(`${day}T00:00:00Z`) / DAY_MS - today,
      amount: used,
    }))
    .filter(({ day }) => day >= -PAST_DAYS && day <= 0);
}

function x(day: number): number {
  return round(((day + PAST_DAYS) * WIDTH) / (PAST_DAYS + FUTURE_DAYS));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function amountAt(threshold: Threshold, quota: number): number {
  return threshold.kind === 'percent'
    ? (quota * threshold.percent) / 100
    : Math.max(0, quota - threshold.free.amount);
}

function usedLines(points: readonly Point[], y: (amount: number) => number): Html {
  return joined(
    runsOf(points).map((run) => {
      const [first, ...others] = run;
      if (first === undefined) return nothing;
      if (others.length === 0)
        return html`<circle class="point" cx="${x(first.day)}" cy="${y(first.amount)}" r="2.5" />`;
      const places = withoutStraight(run.map(({ day, amount }) => [x(day), y(amount)] as const));
      return html`<path
        class="used"
        d="M${places.map(([across, down]) => `${across} ${down}`).join('L')}"
      />`;
    }),
  );
}

/** Samples that follow each other closely enough to be one line. */
function runsOf(points: readonly Point[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run !== undefined && before !== undefined && point.day - before.day <= LONGEST_BRIDGE_DAYS)
      run.push(point);
    else runs.push([point]);
  }
  return runs;
}

type Place = readonly [across: number, down: number];

/** Points in the middle of a level stretch add bytes and nothing to see. */
function withoutStraight(places: readonly Place[]): readonly Place[] {
  return places.filter(
    ([, down], at) => down !== places[at - 1]?.[1] || down !== places[at + 1]?.[1],
  );
}

/** The range in which the line is expected to go on, and the likely way through it, up to the limit. */
function forecastArea(
  { earliestDays, latestDays, daysToFull }: Forecast,
  last: Point,
  quota: number,
  y: (amount: number) => number,
): Html {
  const reach = (days: number): Place => {
    const left = quota - last.amount;
    // At least a day: a limit that is reached today is drawn as reached tomorrow.
    const most = Math.max(1, days);
    const until = Math.min(most, FUTURE_DAYS);
    return [x(until), y(last.amount + (left * until) / most)];
  };
  const start = `${x(0)} ${y(last.amount)}`;
  const [fastX, fastY] = reach(earliestDays);
  const [slowX, slowY] =
    latestDays === undefined ? ([x(FUTURE_DAYS), y(last.amount)] as const) : reach(latestDays);
  const [likelyX, likelyY] = reach(daysToFull);
  return html`<path
      class="band"
      d="M${start}L${fastX} ${fastY}L${slowX} ${fastX < slowX && slowY < fastY ? fastY : slowY}Z"
    /><path class="likely" d="M${start}L${likelyX} ${likelyY}" />`;
}

function chartWords(
  points: readonly Point[],
  { used, quota }: JudgedFinding,
  { title, unit, noun }: LimitDefinition,
  forecast: Forecast | undefined,
): string {
  const first = points[0];
  const from =
    first === undefined || first.day === 0
      ? ''
      : `${usedText(quantity(unit, first.amount), noun)} ${-first.day} days ago, `;
  const next = forecast === undefined ? '' : `; ${briefForecast(forecast)} if it goes on like this`;
  return `${title}: ${from}${usedText(used, noun)} today, of ${limitText(quota, noun)}${next}`;
}
