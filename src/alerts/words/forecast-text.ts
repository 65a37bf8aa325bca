import type { Forecast } from '../../model/notice.ts';
import type { Unit } from '../../model/units.ts';
import { counted, growthText } from '../../text/quantities.ts';

/** Beyond it a forecast from 90 days of samples is not reliable. */
const FAR_DAYS = 365;

/** Whether it will not be full within a year, even at the fastest that was seen. */
export function isFar({ earliestDays }: Forecast): boolean {
  return earliestDays > FAR_DAYS;
}

/** `9 days`, floored. */
export function daysText(forecast: Forecast): string {
  if (isFar(forecast)) return 'over a year';
  return forecast.daysToFull < 1 ? 'under a day' : days(forecast.daysToFull);
}

/** `full in 9 days`, as short as a subject needs it. */
export function briefForecast({ daysToFull }: Forecast): string {
  return daysToFull < 1 ? 'full within a day' : `full in ${days(daysToFull)}`;
}

/** With its range and what it rests on, and without a promise. */
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
