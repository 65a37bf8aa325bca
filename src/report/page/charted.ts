import type { ReportedFinding } from '../../model/run-report.ts';
import { percentOf } from '../../model/units.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { worstFirst } from './level.ts';

/** A report with at most this many limits shows all details. A chart is about 2 kB and takes time to draw. */
const WHOLE_UP_TO = 200;
/** The most charts in a report with more limits. */
const MOST = 1_000;
const NEAR_PERCENT = 50;
const GROWING_DAYS = 90;
/** In a small report, a limit that is less than half full has a chart if its usage varied by this percentage of it. */
const MOVING_PERCENT = 5;

export interface ChartSelection {
  /** The findings that have a chart. */
  readonly findings: ReadonlySet<ReportedFinding>;
  /** Whether the report is small enough to show figures and links of all limits. */
  readonly isWhole: boolean;
  /** A sentence about which limits have no chart and why; empty when all limits have one. */
  readonly leftOut: string;
}

/** Selects the limits of a report that have a chart. All others are rows of figures. */
export function selectCharts(findings: readonly ReportedFinding[]): ChartSelection {
  const possible = findings.filter(hasHistory);
  if (findings.length <= WHOLE_UP_TO) {
    const shown = possible.filter((one) => isGrowing(one) || isNear(one) || isMoving(one));
    const others = possible.length - shown.length;
    return {
      findings: new Set(shown),
      isWhole: true,
      leftOut:
        others === 0
          ? ''
          : `No chart is drawn of ${counted(others, 'limit')} less than half full that moved by less than ${MOVING_PERCENT} % of the limit.`,
    };
  }
  const wanted = possible.filter((one) => isGrowing(one) || isNear(one));
  const charted = wanted
    .toSorted((a, b) => Number(isPressing(b)) - Number(isPressing(a)) || worstFirst(a, b))
    .slice(0, MOST);
  const most =
    charted.length < wanted.length ? `, the first ${withSeparators(MOST)} by urgency` : '';
  return {
    findings: new Set(charted),
    isWhole: false,
    leftOut: `Charts are drawn for ${withSeparators(charted.length)} of ${counted(possible.length, 'limit')} with a history: those that are at least half full or that may be full within ${GROWING_DAYS} days${most}. The others are rows of figures, so that the page opens fast.`,
  };
}

/** Whether there are at least two samples, which a chart needs. */
function hasHistory({ finding, samples }: ReportedFinding): boolean {
  return 'quota' in finding && samples.length > 1;
}

function isPressing(one: ReportedFinding): boolean {
  return one.finding.state !== 'ok' || isGrowing(one);
}

function isGrowing({ forecast }: ReportedFinding): boolean {
  return forecast !== undefined && forecast.earliestDays <= GROWING_DAYS;
}

function isMoving({ finding, samples }: ReportedFinding): boolean {
  if (!('quota' in finding)) return false;
  const amounts = samples.map(({ used }) => used);
  const moved = Math.max(...amounts) - Math.min(...amounts);
  return 100 * moved >= MOVING_PERCENT * finding.quota.amount;
}

function isNear({ finding }: ReportedFinding): boolean {
  if (!('quota' in finding)) return false;
  return finding.state !== 'ok' || percentOf(finding.used, finding.quota) >= NEAR_PERCENT;
}
