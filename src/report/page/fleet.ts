import type { RunReport } from '../../model/run-report.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { amountAt, LABEL_HEIGHT } from './chart.ts';
import {
  ACROSS,
  dayText,
  DOWN,
  heightUpTo,
  PAST_DAYS,
  percentDown,
  pointsOf,
  usedLines,
} from './chart-lines.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** How many limits of all accounts were at a threshold on `day`: 0 is today, -1 is yesterday. */
interface FleetDay {
  readonly day: number;
  readonly critical: number;
  /** The number of limits at warning or critical. */
  readonly warned: number;
}

/** Counts limits at a threshold on each day, by today's quotas and thresholds. Days without samples are left out. */
export function fleetDays({ findings, measuredAt }: RunReport): readonly FleetDay[] {
  const days = new Map<number, { critical: number; warned: number }>();
  for (const { finding, samples } of findings) {
    if (!('quota' in finding)) continue;
    const { thresholds, quota } = finding;
    const warn = amountAt(thresholds.warn, quota.amount);
    const critical = amountAt(thresholds.critical, quota.amount);
    for (const { day, amount } of pointsOf(samples, measuredAt)) {
      const sum = days.get(day) ?? { critical: 0, warned: 0 };
      if (amount >= critical) sum.critical += 1;
      if (amount >= Math.min(warn, critical)) sum.warned += 1;
      days.set(day, sum);
    }
  }
  return [...days].map(([day, sum]) => ({ day, ...sum })).toSorted((a, b) => a.day - b.day);
}

/** The chart of `fleetDays`, or a sentence if no limit was at a threshold. Undefined with fewer than two days. */
export function fleetChart(report: RunReport): Html | undefined {
  const days = fleetDays(report);
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || first === last) return undefined;
  const most = Math.max(...days.map(({ warned }) => warned));
  if (most === 0) {
    return html`<p>
      No limit that is measured now was at a threshold in the last ${counted(-first.day, 'day')}.
    </p>`;
  }
  const height = heightUpTo(most);
  const line = (className: string, of: (day: FleetDay) => number) =>
    usedLines(
      days.map((one) => ({ day: one.day, amount: of(one) })),
      height,
      className,
    );
  const warnAt = percentDown(height, last.warned);
  const criticalAt = Math.max(percentDown(height, last.critical), warnAt + LABEL_HEIGHT);
  const then = `on ${dayText(report.measuredAt, first.day)}`;
  const words = `At warning or critical: ${counted(last.warned, 'limit')} today, ${withSeparators(first.warned)} ${then}, ${withSeparators(most)} at most. Critical: ${withSeparators(last.critical)} today, ${withSeparators(first.critical)} ${then}.`;
  return html`<p>${words} By today's thresholds, and without limits that are not seen today.</p>
    <svg class="chart fleet" role="img" aria-label="${words}">
      <svg viewBox="0 0 ${ACROSS} ${DOWN}" preserveAspectRatio="none">
        <path class="axis" d="M0 ${DOWN}H${ACROSS}M${PAST_DAYS} 0V${DOWN}" />
        ${line('fleet-warn', ({ warned }) => warned)}${line('fleet-critical', ({ critical }) => critical)}
      </svg>
      <text x="75%" dx="8" y="${warnAt.toFixed(1)}%" dy="4">
        ${withSeparators(last.warned)} at warning or critical
      </text>
      <text x="75%" dx="8" y="${criticalAt.toFixed(1)}%" dy="4">
        ${withSeparators(last.critical)} critical
      </text>
      <use href="#days" />
    </svg>`;
}
