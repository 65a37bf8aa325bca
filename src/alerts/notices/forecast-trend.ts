/** A value on a day; `day` counts from anywhere. */
export interface Point {
  readonly day: number;
  readonly value: number;
}

/** Growth per day: the likely figure, and the slower and faster end of what was seen. */
export interface Trend {
  readonly perDay: number;
  readonly slowest: number;
  readonly fastest: number;
}

/** Of the slopes that were seen, the middle four fifths make the range. */
const SLOW_SHARE = 0.1;
const FAST_SHARE = 0.9;

/**
 * Theil–Sen over the long pairs: the median slope of all pairs at least half the span apart. Short pairs
 * show a weekend or a deploy rather than the trend. `points` by day, two or more days.
 */
export function trendOf(points: readonly Point[]): Trend {
  const span = (points.at(-1)?.day ?? 0) - (points[0]?.day ?? 0);
  const slopes: number[] = [];
  for (const [at, from] of points.entries()) {
    for (const to of points.slice(at + 1)) {
      const days = to.day - from.day;
      if (days * 2 >= span) slopes.push((to.value - from.value) / days);
    }
  }
  slopes.sort((a, b) => a - b);
  return {
    perDay: quantile(slopes, 0.5),
    slowest: quantile(slopes, SLOW_SHARE),
    fastest: quantile(slopes, FAST_SHARE),
  };
}

/** The value on the last day, from the last `window` points and the slope: one odd value does not move it. */
export function levelAt(points: readonly Point[], perDay: number, window: number): number {
  const last = points.at(-1)?.day ?? 0;
  return median(points.slice(-window).map(({ day, value }) => value + perDay * (last - day)));
}

/**
 * Mann–Kendall's z: how far the count of rises over falls among all pairs is from chance, in standard
 * deviations. Counts ties, assumes no distribution; 0 where all values are equal.
 */
export function mannKendall(points: readonly Point[]): number {
  const n = points.length;
  let rises = 0;
  for (const [at, from] of points.entries()) {
    for (const to of points.slice(at + 1)) rises += Math.sign(to.value - from.value);
  }
  let variance = n * (n - 1) * (2 * n + 5);
  for (const ties of tieCounts(points)) variance -= ties * (ties - 1) * (2 * ties + 5);
  if (variance <= 0 || rises === 0) return 0;
  return (rises - Math.sign(rises)) / Math.sqrt(variance / 18);
}

function tieCounts(points: readonly Point[]): Iterable<number> {
  const counts = new Map<number, number>();
  for (const { value } of points) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts.values();
}

/** How many days' memory the drift test allows its values. */
const LAGS = 5;

/** The mean daily growth and its standard error. */
export interface Drift {
  readonly perDay: number;
  readonly error: number;
}

/**
 * The mean daily growth with an error that counts in how far values wander (Newey–West): what comes
 * and goes at random may end far from where it began and pass Mann–Kendall, but its drift is small
 * against this error. `points` by day, two or more days.
 */
export function driftOf(points: readonly Point[]): Drift {
  const growth = points
    .slice(1)
    .map((to, at) => (to.value - (points[at]?.value ?? 0)) / (to.day - (points[at]?.day ?? 0)));
  const n = growth.length;
  const perDay = growth.reduce((sum, value) => sum + value, 0) / n;
  const centred = growth.map((value) => value - perDay);
  const covariance = (lag: number) =>
    centred.slice(lag).reduce((sum, value, at) => sum + value * (centred[at] ?? 0), 0) / n;
  const own = covariance(0);
  let spread = own;
  for (let lag = 1; lag <= LAGS; lag += 1) spread += 2 * (1 - lag / (LAGS + 1)) * covariance(lag);
  // Noise about a line makes a day pay back for the one before; the floor keeps the error from vanishing.
  return { perDay, error: Math.sqrt(Math.max(spread, own / (LAGS + 1)) / n) };
}

/** Each value as the median of itself and its neighbours; a lone outlier goes, a rise that stays does not. The ends are as they are. */
export function withoutSpikes(points: readonly Point[]): readonly Point[] {
  return points.map((point, at) => {
    const before = points[at - 1];
    const after = points[at + 1];
    if (before === undefined || after === undefined) return point;
    return { day: point.day, value: median([before.value, point.value, after.value]) };
  });
}

/**
 * Tukey's rule for the ends, which have no neighbour on one side: no further out than the two inside
 * them would lead to at twice their pace. An outlier at an end is cut to that.
 */
export function withCalmEnds(points: readonly Point[]): readonly Point[] {
  const held = (end: Point | undefined, next: Point | undefined, third: Point | undefined) => {
    if (end === undefined || next === undefined || third === undefined) return [];
    const led = next.value + 2 * (next.value - third.value);
    return [{ day: end.day, value: median([end.value, next.value, led]) }];
  };
  if (points.length < 3) return points;
  return [
    ...held(points[0], points[1], points[2]),
    ...points.slice(1, -1),
    ...held(points.at(-1), points.at(-2), points.at(-3)),
  ];
}

/** Of an even number of values the mean of the middle two; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** The median distance from the median, scaled so that it is the standard deviation of a normal spread. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}

/** Interpolated; `ascending` sorted. */
function quantile(ascending: readonly number[], share: number): number {
  const place = (ascending.length - 1) * share;
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
