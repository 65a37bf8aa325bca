import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deletionsOf, layerDeletionsOf } from '../../../src/prune/plan/order.ts';
import {
  countsOf,
  foldJournal,
  remainingDeletions,
  remainingLayers,
} from '../../../src/prune/plan/journal.ts';
import { region } from '../../../src/model/aws-ids.ts';
import type {
  JournalEntry,
  JournalSegment,
  PruneOutcome,
} from '../../../src/prune/model/journal-segment.ts';
import type { SkipReason } from '../../../src/prune/model/reason.ts';
import { deletableKey } from '../../../src/prune/model/journal-segment.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import { instant } from '../../../src/model/time.ts';
import { parseSegment, segmentJson } from '../../../src/prune/documents/journal-json.ts';
import { failure, fn, inIreland, NOW, numbered, planOf } from './build.ts';
import { layer, layersIn, layerVersion } from './layers-build.ts';
import { TIME_MS, WORLDS } from './runs.ts';

const PLAN = planOf(inIreland(fn('orders', numbered(1, 8)), fn('pay', numbered(1, 6))));
const DELETIONS = deletionsOf(PLAN);

const skip: fc.Arbitrary<SkipReason> = fc.constantFrom<SkipReason>(
  { code: 'function-gone' },
  { code: 'aliases-changed' },
  { code: 'kept-now', reasons: [{ code: 'in-use', check: 'resource-policy', by: 'a topic' }] },
  { code: 'refused', failure: failure('conflict') },
);
const outcome: fc.Arbitrary<PruneOutcome> = fc.oneof(
  fc.constant({ kind: 'deleted' as const }),
  skip.map((reason) => ({ kind: 'skipped' as const, reason })),
  fc.constant({ kind: 'failed' as const, failure: failure('unavailable') }),
  fc.constant({ kind: 'unknown' as const, failure: failure('denied') }),
);
const entry: fc.Arbitrary<JournalEntry> = fc
  .record({
    about: fc.constantFrom(...DELETIONS),
    at: fc.nat({ max: 1000 }).map((ms) => instant(NOW + ms)),
    outcome: fc.option(outcome, { nil: undefined }),
  })
  .map(({ about: { region, functionName, version }, at, outcome }) => {
    const ref = { region, functionName, version, at };
    return outcome === undefined
      ? { ...ref, kind: 'intent' }
      : { ...ref, kind: 'outcome', outcome };
  });
const journal: fc.Arbitrary<readonly JournalSegment[]> = fc
  .array(fc.array(entry, { maxLength: 6 }), { maxLength: 6 })
  .map((segments) => segments.map((entries, at) => segment(at + 1, entries)));

function segment(sequence: number, entries: readonly JournalEntry[]): JournalSegment {
  return { format: 1, plan: PLAN.digest, sequence, entries };
}

function hold(law: (segments: readonly JournalSegment[]) => void): void {
  fc.assert(fc.property(journal, law), { numRuns: WORLDS });
}

describe('two outcomes of one version', () => {
  const [about] = DELETIONS;
  if (about === undefined) throw new Error('the plan has deletions');
  const { region: where, functionName, version } = about;
  const outcomeOf = (...outcomes: readonly PruneOutcome[]) =>
    foldJournal(
      PLAN,
      outcomes.map((one, at) =>
        segment(at + 1, [
          { region: where, functionName, version, at: NOW, kind: 'outcome', outcome: one },
        ]),
      ),
    ).outcomes.get(deletableKey(about));
  const denied = { kind: 'failed', failure: failure('denied') } as const;
  const throttled = { kind: 'failed', failure: failure('throttled') } as const;
  const skipped = { kind: 'skipped', reason: { code: 'function-gone' } } as const;

  it('give the same outcome in either order', () => {
    expect(outcomeOf(denied, throttled)).toEqual(outcomeOf(throttled, denied));
    expect(outcomeOf(denied, { kind: 'deleted' }, skipped)).toEqual({ kind: 'deleted' });
    expect(outcomeOf(skipped, denied)).toEqual(denied);
    expect(outcomeOf(denied, skipped)).toEqual(denied);
  });
});

describe('a journal of layers', () => {
  const plan = planOf(inIreland(fn('orders', numbered(1, 4))), {
    layers: {
      kind: 'read',
      regions: [
        layersIn([
          layer(
            'tools',
            [1, 2, 3, 4, 5].map((one) => layerVersion(one)),
          ),
        ]),
      ],
    },
  });
  const [first, ...others] = layerDeletionsOf(plan);
  if (first === undefined) throw new Error('the plan has deletions of layers');
  const { region: where, layerName, version } = first;
  const journalOf = (kind: 'deleted' | 'unknown') =>
    foldJournal(plan, [
      {
        format: 1,
        plan: plan.digest,
        sequence: 1,
        entries: [
          {
            region: where,
            layerName,
            version,
            at: NOW,
            kind: 'outcome',
            outcome: kind === 'deleted' ? { kind } : { kind, failure: failure() },
          },
        ],
      },
    ]);

  it('leaves the versions without an outcome to be deleted', () => {
    expect(others.length).toBeGreaterThan(0);
    expect(remainingLayers(plan, foldJournal(plan, []))).toEqual([first, ...others]);
    expect(remainingLayers(plan, journalOf('deleted'))).toEqual(others);
  });

  it('counts unknown outcomes only when there are any', () => {
    expect(countsOf(plan, journalOf('unknown'))).toMatchObject({ unknown: 1, deleted: 0 });
    expect(countsOf(plan, journalOf('deleted'))).not.toHaveProperty('unknown');
    expect(countsOf(plan, journalOf('deleted'))).toMatchObject({ deleted: 1 });
  });

  it('has the times of its entries and of its first deletion', () => {
    expect(foldJournal(plan, [])).not.toHaveProperty('times');
    expect(foldJournal(plan, [])).not.toHaveProperty('begunAt');
    expect(journalOf('deleted')).toMatchObject({ times: { first: NOW, last: NOW }, begunAt: NOW });
    expect(journalOf('unknown')).not.toHaveProperty('begunAt');
  });
});

