import { describe, expect, it } from 'vitest';

import { claimFor, isLive, liveClaim } from '../../../src/alerts/state/claim.ts';
import { emptyState } from '../../../src/alerts/state/format.ts';
import {
  withDigestAccepted,
  withAllAccepted,
  remember,
  rememberSilently,
} from '../../../src/alerts/state/memories.ts';
import { subjectKey } from '../../../src/model/notice.ts';
import { DAY_MS, instant, MINUTE_MS } from '../../../src/model/time.ts';
import type { OnceMemory, PendingDigest, WatchState } from '../../../src/model/watch-state.ts';

const NOW = instant(Date.UTC(2026, 10, 22));
const A = subjectKey('a');
const B = subjectKey('b');
const once = (sequence: number, at = 0): OnceMemory => ({
  kind: 'once',
  at: instant(at),
  sequence,
});
const waiting = (...memories: PendingDigest['memories']): PendingDigest => ({
  digest: { group: 'prod', topicArn: 't', notices: [] },
  memories,
});
const state = (over: Partial<WatchState>): WatchState => ({ ...emptyState('demo', NOW), ...over });

describe('the memory of subjects', () => {
  it('is expected to include all pending digests, the latest notice of a subject last', () => {
    const pending = [waiting([A, once(1)]), waiting([A, once(2)], [B, once(1)])];
    expect(withAllAccepted(state({ pending })).memories).toEqual({ a: once(2), b: once(1) });
  });

  it('does not go back to an older notice that is accepted late', () => {
    const [first, second] = [waiting([A, once(1)]), waiting([A, once(2)])];
    let after = withDigestAccepted(state({ pending: [first, second] }), second);
    expect(after).toMatchObject({ memories: { a: once(2) }, pending: [first] });
    after = withDigestAccepted(after, first);
    expect(after).toMatchObject({ memories: { a: once(2) }, pending: [] });
  });

  it('includes a change without a notice at once', () => {
    const after = rememberSilently(state({ memories: { a: once(1) } }), [
      { key: A, memory: once(1, 9) },
    ]);
    expect(after.memories).toEqual({ a: once(1, 9) });
  });

  it('applies a change without a notice to the pending digest of its subject', () => {
    const before = state({
      memories: { a: once(1) },
      pending: [waiting([A, once(2)], [B, once(1)])],
    });
    const after = rememberSilently(before, [{ key: A, memory: once(2, 9) }]);
    expect(after.memories).toEqual({ a: once(1) });
    expect(after.pending).toEqual([waiting([A, once(2, 9)], [B, once(1)])]);
    expect(withAllAccepted(after).memories).toEqual({ a: once(2, 9), b: once(1) });
  });

  it('accepts a key that is the name of an object member, such as __proto__', () => {
    const odd = subjectKey('__proto__');
    const after = remember(state({}), [[odd, once(1)]]);
    expect(Object.entries(after.memories)).toEqual([['__proto__', once(1)]]);
    expect(Object.entries(remember(after, [[odd, once(0)]]).memories)).toEqual([
      ['__proto__', once(1)],
    ]);
  });
});

describe('a claim', () => {
  const claim = { runId: 'run-1', until: NOW };
  it.each([
    ['of another run, before its end', NOW - 1, claim],
    ['at its end', NOW, undefined],
    ['after its end', NOW + 1, undefined],
    ['as long as the longest run, and clocks that differ', NOW - 17 * MINUTE_MS, claim],
    ['longer than any run', NOW - 17 * MINUTE_MS - 1, undefined],
    ['for years', NOW - 4 * 365 * DAY_MS, undefined],
  ])('%s', (_, now, live) => {
    expect(liveClaim(state({ claim }), instant(now))).toEqual(live);
  });

  it('is live for the run that made it, however long the run lasts', () => {
    for (const leaseMs of [MINUTE_MS, 16 * MINUTE_MS, DAY_MS]) {
      expect(isLive(claimFor('run-1', NOW, leaseMs), NOW)).toBe(true);
    }
  });

  it('is undefined if no run has made one', () => {
    expect(liveClaim(state({}), NOW)).toBeUndefined();
  });
});
