import { describe, expect, it } from 'vitest';

import { failedGroups, skippedGroups, skipKind } from '../../../src/prune/plan/outcomes.ts';
import type { PruneOutcome } from '../../../src/prune/model/journal-segment.ts';
import type { SkipReason } from '../../../src/prune/model/reason.ts';
import { SKIP_CODES } from '../../../src/prune/model/reason.ts';
import { failure } from './build.ts';

const skipped = (reason: SkipReason): PruneOutcome => ({ kind: 'skipped', reason });
const refusedWith = (message: string): PruneOutcome =>
  skipped({ code: 'refused', failure: { ...failure('conflict'), message } });

describe('versions that were skipped', () => {
  it('are grouped by their codes and names, the largest group first, whatever their order', () => {
    const outcomes: readonly PruneOutcome[] = [
      skipped({ code: 'kept-now', reasons: [{ code: 'alias-target', alias: 'live' }] }),
      skipped({ code: 'kept-now', reasons: [{ code: 'alias-target', alias: 'beta' }] }),
      skipped({
        code: 'kept-now',
        reasons: [{ code: 'not-checked', check: 'resource-policy', why: 'throttled' }],
      }),
      skipped({ code: 'function-gone' }),
      skipped({ code: 'function-gone' }),
      { kind: 'deleted' },
    ];
    const groups = skippedGroups(outcomes);
    expect(groups.map(({ codes, versions }) => [codes, versions])).toEqual([
      [{ code: 'function-gone' }, 2],
      [
        {
          code: 'kept-now',
          keptFor: 'not-checked',
          check: 'resource-policy',
          reason: 'throttled',
        },
        1,
      ],
      [{ code: 'kept-now', keptFor: 'alias-target' }, 1],
      [{ code: 'kept-now', keptFor: 'alias-target' }, 1],
    ]);
    expect(skippedGroups(outcomes.toReversed())).toEqual(groups);
  });

  it("are one group whatever the messages of AWS's refusals", () => {
    expect(skippedGroups([refusedWith('alias live'), refusedWith('alias beta')])).toMatchObject([
      { codes: { code: 'refused', reason: 'conflict' }, versions: 2 },
    ]);
  });
});

describe('versions that failed', () => {
  it('are grouped by code, operation and error', () => {
    const failed = (message: string): PruneOutcome => ({
      kind: 'failed',
      failure: { ...failure('unavailable', 'lambda:DeleteFunction'), message },
    });
    const other: PruneOutcome = { kind: 'failed', failure: failure('denied') };
    expect(failedGroups([failed('a'), other, failed('b')])).toMatchObject([
      { codes: { code: 'unavailable', operation: 'lambda:DeleteFunction' }, versions: 2 },
      { codes: { code: 'denied' }, versions: 1 },
    ]);
  });
});

describe('a skip', () => {
  it.each([
    [{ code: 'function-gone' }, 'judgement'],
    [{ code: 'versions-changed' }, 'judgement'],
    [{ code: 'aliases-changed' }, 'judgement'],
    [{ code: 'layer-gone' }, 'judgement'],
    [{ code: 'kept-now', keptFor: 'in-use' }, 'judgement'],
    [{ code: 'kept-now', keptFor: 'not-checked' }, 'failure'],
    [{ code: 'layer-kept-now', keptFor: 'attached' }, 'judgement'],
    [{ code: 'layer-kept-now', keptFor: 'not-checked' }, 'failure'],
    [{ code: 'versions-not-listed' }, 'failure'],
    [{ code: 'refused' }, 'failure'],
    [{ code: 'kept-now' }, 'unknown'],
    [{ code: 'a-newer-code' }, 'unknown'],
    [{ code: 'constructor' }, 'unknown'],
    [{}, 'unknown'],
  ] as const)('with %j is a %s', (codes, kind) => {
    expect(skipKind(codes)).toBe(kind);
  });

  it.each(SKIP_CODES)('with the code %s is of a known kind', (code) => {
    expect(skipKind({ code, keptFor: 'newest' })).not.toBe('unknown');
  });
});
