import type { Forecast } from '../../model/notice.ts';
import type { Unit } from '../../model/units.ts';
import { counted, growthText } from '../../text/quantities.ts';

/** A forecast whose earliest day is further away is shown as `over a year`: 90 days of samples support no number. */
const FAR_DAYS = 365;

/** Whether the limit is full only after more than a year, even at the fastest likely rate. */
export function isFar({ earliestDays }: Forecast): boolean {
  return earliestDays > FAR_DAYS;
}

/** Returns the days until the limit is full, rounded down: `9 days`, `under a day` or `over a year`. */
export function daysText(forecast: Forecast): string {
  if (isFar(forecast)) return 'over a year';
  return forecast.daysToFull < 1 ? 'under a day' : days(forecast.daysToFull);
}

/** Returns a short text for a subject line, such as `full in 9 days`. */
export function briefForecast({ daysToFull }: Forecast): string {
  return daysToFull < 1 ? 'full within a day' : `full in ${days(daysToFull)}`;
}

export function forecastText(forecast: Forecast, unit: Unit, noun: string): string {
  const { earliestDays, latestDays, basisDays, perDay } = forecast;
  const earliest = Math.floor(earliestDays);
  const range =
    latestDays === undefined
      ? `${days(earliest)} at the earliest`
      : `${earliest} to ${days(latestDays)}`;
  return `At this rate, ${briefForecast(forecast)} (${range}), growing by ${growthText(perDay, unit, noun)} a day over the last ${days(basisDays)}.`;
}

function days(value: number): string {
  return counted(Math.floor(value), 'day');
}
