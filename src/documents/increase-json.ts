import type { OpenIncrease, QuotaIncrease } from '../model/finding.ts';
import type { OwnIncrease } from '../model/increase/increase.ts';
import { isoTime } from '../model/time.ts';

type Json = Readonly<Record<string, unknown>>;

/** Read back by `readIncrease`. */
export function increaseJson(increase: QuotaIncrease): Json {
  switch (increase.open) {
    case true:
      return openIncreaseJson(increase);
    case false:
      return { open: false };
    case 'unknown':
      return { open: 'unknown', failure: increase.failure };
  }
}

/** Amounts in the unit of the limit. */
export function openIncreaseJson({ desired, since, ...rest }: OpenIncrease): Json {
  return { ...rest, desired: desired.amount, since: isoTime(since) };
}

/** Read back by `readOwnIncrease`. */
export function ownIncreaseJson({ desired, at, ...rest }: OwnIncrease): Json {
  return { ...rest, desired: desired.amount, at: isoTime(at) };
}
