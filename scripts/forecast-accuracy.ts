/**
 * `npx tsx scripts/forecast-accuracy.ts`: prints how accurate the forecast is on generated series of each kind
 * of growth. The true day is computed by continuing each series without noise.
 */
import { pathToFileURL } from 'node:url';

import { forecast } from '../src/alerts/notices/forecast.ts';
import { dayOf } from '../src/alerts/notices/samples.ts';
import { DAY_MS, instant } from '../src/model/time.ts';
import { GIB, quantity } from '../src/model/units.ts';
import type { DailySample } from '../src/model/watch-state.ts';

export const SEEDS = 200;
export const GROWING = [
  'linear',
  'stepwise deploys',
  'weekends',
  'clean-ups',
  'noise',
  'one outlier',
] as const;
export const NOT_GROWING = [
  'flat',
  'flat with noise',
  'flat, comes and goes',
  'flat with an outlier',
  'falling',
  'falling with noise',
] as const;
export type Kind = (typeof GROWING)[number] | (typeof NOT_GROWING)[number];

const QUOTA = quantity('bytes', 300 * GIB);
/** Noon of 2026-03-02, a Monday. */
const START = Date.UTC(2026, 2, 2, 12);

export interface Series {
  readonly samples: readonly DailySample[];
  readonly now: number;
  /** The true number of days until the quota is reached; absent when it never is. */
  readonly trueDays?: number;
}

/** Returns a seeded generator of numbers from 0 to 1 (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns the usage of 14 to 90 days, at last 40 to 90 % of the quota; a growing series is 5 to 90 days from full. */
export function seriesOf(kind: Kind, seed: number): Series {
  const next = chance(seed * 7919 + kind.length * 104_729);
  const between = (low: number, high: number) => low + (high - low) * next();
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const days = Math.floor(between(14, 91));
  const firstWeekday = Math.floor(between(0, 7));
  const end = between(40, 90);
  const perDay = (100 - end) / between(5, 90);
  const often = between(0.3, 0.9);
  const sigma = between(0.5, 3) * perDay;
  const works = (day: number) => (firstWeekday + day) % 7 < 5;

  /** Returns the growth of a day, in percent of the quota. */
  const growth = (day: number): number => {
    switch (kind) {
      case 'stepwise deploys':
        return next() < often ? (perDay / often) * between(0.5, 1.5) : 0;
      case 'weekends':
        return works(day) ? perDay * 1.4 : 0;
      case 'flat, comes and goes':
        return normal() * perDay;
      case 'falling':
      case 'falling with noise':
        return -perDay;
      case 'flat':
      case 'flat with noise':
      case 'flat with an outlier':
        return 0;
      default:
        return perDay;
    }
  };
  const noisy = kind.includes('noise');
  const added = Array.from({ length: days }, (_, day) => (day === 0 ? 0 : growth(day)));
  const total = added.reduce((sum, each) => sum + each, 0);
  let level = end - total;
  const exact = added.map((each) => (level += each));
  const measured = exact.map((value) => value + (noisy ? normal() * sigma : 0));
  if (kind === 'clean-ups') raiseBefore(measured, days - Math.floor(between(8, days)), between);
  if (kind.includes('outlier')) {
    const at = Math.floor(between(0, days));
    measured[at] = (measured[at] ?? 0) * (next() < 0.5 ? between(0.2, 0.8) : between(1.2, 3));
  }
  // If a value is below 1 %, the whole series is raised, and the quota by the same amount.
  const lift = Math.max(0, 1 - Math.min(...measured));
  const share = QUOTA.amount / (100 + lift);
  const samples = measured.map((value, day) => ({
    day: dayOf(instant(START + (firstWeekday + day) * DAY_MS)),
    used: Math.round((value + lift) * share),
  }));
  const now = START + (firstWeekday + days - 1) * DAY_MS;
  const grows = GROWING.some((growing) => growing === kind);
  return { samples, now, ...(grows ? { trueDays: daysUntilFull() } : {}) };

  function daysUntilFull(): number {
    if (kind !== 'weekends') return (100 - end) / perDay;
    let at = days;
    for (let value = end; ; at += 1) {
      const add = works(at) ? perDay * 1.4 : 0;
      if (value + add >= 100) return at - days + (100 - value) / add;
      value += add;
    }
  }
}

/** Adds clean-ups on day `at` and on an earlier day: raises all values before each by 10 to 60 % of the quota. */
function raiseBefore(
  values: number[],
  at: number,
  between: (a: number, b: number) => number,
): void {
  for (const fall of [at, Math.floor(at * between(0.2, 0.8))]) {
    const cleaned = between(10, 60);
    for (let day = 0; day < fall; day += 1) values[day] = (values[day] ?? 0) + cleaned;
  }
}

export interface Accuracy {
  readonly kind: Kind;
  /** The median of |predicted - true| / true; absent for series that never fill. */
  readonly medianError?: number;
  readonly worstTenth?: number;
  /** The share of series without a predicted date. */
  readonly noDate: number;
  /** The share of the series with a date whose true day is within the predicted range. */
  readonly inRange?: number;
}

/** Measures the forecast over all seeds. A growing series without a date counts as an error of 1. */
export function accuracyOf(kind: Kind): Accuracy {
  const errors: number[] = [];
  let dated = 0;
  let inRange = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { samples, now, trueDays } = seriesOf(kind, seed);
    const found = forecast(samples, QUOTA, instant(now));
    if (found !== undefined) dated += 1;
    if (trueDays === undefined) continue;
    errors.push(found === undefined ? 1 : Math.abs(found.daysToFull - trueDays) / trueDays);
    const latest = found?.latestDays ?? Number.POSITIVE_INFINITY;
    if (found !== undefined && found.earliestDays <= trueDays && trueDays < latest + 1)
      inRange += 1;
  }
  const noDate = 1 - dated / SEEDS;
  if (errors.length === 0) return { kind, noDate };
  errors.sort((a, b) => a - b);
  return {
    kind,
    medianError: errors[Math.floor(errors.length / 2)] ?? 1,
    worstTenth: errors[Math.floor(errors.length * 0.9)] ?? 1,
    noDate,
    inRange: inRange / Math.max(1, dated),
  };
}

function percent(share: number | undefined): string {
  return (share === undefined ? '' : `${(share * 100).toFixed(1)} %`).padStart(12);
}

function table(): string {
  const head = `${'kind'.padEnd(22)}${['median error', 'nine tenths', 'no date', 'in range'].map((title) => title.padStart(12)).join('')}`;
  const rows = [...GROWING, ...NOT_GROWING].map((kind) => {
    const { medianError, worstTenth, noDate, inRange } = accuracyOf(kind);
    return `${kind.padEnd(22)}${[medianError, worstTenth, noDate, inRange].map(percent).join('')}`;
  });
  return [head, ...rows].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(table());
