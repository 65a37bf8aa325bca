import type { Clock } from '../../../src/model/clock.ts';

export interface PollLimits {
  readonly everyMs: number;
  readonly tries: number;
}

/** Calls `look` up to `tries` times. Returns its first value; undefined when every call returned undefined. */
export async function poll<Found>(
  { everyMs, tries }: PollLimits,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (let left = tries; left > 0; left -= 1) {
    const found = await look();
    if (found !== undefined) return found;
    if (left > 1) await clock.sleep(everyMs, signal);
  }
  return undefined;
}
