import type { JudgedFinding } from '../../model/finding.ts';
import type { LimitDefinition, Threshold } from '../../model/limit.ts';
import type { Forecast } from '../../model/notice.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import { quantity } from '../../model/units.ts';
import { briefForecast } from '../../alerts/words/forecast-text.ts';
import { limitText, usedText, withSeparators } from '../../text/quantities.ts';
import type { Point } from './chart-lines.ts';
import {
  ACROSS,
  dayText,
  DOWN,
  forecastLines,
  FUTURE_DAYS,
  heightUpTo,
  PAST_DAYS,
  percentAcross,
  percentDown,
  pointsOf,
  usedLines,
} from './chart-lines.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';

/** The height of a label, in percent of the chart's height. */
export const LABEL_HEIGHT = 10.2;

/** An amount that the chart shows as a horizontal line with a label. */
interface Line {
  readonly className: 'full' | 'mark-critical' | 'mark-warn';
  readonly amount: number;
  readonly label: string;
}

/** The days, relative to today, whose date is written below a chart. */
const DATED = [-PAST_DAYS, -60, -30, 0, FUTURE_DAYS] as const;

/** SVG definitions that all charts of a page share: the dates below each chart. */
export function chartParts(now: Instant): Html {
  return html`<svg class="parts" aria-hidden="true" width="0" height="0">
    <defs>
      <g id="days">
        ${DATED.map(
          (day) =>
            html`<text
              class="day"
              x="${percentAcross(day)}%"
              y="100%"
              dy="15"
              text-anchor="${day === -PAST_DAYS ? 'start' : 'middle'}"
              >${day === 0 ? 'today' : dayText(now, day)}</text
            > `,
        )}
      </g>
    </defs>
  </svg>`;
}

/**
 * A chart of one limit: usage, thresholds and forecast, with a text for screen readers; empty without samples. Its
 * inner SVG is stretched to the width of the page. The labels are outside it and keep their proportions.
 */
export function chart(
  { finding, samples, forecast }: ReportedFinding & { readonly finding: JudgedFinding },
  definition: LimitDefinition,
  now: Instant,
  prunes: readonly PruneMark[] = [],
): Html {
  const points = pointsOf(samples, now);
  const last = points.at(-1);
  if (last === undefined) return nothing;
  const levels = levelsOf(finding, definition);
  const most = Math.max(1, ...points.map(({ amount }) => amount), ...levels.map((l) => l.amount));
  const height = heightUpTo(most);
  const line = ({ className, amount }: Line) =>
    html`<path class="${className}" d="M0 ${height(amount)}H${ACROSS}" />`;
  return html`<svg
    class="chart"
    role="img"
    aria-label="${chartWords(points, finding, definition, forecast)}${prunes.map(({ planId, day }) => `; pruned ${-day} days ago by plan ${planId}`).join('')}"
  >
    <svg viewBox="0 0 ${ACROSS} ${DOWN}" preserveAspectRatio="none">
      <path
        class="axis"
        d="M0 ${DOWN}H${ACROSS}M${PAST_DAYS} 0V${DOWN}M30 ${DOWN}v-20M60 ${DOWN}v-20"
      />
      ${forecast === undefined ? nothing : forecastLines(forecast, last, finding.quota.amount, height)}${levels.map(line)}${prunes.map(pruneLine)}${usedLines(points, height)}
    </svg>
    ${labels(levels, height)}${prunes.map(pruneLabel)}
    <use href="#days" />
  </svg>`;
}

/** Returns the lines for the limit and its thresholds, highest first. */
function levelsOf({ quota, thresholds }: JudgedFinding, { source }: LimitDefinition) {
  const ceiling = source.kind === 'ceiling' ? 'ceiling' : 'limit';
  const all: readonly Line[] = [
    { className: 'full', amount: quota.amount, label: `${ceiling} ${limitText(quota, '')}` },
    {
      className: 'mark-critical',
      amount: amountAt(thresholds.critical, quota.amount),
      label: `critical ${thresholdText(thresholds.critical)}`,
    },
    {
      className: 'mark-warn',
      amount: amountAt(thresholds.warn, quota.amount),
      label: `warning ${thresholdText(thresholds.warn)}`,
    },
  ];
  return all.toSorted((a, b) => b.amount - a.amount);
}

