import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `24 Aug`: the day in UTC, so many days after `now`. */
export function dayText(now: Instant, days = 0): string {
  const date = new Date(now + days * DAY_MS);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}
