import type { Instant } from '../model/time.ts';
import { DAY_MS, instant } from '../model/time.ts';

/** A day, or a time with its zone, as of ISO 8601. */
export const UNTIL =
  /^(?<day>2\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?$/;

/** The time, or the end of the day (24:00 UTC). Undefined for other text and impossible days such as 2026-02-30. */
export function untilOf(text: string): Instant | undefined {
  const day = UNTIL.exec(text)?.groups?.['day'];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse can turn 30 February into 2 March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined;
  return instant(text === day ? midnight + DAY_MS : Date.parse(text));
}
