import { describe, expect, it } from 'vitest';

import { withBoundedTimes } from '../../../src/alerts/state/open.ts';
import { emptyState, encodeState, parseState } from '../../../src/alerts/state/format.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import { subjectKey } from '../../../src/model/notice.ts';
import type { Instant } from '../../../src/model/time.ts';
import { HOUR_MS, instant } from '../../../src/model/time.ts';
import type { Memory, WatchState } from '../../../src/model/watch-state.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 6));
const SAVED = instant(NOW - 6 * HOUR_MS);
const LATER = instant(Date.UTC(2031, 0, 1));
const ACCOUNT = { id: accountId('222222222222'), name: 'dev', stage: 'nonprod' as const };

/** Returns one alert state of each kind, with all its times at `at`. */
function memoriesOf(at: Instant): readonly Memory[] {
  const open = { since: at, toldAt: at };
  const told = { account: ACCOUNT, lastToldAt: at, sequence: 3 };
  const limit = { kind: 'limit', ...told, place: 'eu-west-1', limit: 's3-buckets' } as const;
  const warn = { level: 'warn', cause: 'forecast', muted: false } as const;
  return [
    { ...limit, open: { ...warn, ...open, noForecastSince: at } },
    { ...limit, open: { ...warn, ...open, neverTold: true } },
    limit,
    { kind: 'sight', ...told, place: 'global', open: { ...open, reasons: 'r', muted: true } },
    { kind: 'once', at, sequence: 1 },
    { kind: 'discovery', accounts: [], open, sequence: 2 },
    { kind: 'discovery', accounts: [], sequence: 2 },
    { kind: 'prune-role', account: ACCOUNT, open, sequence: 2 },
  ];
}

/** Returns a state in which everything happened at `at`, saved at `savedAt`. */
function stateOf(at: Instant, savedAt: Instant): WatchState {
  const entries = memoriesOf(at).map((memory, index) => [subjectKey(`s${index}`), memory] as const);
  const reported = { at, problem: 'absent', waiting: true, sent: false } as const;
  return {
    ...emptyState('demo', savedAt),
    pending: [{ digest: { group: 'prod', topicArn: 't', notices: [] }, memories: entries }],
    memories: Object.fromEntries(entries),
    topics: { a: { firstSeenAt: at, reported }, b: { firstSeenAt: at } },
  };
}

describe('a state that was read', () => {
  it('is unchanged if all its times are in the past', () => {
    const stored = stateOf(SAVED, SAVED);
    expect(withBoundedTimes(stored, NOW)).toEqual(stored);
  });

  it.each([
    ['after it was saved', LATER, SAVED, SAVED],
    ['after now, and saved after now', LATER, LATER, NOW],
    ['between its saving and now', instant(SAVED + 1), SAVED, SAVED],
  ])('has nothing that happened %s', (_, at, savedAt, bound) => {
    const bounded = withBoundedTimes(stateOf(at, savedAt), NOW);
    expect(bounded).toEqual(stateOf(bound, bound));
    // No time is left out, and nothing else is lost: it is stored as one that had been right.
    const text = encodeState(bounded, 'run');
    expect(text).toBe(encodeState(stateOf(bound, bound), 'run'));
    expect(parseState(text, 'demo')).toMatchObject({ kind: 'state' });
  });
});
