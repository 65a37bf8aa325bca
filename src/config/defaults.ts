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

/** The default name of the state bucket. It can be invalid in S3, if the deployment has a long name or capitals. */
export function defaultStateBucket(deployment: string, account: string, region: string): string {
  return `${deployment}-state-${account}-${region}`;
}

export function defaultStateKey(deployment: string): string {
  return `${deployment}/state.json`;
}

/** What the file writes in place of a Region for account-wide limits. */
export const WHOLE_ACCOUNT = 'global';
