import { emptyState, encodeState } from '../../src/alerts/state/format.ts';
import { dayOf, SAMPLE_DAYS } from '../../src/alerts/notices/samples.ts';
import { DAY_MS, instant } from '../../src/model/time.ts';
import type { WatchState } from '../../src/model/watch-state.ts';

const NOW = Date.UTC(2026, 10, 26);
const ID = '222222222222';
const REGION = 'ap-southeast-1';

/** Returns the bytes that one usage, and one function with aliases, take in the state after 90 days. */
export function bytesInState(): { readonly aSubject: number; readonly aFunction: number } {
  const base = emptyState('limits-watchdog', instant(NOW));
  const bytesOf = (state: WatchState): number =>
    Buffer.byteLength(encodeState(state, '6b1f3c2a-0000-4000-8000-000000000000'));
  const day = (ago: number): string => dayOf(instant(NOW - ago * DAY_MS));
  const samples = Array.from({ length: SAMPLE_DAYS }, (_, at) => ({
    day: day(SAMPLE_DAYS - 1 - at),
    used: 1_000_000_000 + at,
  }));
  const place = `${ID}/${REGION}`;
  const name = `${place}/orders-worker-production`;
  const alias = { alias: 'live', versions: [57], firstDay: day(80), lastDay: day(0) };
  const withSubject = { ...base, samples: { [`${place}/lambda-code-storage`]: samples } };
  const withFunction = {
    ...base,
    aliases: { [name]: [alias] },
    aliasesReadOn: { [name]: { firstDay: day(80), lastDay: day(0) } },
  };
  const empty = bytesOf(base);
  return {
    aSubject: bytesOf(withSubject) - empty,
    aFunction: bytesOf({ ...base, ...withFunction }) - empty,
  };
}
