import type { Forecast } from '../../model/notice.ts';
import type { Unit } from '../../model/units.ts';
import { counted, growthText } from '../../text/quantities.ts';

/** Longer forecasts from 90 days of samples are not reliable. */
const FAR_DAYS = 365;

/** Whether full is over a year away, even at the fastest rate. */
export function isFar({ earliestDays }: Forecast): boolean {
  return earliestDays > FAR_DAYS;
}

/** `9 days`, rounded down. */
export function daysText(forecast: Forecast): string {
  if (isFar(forecast)) return 'over a year';
  return forecast.daysToFull < 1 ? 'under a day' : days(forecast.daysToFull);
}

/** `full in 9 days`, for a subject. */
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
