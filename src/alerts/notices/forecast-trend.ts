/** A measured value; `day` is a day number that counts from any fixed date. */
export interface Point {
  readonly day: number;
  readonly value: number;
}

/** The growth per day, and the slowest and fastest growth that are likely. */
export interface Trend {
  readonly perDay: number;
  readonly slowest: number;
  readonly fastest: number;
}

/** The quantiles of all slopes that limit the likely range: the middle 80 %. */
const SLOW_SHARE = 0.1;
const FAST_SHARE = 0.9;

/**
 * Estimates growth with the Theil–Sen estimator: the median slope of all pairs of points. Pairs closer than
 * half of the time span are left out, since they reflect a weekend or a deployment. `points` are sorted by
 * day and cover at least two days.
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

/** Returns the value on the last day: the median of the last `window` points, each projected there with `perDay`. */
export function levelAt(points: readonly Point[], perDay: number, window: number): number {
  const last = points.at(-1)?.day ?? 0;
  return median(points.slice(-window).map(({ day, value }) => value + perDay * (last - day)));
}

/**
 * Returns the z score of the Mann–Kendall trend test: by how many standard deviations rises outnumber falls
 * among all pairs of points. It corrects for ties and assumes no distribution. It is 0 when all values are
 * equal.
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

/** The number of lags in the Newey–West estimate, in days. */
const LAGS = 5;

export interface Drift {
  readonly perDay: number;
  readonly error: number;
}

/**
 * Returns the mean daily growth and its Newey–West standard error. A random walk can pass the Mann–Kendall
 * test, but its mean growth is small compared with this error. `points` are sorted by day and cover at least
 * two days.
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
  // Noise around a line has negative covariances; the lower bound keeps the error above zero.
  return { perDay, error: Math.sqrt(Math.max(spread, own / (LAGS + 1)) / n) };
}

/** Replaces each inner value with the median of itself and its two neighbours: removes outliers, keeps lasting rises. */
export function withoutSpikes(points: readonly Point[]): readonly Point[] {
  return points.map((point, at) => {
    const before = points[at - 1];
    const after = points[at + 1];
    if (before === undefined || after === undefined) return point;
    return { day: point.day, value: median([before.value, point.value, after.value]) };
  });
}

/** Limits the first and last step between values to 0 to 2 times the step next to it (Tukey's end-point rule). */
export function withoutEndSpikes(points: readonly Point[]): readonly Point[] {
  const limitEnd = (end: Point | undefined, next: Point | undefined, third: Point | undefined) => {
    if (end === undefined || next === undefined || third === undefined) return [];
    const furthest = next.value + 2 * (next.value - third.value);
    return [{ day: end.day, value: median([end.value, next.value, furthest]) }];
  };
  if (points.length < 3) return points;
  return [
    ...limitEnd(points[0], points[1], points[2]),
    ...points.slice(1, -1),
    ...limitEnd(points.at(-1), points.at(-2), points.at(-3)),
  ];
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Returns the median absolute deviation, scaled to estimate the standard deviation of a normal distribution. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}

function quantile(ascending: readonly number[], share: number): number {
  const place = (ascending.length - 1) * share;
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
