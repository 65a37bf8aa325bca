import type { JudgedFinding } from '../../../model/finding.ts';
import type { RunReport } from '../../../model/run-report.ts';
import { counted, withSeparators } from '../../../text/quantities.ts';
import { amountAt, LABEL_HEIGHT } from '../chart.ts';
import type { Point } from '../chart-lines.ts';
import { ACROSS, DOWN, PAST_DAYS, pointsOf, usedLines } from '../chart-lines.ts';
import { dayText } from '../dates.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';

/** How many limits were at a threshold on one day. */
interface FleetDay {
  readonly day: number;
  readonly critical: number;
  /** At warning or critical. */
  readonly warned: number;
}

/** All limits together by day, by today's limits and thresholds. Days on which nothing was measured are left out. */
export function fleetDays({ findings, measuredAt }: RunReport): readonly FleetDay[] {
  const days = new Map<number, { critical: number; warned: number }>();
  for (const { finding, samples } of findings) {
    if (!('quota' in finding)) continue;
    const { warn, critical } = thresholdsOf(finding);
    for (const { day, amount } of pointsOf(samples, measuredAt)) {
      const sum = days.get(day) ?? { critical: 0, warned: 0 };
      if (amount >= critical) sum.critical += 1;
      if (amount >= Math.min(warn, critical)) sum.warned += 1;
      days.set(day, sum);
    }
  }
  return [...days].map(([day, sum]) => ({ day, ...sum })).toSorted((a, b) => a.day - b.day);
}

function thresholdsOf({ thresholds, quota }: JudgedFinding) {
  return {
    warn: amountAt(thresholds.warn, quota.amount),
    critical: amountAt(thresholds.critical, quota.amount),
  };
}

/** Whether there are two days to compare. */
export function hasFleet(report: RunReport): boolean {
  const [first, second] = fleetDays(report);
  return first !== undefined && second !== undefined;
}

/** The fleet by day, as a picture only where something is to be seen. */
export function fleet(report: RunReport): Html {
  const days = fleetDays(report);
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || first === last) return nothing;
  const most = Math.max(...days.map(({ warned }) => warned));
  const title = html`<h2 id="fleet">All limits by day</h2>`;
  const since = counted(-first.day, 'day');
  if (most === 0) {
    return html`${title}
      <p>No limit that is measured now was at a threshold in the last ${since}.</p>`;
  }
  const height = (amount: number) => Math.round(DOWN * (1 - amount / (most * 1.04)));
  const line = (className: string, of: (day: FleetDay) => number) => {
    const points: readonly Point[] = days.map((one) => ({ day: one.day, amount: of(one) }));
    return usedLines(points, height, className);
  };
  const y = (amount: number) => (100 * height(amount)) / DOWN;
  const warnAt = y(last.warned);
  const criticalAt = Math.max(y(last.critical), warnAt + LABEL_HEIGHT);
  const then = `on ${dayText(report.measuredAt, first.day)}`;
  const words = `At warning or critical: ${counted(last.warned, 'limit')} today, ${withSeparators(first.warned)} ${then}, ${withSeparators(most)} at most. Critical: ${withSeparators(last.critical)} today, ${withSeparators(first.critical)} ${then}.`;
  return html`${title}
    <p>${words} By today's thresholds, and without limits that are not seen today.</p>
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
