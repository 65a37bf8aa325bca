import type { Instant } from '../model/time.ts';
import { DAY_MS, HOUR_MS } from '../model/time.ts';
import { counted } from './quantities.ts';

/** `2026-11-22 06:00 UTC` */
export function utcText(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How long it lasted, floored: `3 days`, `5 hours`, `less than an hour`. */
export function spanText(from: Instant, to: Instant): string {
  const ms = Math.max(0, to - from);
  if (ms >= DAY_MS) return counted(Math.floor(ms / DAY_MS), 'day');
  if (ms >= HOUR_MS) return counted(Math.floor(ms / HOUR_MS), 'hour');
  return 'less than an hour';
}
