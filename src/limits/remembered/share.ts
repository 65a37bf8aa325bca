import type { ReadingKind } from '../limit.ts';

const HOURS_A_DAY = 24;
/** As in `ALIASES_COUNT_MS` and `QUOTAS_COUNT_MS`. */
const ALIASES_COUNT_HOURS = 18;
const QUOTAS_COUNT_HOURS = 24;

/**
 * The share of evenly spaced runs that read what runs remember, where nothing of it changes. Aliases are read
 * by the first run of a day, UTC, and again by one that is more than 18 hours later.
 */
export function shareOfRuns(remembered: ReadingKind, runsPerDay: number): number {
  const period = HOURS_A_DAY / runsPerDay;
  switch (remembered) {
    case 'aliases':
      return (HOURS_A_DAY - period > ALIASES_COUNT_HOURS ? 2 : 1) / runsPerDay;
    case 'quotas':
      return 1 / (1 + Math.floor(QUOTAS_COUNT_HOURS / period));
  }
}
