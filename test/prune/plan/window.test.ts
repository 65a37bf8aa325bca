import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mappingsAgeMs } from '../../../src/prune/delete/reread.ts';
import { ageRefusals, deletableUntil } from '../../../src/prune/plan/guard-plan.ts';
import { usableUntil } from '../../../src/prune/plan/guard-recheck.ts';
import { foldJournal } from '../../../src/prune/plan/journal.ts';
import { deletionsOf } from '../../../src/prune/plan/order.ts';
import { DeletionQueue } from '../../../src/prune/apply/queue.ts';
import { DeletionWindow } from '../../../src/prune/apply/delete-chunk.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../src/model/time.ts';
import { fn, inIreland, NOW, numbered, planOf } from './build.ts';

const PLAN = planOf(inIreland(fn('orders', numbered(1, 40)), fn('pay', numbered(1, 9))));
const at = (ms: number) => instant(NOW + ms);

describe('until when versions of a plan may be deleted', () => {
  it.each<[string, number | undefined, number]>([
    ['nothing was deleted', undefined, HOUR_MS],
    ['a version was deleted at once', 1, 24 * HOUR_MS],
    ['one was deleted at the end of the hour', HOUR_MS, 24 * HOUR_MS],
    ['the first was deleted too late', HOUR_MS + 1, HOUR_MS],
    ['another clock is a little behind', -30_000, 24 * HOUR_MS],
    ['the journal is older than the plan', -2 * MINUTE_MS, HOUR_MS],
  ])('%s', (_, begun, until) => {
    const begunAt = begun === undefined ? undefined : at(begun);
    expect(deletableUntil(PLAN.madeAt, begunAt)).toBe(PLAN.madeAt + until);
  });

  it('is when the guard begins to refuse', () => {
    expect.hasAssertions();
    const ms = fc.integer({ min: -HOUR_MS, max: 26 * HOUR_MS });
    fc.assert(
      fc.property(ms, fc.option(ms, { nil: undefined }), (now, begun) => {
        const begunAt = begun === undefined ? undefined : at(begun);
        const journal = { ...foldJournal(PLAN, []), ...(begunAt !== undefined && { begunAt }) };
        const isPast = at(now) > deletableUntil(PLAN.madeAt, begunAt);
        const codes = ageRefusals(PLAN, journal, at(now)).map(({ code }) => code);
        expect(codes.some((code) => code.startsWith('plan-too-old'))).toBe(isPast);
      }),
    );
  });

  it('ends with the invocation, and gets longer with the first deletion of any Region', () => {
    const window = new DeletionWindow(PLAN.madeAt, undefined, at(HOUR_MS + 30_000));
    expect(window.until()).toBe(at(HOUR_MS));
    window.begin(at(HOUR_MS - 1));
    window.begin(at(HOUR_MS + 9));
    expect(window.until()).toBe(at(HOUR_MS + 30_000));
    const late = new DeletionWindow(PLAN.madeAt, undefined, at(HOUR_MS + 30_000));
    late.begin(at(HOUR_MS + 1));
    expect(late.until()).toBe(at(HOUR_MS));
  });
});

describe('until when a batch of versions may be deleted after its function was read', () => {
  it.each([
    ['with mappings as new', 0, 20_000],
    ['with mappings of 40 seconds before', -40_000, 20_000],
    ['with mappings of 50 seconds before', -50_000, 10_000],
    ['with mappings of a minute before', -60_000, 0],
  ])('%s', (_, mappingsReadAt, until) => {
    const read = { readAt: at(0), mappingsReadAt: at(mappingsReadAt) };
    expect(usableUntil(read)).toBe(at(until));
  });
});

describe('a batch of deletions that is put back', () => {
  it('comes next, before the rest of its function, and no deletion is repeated', () => {
    const size = fc.integer({ min: 1, max: 60 });
    const backs = fc.array(fc.nat({ max: 9 }), { maxLength: 6 });
    fc.assert(
      fc.property(size, backs, (most, kept) => {
        const queue = new DeletionQueue(deletionsOf(PLAN));
        const taken: string[] = [];
        const left = [...kept];
        for (let chunk = queue.take(most); chunk !== undefined; chunk = queue.take(most)) {
          const done = left.length === 0 ? chunk.deletions.length : (left.shift() ?? 0);
          const next = chunk.deletions.slice(0, done);
          taken.push(...next.map(({ functionName, version }) => `${functionName}:${version}`));
          // The chunk behind was taken already, and goes back too.
          const behind = queue.take(most);
          queue.putBack(behind);
          queue.putBack({ ...chunk, deletions: chunk.deletions.slice(done) });
        }
        expect(taken).toEqual(
          deletionsOf(PLAN).map(({ functionName, version }) => `${functionName}:${version}`),
        );
      }),
    );
  });
});

describe('the age at which event source mappings are read again', () => {
  it.each([
    [0, 10_000],
    [1, 10_000],
    [5, 10_000],
    [6, 12_000],
    [25, 50_000],
    [400, 50_000],
  ])('on %i pages: %i ms, and never a minute', (pages, ms) => {
    expect(mappingsAgeMs(pages)).toBe(ms);
  });
});
