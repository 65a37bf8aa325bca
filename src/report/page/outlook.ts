import type { LimitDefinition } from '../../model/limit.ts';
import type { Forecast } from '../../model/notice.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { forecastText, isFar } from '../../alerts/words/forecast-text.ts';
import { counted, growthText, shrinkText } from '../../text/quantities.ts';
import { pointsOf } from './chart-lines.ts';

/** As far as the charts show what is coming. */
export const SOON_DAYS = 30;
/** A forecast needs a week of samples. */
const LEAST_SAMPLES = 7;

/** Whether it may well be full within the days that the charts show. */
export function isFullSoon({ forecast }: ReportedFinding): boolean {
  return forecast !== undefined && forecast.daysToFull <= SOON_DAYS;
}

/** Whether somebody can do something about it: it is bad, or full soon. */
export function needsRemedy(one: ReportedFinding): boolean {
  return one.finding.state === 'critical' || one.finding.state === 'warn' || isFullSoon(one);
}

/** Whether too little is remembered to say where it is going. */
export function isWithoutHistory({ finding, samples }: ReportedFinding): boolean {
  return 'quota' in finding && samples.length < LEAST_SAMPLES;
}

/** Where it is going, as a sentence. */
export function outlookText(forecast: Forecast, { unit, noun }: LimitDefinition): string {
  return isFar(forecast)
    ? `Growing by ${growthText(forecast.perDay, unit, noun)} a day; not full within a year at this rate.`
    : forecastText(forecast, unit, noun);
}

/** What came of the days that are remembered: `+1.3 GiB in 89 days`. */
export function changeText(
  { finding, samples }: ReportedFinding,
  { unit, noun }: LimitDefinition,
  now: Instant,
): string {
  const points = pointsOf(samples, now);
  const first = points[0];
  if (first === undefined || first.day === 0 || !('used' in finding)) return 'not known';
  const change = finding.used.amount - first.amount;
  const days = counted(-first.day, 'day');
  if (change === 0) return `none in ${days}`;
  return change > 0
    ? `+${growthText(change, unit, noun)} in ${days}`
    : `−${shrinkText(-change, unit, noun)} in ${days}`;
}
