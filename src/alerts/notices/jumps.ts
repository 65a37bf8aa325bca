import type { Jump } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import { quantity } from '../../model/units.ts';
import type { DailySample } from '../../model/watch-state.ts';
import { median, spreadOf } from './forecast-trend.ts';
import { dayNumber, dayOf } from './samples.ts';

const LEAST_GROWTHS = 14;
/** A jump exceeds the median daily growth by this many times its spread. */
const JUMP_SPREADS = 6;
/** A jump also exceeds the second-largest growth by this factor: growth that happened twice is usual. */
const REPEATED_FACTOR = 2;
/** A jump is at least this share of the quota. */
const FLOOR_SHARE = 0.02;

/** Returns today's growth since the previous sample if it is unusual; undefined if not, or if samples are missing. */
export function jumpOf(
  samples: readonly DailySample[],
  quota: Quantity,
  now: Instant,
): Jump | undefined {
  const latest = samples.at(-1);
  const before = samples.at(-2);
  if (latest === undefined || before === undefined || latest.day !== dayOf(now)) return undefined;
  const usual = growths(samples.slice(0, -1));
  if (usual.length < LEAST_GROWTHS) return undefined;
  const middle = median(usual);
  const repeated = usual.at(-2) ?? 0;
  const most = Math.max(middle + JUMP_SPREADS * spreadOf(usual), REPEATED_FACTOR * repeated);
  const sinceDays = dayNumber(latest.day) - dayNumber(before.day);
  const grown = latest.used - before.used;
  if (grown <= most * sinceDays || grown <= 0 || grown < FLOOR_SHARE * quota.amount) {
    return undefined;
  }
  return {
    from: quantity(quota.unit, before.used),
    to: quantity(quota.unit, latest.used),
    sinceDays,
    usual: middle * sinceDays,
  };
}

function growths(samples: readonly DailySample[]): readonly number[] {
  return samples
    .slice(1)
    .map(({ day, used }, at) => {
      const before = samples[at] ?? { day, used };
      return (used - before.used) / (dayNumber(day) - dayNumber(before.day));
    })
    .toSorted((a, b) => a - b);
}
