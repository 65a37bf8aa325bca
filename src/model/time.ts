import type { Brand } from './aws-ids.ts';

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'Instant'>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** @throws RangeError when `epochMs` is not a moment that a Date can hold. */
export function instant(epochMs: number): Instant {
  if (Number.isNaN(new Date(epochMs).getTime())) throw new RangeError(`${epochMs} is not a time`);
  return epochMs as Instant;
}

/** The time in UTC, to the second: `2026-11-22T06:00:00Z`. */
export function isoTime(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
