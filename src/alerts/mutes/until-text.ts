import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, instant, isoTime } from '../../model/time.ts';
import { untilOf } from '../../config/until.ts';

/** The end of a mute as parsed from a text, or the problem with the text, without a full stop. */
export type UntilReading =
  { readonly ok: true; readonly until: Instant } | { readonly ok: false; readonly problem: string };

const UNTIL_FORMS =
  'a date (2026-12-04), a weekday (friday), today, tomorrow, a duration (12h, 3d, 2w), or a time with its zone (2026-12-04T18:00Z); days end at 24:00 UTC';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DURATION = /^(?<amount>[1-9]\d{0,3}) ?(?<unit>h|hours?|d|days?|w|weeks?)$/;
const DURATION_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };
const TIME_WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;
const AMBIGUOUS_DATE = /^\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?$/;
const AMBIGUOUS_UNIT = /^\d+ ?m$/;

/**
 * Returns the end of a mute that a person wrote, relative to `now`. A day ends at 24:00 UTC. A weekday means
 * the next one; on that weekday itself it is refused as ambiguous. Does not check whether the end is in the
 * past or too far away.
 */
export function readUntil(written: string, now: Instant): UntilReading {
  const text = written.trim().toLowerCase();
  const exact = untilOf(text.toUpperCase());
  if (exact !== undefined) return { ok: true, until: exact };
  const { amount, unit } = DURATION.exec(text)?.groups ?? {};
  if (amount !== undefined && unit !== undefined) {
    return { ok: true, until: instant(now + Number(amount) * (DURATION_MS[unit.charAt(0)] ?? 0)) };
  }
  if (text === 'today') return endOfDay(now, 0);
  if (text === 'tomorrow') return endOfDay(now, 1);
  const weekday = weekdayOf(text);
  if (weekday !== undefined) return nextWeekday(weekday, now);
  return { ok: false, problem: problemOf(text) };
}

function weekdayOf(text: string): number | undefined {
  if (text.length < 3) return undefined;
  const at = WEEKDAYS.findIndex((name) => name.startsWith(text));
  return at === -1 ? undefined : at;
}

function nextWeekday(weekday: number, now: Instant): UntilReading {
  const days = (weekday - new Date(now).getUTCDay() + 7) % 7;
  if (days > 0) return endOfDay(now, days);
  const inAWeek = dayText(now + 7 * DAY_MS);
  return {
    ok: false,
    problem: `it is ${capitalized(WEEKDAYS[weekday] ?? '')} in UTC now, so this could be today or ${inAWeek}; write today, or ${inAWeek}`,
  };
}

function endOfDay(now: Instant, days: number): UntilReading {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  return { ok: true, until: instant(midnight + (days + 1) * DAY_MS) };
}

function problemOf(text: string): string {
  if (TIME_WITHOUT_ZONE.test(text)) {
    return 'a time needs its zone, such as 2026-12-04T18:00Z or 2026-12-04T18:00+01:00';
  }
  if (AMBIGUOUS_DATE.test(text)) {
    return 'a date is written as year, month and day, such as 2026-12-04';
  }
  if (AMBIGUOUS_UNIT.test(text)) return 'm could be minutes or months; write hours, days or weeks';
  return `it must be ${UNTIL_FORMS}`;
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function dayText(at: number): string {
  return isoTime(instant(at)).slice(0, 10);
}
