import { describe, expect, it } from 'vitest';

import type { StateOutcome, AlertOutcome } from '../../src/alerts/outcome.ts';
import { hasFailed, hasReachedAll } from '../../src/alerts/outcome.ts';
import { instant } from '../../src/model/time.ts';
import { failure } from '../model/make.ts';

const AT = instant(Date.UTC(2026, 10, 22));
const sent = { published: true, messageId: 'm' } as const;

function told(state: StateOutcome, more: Partial<AlertOutcome> = {}): AlertOutcome {
  const verdict = { problems: [], news: [], topics: {}, status: 'fine' } as const;
  const none = { publications: [], accepted: 0, waiting: 0, withheld: 0, unconfirmed: 0 };
  return { ...none, state, verdict, ...more };
}

describe('a run is a heartbeat', () => {
  it.each<[string, AlertOutcome, 'heartbeat' | 'no heartbeat' | 'failed']>([
    ['that told everybody', told({ kind: 'saved' }, { accepted: 2 }), 'heartbeat'],
    ['that had nothing to tell', told({ kind: 'saved' }), 'heartbeat'],
    ['of which something waits', told({ kind: 'saved' }, { waiting: 1 }), 'failed'],
    [
      'that told a topic whose subscribers are not known',
      told({ kind: 'saved' }, { accepted: 1, unconfirmed: 1 }),
      'no heartbeat',
    ],
    ['after one for the same time', told({ kind: 'published', scheduledAt: AT }), 'heartbeat'],
    [
      'beside one that has the claim',
      told({ kind: 'claimed', claim: { runId: 'other', until: AT } }),
      'no heartbeat',
    ],
    ['of which another saved first', told({ kind: 'lost' }), 'no heartbeat'],
    [
      'that another took over from',
      told({ kind: 'lost' }, { publications: [sent], accepted: 1 }),
      'failed',
    ],
    [
      'without memory',
      told({ kind: 'unavailable', trouble: { problem: 'p', remedy: 'r' } }, { accepted: 1 }),
      'failed',
    ],
    [
      'whose last save failed',
      told({ kind: 'failed', failure: failure('conflict') }, { accepted: 1 }),
      'failed',
    ],
  ])('%s', (_, outcome, expected) => {
    const beats = hasReachedAll(outcome) ? 'heartbeat' : 'no heartbeat';
    expect(hasFailed(outcome) ? 'failed' : beats).toBe(expected);
  });
});
