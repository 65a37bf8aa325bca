import { USUAL_COMMAND } from '../model/configuration.ts';

/** What holds where the file says nothing. Thresholds and ceilings have theirs in the limits. */
export const DEFAULTS = {
  deployment: 'limits-watchdog',
  command: USUAL_COMMAND,
  engine: 'one-lambda',
  keepNewest: 3,
  keepBelowAlias: 1,
  minimumAgeDays: 7,
  remindCriticalHours: 24,
  remindWarnDays: 7,
  clearPoints: 3,
  forecastDays: 14,
} as const;
