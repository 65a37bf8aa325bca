import type { JudgedFinding } from '../../model/finding.ts';
import type { LimitDefinition, Threshold } from '../../model/limit.ts';
import type { Forecast } from '../../model/notice.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { quantity } from '../../model/units.ts';
import { briefForecast } from '../../alerts/words/forecast-text.ts';
import { limitText, usedText } from '../../text/quantities.ts';
import type { Point } from './chart-lines.ts';
import { ACROSS, DOWN, forecastLines, PAST_DAYS, pointsOf, usedLines } from './chart-lines.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';

/** What the style sheet leaves for the lines, and what a label takes of it, in pixels. */
const PLOT_HEIGHT = 118;
const LABEL_HEIGHT = 12;

/** A level that the picture shows as a line with its name. */
interface Level {
  readonly className: 'full' | 'mark-critical' | 'mark-warn';
  readonly amount: number;
  readonly label: string;
}

/** What all charts share, once a page: the names of the days. */
export function chartParts(): Html {
  return html`<svg class="parts" aria-hidden="true" width="0" height="0">
    <defs>
      <g id="days">
        <text class="day" y="100%" dy="15">90 days ago</text>
        <text class="day" x="${(100 * PAST_DAYS) / ACROSS}%" y="100%" dy="15" text-anchor="middle">
          today
        </text>
        <text class="day" x="100%" y="100%" dy="15" text-anchor="middle">in 30 days</text>
      </g>
    </defs>
  </svg>`;
}

/**
 * 90 days of one limit with its thresholds and where it is going, as a picture; what it shows is
 * also said in words. Nothing without samples. The lines are stretched to the width of the page, the
 * labels are not.
 */
export function chart(
  { finding, samples, forecast }: ReportedFinding & { readonly finding: JudgedFinding },
  definition: LimitDefinition,
  now: Instant,
): Html {
  const points = pointsOf(samples, now);
  const last = points.at(-1);
  if (last === undefined) return nothing;
  const levels = levelsOf(finding, definition);
  const most = Math.max(1, ...points.map(({ amount }) => amount), ...levels.map((l) => l.amount));
  const height = (amount: number) => Math.round(DOWN * (1 - amount / (most * 1.04)));
  const line = ({ className, amount }: Level) =>
    html`<path class="${className}" d="M0 ${height(amount)}H${ACROSS}" />`;
  return html`<svg
    class="chart"
    role="img"
    aria-label="${chartWords(points, finding, definition, forecast)}"
  >
    <svg viewBox="0 0 ${ACROSS} ${DOWN}" preserveAspectRatio="none">
      <path class="axis" d="M0 ${DOWN}H${ACROSS}M${PAST_DAYS} 0V${DOWN}" />
      ${forecast === undefined ? nothing : forecastLines(forecast, last, finding.quota.amount, height)}${levels.map(line)}${usedLines(points, height)}
    </svg>
    ${labels(levels, height)}
    <use href="#days" />
  </svg>`;
}

/** The highest first. */
function levelsOf({ quota, thresholds }: JudgedFinding, { source }: LimitDefinition) {
  const ceiling = source.kind === 'ceiling' ? 'ceiling' : 'limit';
  const all: readonly Level[] = [
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

/** Each beside its line, or as near below as the label above lets it. */
function labels(levels: readonly Level[], height: (amount: number) => number): readonly Html[] {
  let below = Number.NEGATIVE_INFINITY;
  return levels.map(({ amount, label }) => {
    const place = Math.max(below, (height(amount) * PLOT_HEIGHT) / DOWN);
    below = place + LABEL_HEIGHT;
    return html`<text x="100%" dx="8" y="${Math.round(place)}" dy="4">${label}</text>`;
  });
}

function amountAt(threshold: Threshold, quota: number): number {
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
  const first = points[0];
  const from =
    first === undefined || first.day === 0
      ? ''
      : `${usedText(quantity(unit, first.amount), noun)} ${-first.day} days ago, `;
  const next = forecast === undefined ? '' : `; ${briefForecast(forecast)} if it goes on like this`;
  return `${title}: ${from}${usedText(used, noun)} today, of ${limitText(quota, noun)}${next}`;
}
