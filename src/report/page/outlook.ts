import { forecastText, isFar } from '../../alerts/words/forecast-text.ts';
import type { JudgedFinding } from '../../model/finding.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Forecast } from '../../model/notice.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { free } from '../../model/units.ts';
import {
  counted,
  freeText,
  growthText,
  limitText,
  shrinkText,
  usedText,
  withSeparators,
} from '../../text/quantities.ts';
import { FUTURE_DAYS, pointsOf } from './chart-lines.ts';

/** How many daily samples a forecast needs. */
const LEAST_SAMPLES = 7;

/** Whether a limit is forecast to be full within the days that the charts show. */
export function isFullSoon({ forecast }: ReportedFinding): boolean {
  return forecast !== undefined && forecast.daysToFull <= FUTURE_DAYS;
}

/** Whether a limit needs work: it is at a threshold, or forecast to be full soon. */
export function needsRemedy(one: ReportedFinding): boolean {
  return one.finding.state === 'critical' || one.finding.state === 'warn' || isFullSoon(one);
}

/** Whether a limit with known usage and quota has too few samples for a forecast. */
export function isWithoutHistory({ finding, samples }: ReportedFinding): boolean {
  return 'quota' in finding && samples.length < LEAST_SAMPLES;
}

/** Returns usage and limit: `8,310 buckets of 10,000, 1,690 free`. For a ceiling: `…; your ceiling is 1,000`. */
export function usageText(
  { used, quota }: Pick<JudgedFinding, 'used' | 'quota'>,
  { noun, source }: Pick<LimitDefinition, 'noun' | 'source'>,
): string {
  if (source.kind === 'ceiling') {
    return `${usedText(used, noun)}; your ceiling is ${withSeparators(quota.amount)}`;
  }
  return `${usedText(used, noun)} of ${limitText(quota, '')}, ${freeText(free(used, quota), '')} free`;
}

export function outlookText(forecast: Forecast, { unit, noun }: LimitDefinition): string {
  return isFar(forecast)
    ? `Growing by ${growthText(forecast.perDay, unit, noun)} a day; not full within a year at this rate.`
    : forecastText(forecast, unit, noun);
}

/** Returns how usage changed since the first sample of the chart: `+1.3 GiB in 89 days`, `none in …` or `not known`. */
export function changeText(
  { finding, samples }: ReportedFinding,
  { unit, noun }: LimitDefinition,
  now: Instant,
): string {
  const [first] = pointsOf(samples, now);
  if (first === undefined || first.day === 0 || !('used' in finding)) return 'not known';
  const change = finding.used.amount - first.amount;
  const days = counted(-first.day, 'day');
  if (change === 0) return `none in ${days}`;
  return change > 0
    ? `+${growthText(change, unit, noun)} in ${days}`
    : `−${shrinkText(-change, unit, noun)} in ${days}`;
}
