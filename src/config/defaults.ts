import { USUAL_COMMAND } from '../model/configuration.ts';

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

/** May be no valid name for S3. */
export function defaultStateBucket(deployment: string, account: string, region: string): string {
  return `${deployment}-state-${account}-${region}`;
}

export function defaultStateKey(deployment: string): string {
  return `${deployment}/state.json`;
}

/** The place of an account-wide limit, as of `placeOf`. */
export const WHOLE_ACCOUNT = 'global';