describe('a journal', { timeout: TIME_MS }, () => {
  it('gives the same state when its segments are repeated or reordered', () => {
    hold((segments) => {
      const once = foldJournal(PLAN, segments);
      expect(foldJournal(PLAN, [...segments, ...segments])).toEqual(once);
      expect(foldJournal(PLAN, segments.toReversed())).toEqual(once);
    });
  });

  it('has counts that add up to the plan', () => {
    hold((segments) => {
      const state = foldJournal(PLAN, segments);
      const {
        planned,
        deleted,
        skipped,
        failed,
        unknown = 0,
        notAttempted,
      } = countsOf(PLAN, state);
      expect(planned).toBe(DELETIONS.length);
      expect(deleted + skipped + failed + unknown + notAttempted).toBe(planned);
      expect(remainingDeletions(PLAN, state)).toHaveLength(notAttempted);
    });
  });

  it('never forgets a deletion', () => {
    hold((segments) => {
      const { outcomes } = foldJournal(PLAN, segments);
      const deleted = segments
        .flatMap(({ entries }) => entries)
        .filter((one) => one.kind === 'outcome' && one.outcome.kind === 'deleted');
      for (const one of deleted) {
        expect(outcomes.get(deletableKey(one))).toEqual({ kind: 'deleted' });
      }
    });
  });

  it('gives the same counts wherever a run was interrupted and continued', () => {
    const whole = DELETIONS.flatMap((about): JournalEntry[] => [
      { ...about, at: NOW, kind: 'intent' },
      { ...about, at: NOW, kind: 'outcome', outcome: { kind: 'deleted' } },
    ]);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const before = segment(1, whole.slice(0, cut));
      const left = remainingDeletions(PLAN, foldJournal(PLAN, [before]));
      const after = left.flatMap((about): JournalEntry[] => [
        { ...about, at: NOW, kind: 'intent' },
        { ...about, at: NOW, kind: 'outcome', outcome: { kind: 'deleted' } },
      ]);
      const state = foldJournal(PLAN, [before, segment(2, after)]);
      expect(countsOf(PLAN, state)).toMatchObject({ deleted: DELETIONS.length, notAttempted: 0 });
      expect(left).toHaveLength(DELETIONS.length - Math.floor(cut / 2));
    }
  });

  describe('begins when the first version was deleted', () => {
    const [first, second] = DELETIONS;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const intent = { ...first, at: instant(NOW), kind: 'intent' } as const;
    const outcome = (after: number, of: PruneOutcome, ref = first): JournalEntry => ({
      ...ref,
      at: instant(NOW + after),
      kind: 'outcome',
      outcome: of,
    });
    const skipped = { kind: 'skipped', reason: { code: 'function-gone' } } as const;
    const failed: PruneOutcome = { kind: 'failed', failure: failure('throttled') };
    const deleted = { kind: 'deleted' } as const;
    it.each<[string, readonly JournalEntry[], number | undefined]>([
      ['not with nothing', [], undefined],
      ['not with an intent', [intent], undefined],
      ['not with a version that was left alone', [intent, outcome(1, skipped)], undefined],
      ['not with a deletion that failed', [intent, outcome(1, failed)], undefined],
      ['with a deletion', [intent, outcome(2, deleted)], 2],
      ['with the earliest', [outcome(9, deleted), outcome(4, deleted, second)], 4],
      ['not earlier by what failed before', [outcome(1, failed), outcome(5, deleted)], 5],
    ])('%s', (_, entries, after) => {
      const expected = after === undefined ? undefined : NOW + after;
      expect(foldJournal(PLAN, [segment(1, entries)]).begunAt).toBe(expected);
      const apart = entries.map((entry, at) => segment(at + 1, [entry])).toReversed();
      expect(foldJournal(PLAN, apart).begunAt).toBe(expected);
    });
  });

  it('counts records of another plan separately', () => {
    const version = deletableVersion('8');
    if (version === undefined) throw new Error('it is one');
    const stranger = { region: region('eu-west-1'), functionName: 'orders', version, at: NOW };
    const state = foldJournal(PLAN, [
      segment(1, [{ ...stranger, kind: 'outcome', outcome: { kind: 'deleted' } }]),
      { ...segment(2, []), plan: 'another' },
    ]);
    expect(state.foreignRecords).toBe(2);
    expect(countsOf(PLAN, state).deleted).toBe(0);
  });

  it('is unchanged after it was written and read', () => {
    hold((segments) => {
      for (const one of segments) {
        expect(parseSegment(segmentJson(one))).toEqual({ ok: true, value: one });
      }
    });
  });

  it('is written without fields that a reader would not know', () => {
    const [about] = DELETIONS;
    if (about === undefined) throw new Error('there is one');
    const written = segmentJson(segment(1, [{ ...about, at: NOW, kind: 'intent' }]));
    expect(parseSegment(written)).toMatchObject({ ok: true });
    expect(written).not.toContain('packageBytes');
  });
});
