import type { Finding } from '../../model/finding.ts';
import { limitKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { DailySample } from '../../model/watch-state.ts';

/** The daily samples of usage, by the subject key of the limit, oldest first. */
export type Samples = Readonly<Record<string, readonly DailySample[]>>;

/** The number of days for which samples are kept, including today. */
export const SAMPLE_DAYS = 90;
const WEEK_DAYS = 7;
const WEEK_SLACK_DAYS = 2;

/** Returns the day in UTC, such as `2026-11-22`. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** Returns the number of days from 1970-01-01 to `day`; NaN when `day` is not a date. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** Adds the usage of this run as today's samples. Removes samples older than `SAMPLE_DAYS` or in the future. */
export function recordSamples(
  samples: Samples,
  findings: readonly Finding[],
  now: Instant,
): Samples {
  const today = dayOf(now);
  const oldest = dayNumber(today) - SAMPLE_DAYS;
  const used = new Map<string, number>();
  for (const finding of findings) {
    if ('used' in finding) used.set(limitKey(finding), finding.used.amount);
  }
  const keys = [...new Set([...Object.keys(samples), ...used.keys()])].toSorted();
  const series = keys.map((key) => {
    const earlier = (samples[key] ?? []).filter(
      ({ day }) => dayNumber(day) > oldest && day <= today,
    );
    const value = used.get(key);
    if (value === undefined) return [key, earlier];
    const others = earlier.filter(({ day }) => day !== today);
    return [
      key,
      [...others, { day: today, used: value }].toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    ];
  });
  return Object.fromEntries(series.filter(([, list]) => (list ?? []).length > 0));
}

/** Returns the growth over a week, in the unit of the limit; undefined without a sample that is 7 to 9 days older. */
export function weekGrowth(samples: readonly DailySample[]): number | undefined {
  const latest = samples.at(-1);
  if (latest === undefined) return undefined;
  const newest = dayNumber(latest.day) - WEEK_DAYS;
  const before = samples.findLast(({ day }) => dayNumber(day) <= newest);
  if (before === undefined || dayNumber(before.day) < newest - WEEK_SLACK_DAYS) return undefined;
  return latest.used - before.used;
}
