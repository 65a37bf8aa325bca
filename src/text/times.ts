import type { Instant } from '../model/time.ts';
import { DAY_MS, HOUR_MS } from '../model/time.ts';
import { counted } from './quantities.ts';

/** The time in UTC, to the minute: `2026-11-22 06:00 UTC`. */
export function utcText(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The time from one moment to another, rounded down: `3 days`, `5 hours`, `less than an hour`. */
export function spanText(from: Instant, to: Instant): string {
  const ms = Math.max(0, to - from);
  if (ms >= DAY_MS) return counted(Math.floor(ms / DAY_MS), 'day');
  if (ms >= HOUR_MS) return counted(Math.floor(ms / HOUR_MS), 'hour');
  return 'less than an hour';
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The end of a period, with its weekday: `Friday 2026-11-27 24:00 UTC`. Midnight is the end of the day before it. */
export function untilText(at: Instant): string {
  const isDay = at % DAY_MS === 0;
  const shown = new Date(isDay ? at - 1 : at);
  const day = shown.toISOString().slice(0, 10);
  const time = isDay ? '24:00' : shown.toISOString().slice(11, 16);
  return `${WEEKDAYS[shown.getUTCDay()] ?? ''} ${day} ${time} UTC`;
}
