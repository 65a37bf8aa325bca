import { USUAL_COMMAND } from '../model/configuration.ts';

/** What applies where the file says nothing. Thresholds and ceilings have theirs in the limits. */
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

/** The bucket of the state where the file names none. It may not be a name that S3 accepts. */
export function defaultStateBucket(deployment: string, account: string, region: string): string {
  return `${deployment}-state-${account}-${region}`;
}

export function defaultStateKey(deployment: string): string {
  return `${deployment}/state.json`;
}
