import type { AlertSettings } from '../../model/configuration.ts';
import type { AlertLevel } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, MINUTE_MS } from '../../model/time.ts';

/**
 * A reminder may come so much early. A run decides after it has measured, at most a function's 15
 * minutes after its start: a run that is quicker than the one that told last must not be put off by a
 * whole interval of the schedule.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const REMINDER_TOLERANCE_MS = 15 * MINUTE_MS;

/** Whether what was told at `toldAt` and is as bad still is to be told again. Blindness counts as critical. */
export function isDue(
  level: AlertLevel,
  toldAt: Instant,
  settings: Pick<AlertSettings, 'remindCriticalHours' | 'remindWarnHours'>,
  now: Instant,
): boolean {
  const hours = level === 'critical' ? settings.remindCriticalHours : settings.remindWarnHours;
  return now - toldAt >= hours * HOUR_MS - REMINDER_TOLERANCE_MS;
}
