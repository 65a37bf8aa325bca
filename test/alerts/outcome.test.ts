import { describe, expect, it } from 'vitest';

import type { StateOutcome, AlertOutcome } from '../../src/alerts/outcome.ts';
import { hasFailed, hasReachedAll } from '../../src/alerts/outcome.ts';
import { instant } from '../../src/model/time.ts';
import { failure } from '../model/make.ts';

const AT = instant(Date.UTC(2026, 10, 22));
const sent = { published: true, messageId: 'm' } as const;

function outcomeWith(state: StateOutcome, more: Partial<AlertOutcome> = {}): AlertOutcome {
  const verdict = { problems: [], news: [], topics: {}, status: 'fine' } as const;
  const none = { publications: [], accepted: 0, waiting: 0, withheld: 0, unconfirmed: 0 };
  return { ...none, state, verdict, ...more };
}

describe('a run is a heartbeat', () => {
  it.each<[string, AlertOutcome, 'heartbeat' | 'no heartbeat' | 'failed']>([
    ['that told everybody', outcomeWith({ kind: 'saved' }, { accepted: 2 }), 'heartbeat'],
    ['that had nothing to tell', outcomeWith({ kind: 'saved' }), 'heartbeat'],
    ['of which something waits', outcomeWith({ kind: 'saved' }, { waiting: 1 }), 'failed'],
    [
      'that told a topic whose subscribers are not known',
      outcomeWith({ kind: 'saved' }, { accepted: 1, unconfirmed: 1 }),
      'no heartbeat',
    ],
    [
      'after one for the same time',
      outcomeWith({ kind: 'published', scheduledAt: AT }),
      'heartbeat',
    ],
    [
      'beside one that has the claim',
      outcomeWith({ kind: 'claimed', claim: { runId: 'other', until: AT } }),
      'no heartbeat',
    ],
    ['of which another saved first', outcomeWith({ kind: 'lost' }), 'no heartbeat'],
    [
      'that another took over from',
      outcomeWith({ kind: 'lost' }, { publications: [sent], accepted: 1 }),
      'failed',
    ],
    [
      'without memory',
      outcomeWith({ kind: 'unavailable', trouble: { problem: 'p', remedy: 'r' } }, { accepted: 1 }),
      'failed',
    ],
    [
      'whose last save failed',
      outcomeWith({ kind: 'failed', failure: failure('conflict') }, { accepted: 1 }),
      'failed',
    ],
  ])('%s', (_, outcome, expected) => {
    const beats = hasReachedAll(outcome) ? 'heartbeat' : 'no heartbeat';
    expect(hasFailed(outcome) ? 'failed' : beats).toBe(expected);
  });
});