/** The labels of lines, highest first. A label is below its line if the label above it leaves no room. */
function labels(levels: readonly Line[], height: ReturnType<typeof heightUpTo>): readonly Html[] {
  let below = Number.NEGATIVE_INFINITY;
  const named = levels.map(({ amount, label }) => {
    const place = Math.max(below, percentDown(height, amount));
    below = place + LABEL_HEIGHT;
    return html`<text x="100%" dx="8" y="${place.toFixed(1)}%" dy="4">${label}</text>`;
  });
  const zero = html`<text x="100%" dx="8" y="100%" dy="4">0</text>`;
  return below > 100 ? named : [...named, zero];
}

/** Returns the amount at which a threshold is reached, for a limit of `quota`. */
export function amountAt(threshold: Threshold, quota: number): number {
  return threshold.kind === 'percent'
    ? (quota * threshold.percent) / 100
    : Math.max(0, quota - threshold.free.amount);
}

function thresholdText(threshold: Threshold): string {
  return threshold.kind === 'percent'
    ? `${threshold.percent} %`
    : `${limitText(threshold.free, '')} free`;
}

function chartWords(
  points: readonly Point[],
  { used, quota }: JudgedFinding,
  { title, unit, noun }: LimitDefinition,
  forecast: Forecast | undefined,
): string {
  const [first] = points;
  const from =
    first === undefined || first.day === 0
      ? ''
      : `${usedText(quantity(unit, first.amount), noun)} ${-first.day} days ago, `;
  const next = forecast === undefined ? '' : `; ${briefForecast(forecast)} at this rate`;
  return `${title}: ${from}${usedText(used, noun)} today, of ${limitText(quota, noun)}${next}`;
}

/** The label of a prune after this day is on the left of its line, so that it stays inside the chart. */
const RIGHT_HALF_DAY = -30;

/** A prune that a chart shows as a vertical line. */
export interface PruneMark {
  /** The day relative to today; days before today are negative. */
  readonly day: number;
  readonly planId: string;
  readonly label: string;
}

/** Returns the prunes that deleted versions in a finding's Region during the days of a chart, oldest first. */
export function pruneMarks(
  { prunes, measuredAt }: RunReport,
  { finding: { target } }: ReportedFinding,
): readonly PruneMark[] {
  if (prunes.kind !== 'read' || target.scope === 'account') return [];
  const dayOf = (at: Instant) => Math.floor(at / DAY_MS);
  return prunes.prunes
    .filter(
      ({ account, regions, deleted }) =>
        deleted > 0 &&
        account.id === target.account.id &&
        regions.some(({ region }) => region === placeOf(target)),
    )
    .map(({ endedAt, planId, deleted }) => ({
      day: dayOf(endedAt) - dayOf(measuredAt),
      planId,
      label: `pruned ${dayText(endedAt)}: −${withSeparators(deleted)}`,
    }))
    .filter(({ day }) => day >= -PAST_DAYS && day <= 0)
    .toSorted((a, b) => a.day - b.day);
}

function pruneLine({ day }: PruneMark): Html {
  return html`<path class="pruned" d="M${day + PAST_DAYS} 0V${DOWN}" />`;
}

function pruneLabel({ day, label }: PruneMark, at: number): Html {
  const [anchor, shift] = day > RIGHT_HALF_DAY ? ['end', -4] : ['start', 4];
  return html`<text
    x="${percentAcross(day)}%"
    dx="${shift}"
    y="${-4 + at * 12}"
    text-anchor="${anchor}"
    >${label}</text
  >`;
}
