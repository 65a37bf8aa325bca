import { describe, expect, it } from 'vitest';

import type { Instant } from '../../../src/model/time.ts';
import { instant } from '../../../src/model/time.ts';
import type { DeletedChunk } from '../../../src/prune/apply/delete-chunk.ts';
import { deletedIn, deleterOf, MOST_TRIES } from '../../../src/prune/apply/delete-chunk.ts';
import type { Deletable } from '../../../src/prune/model/journal-segment.ts';
import { deletableKey } from '../../../src/prune/model/journal-segment.ts';
import type { DeletableLayerRef } from '../../../src/prune/model/layer.ts';
import { deletableLayerVersion } from '../../../src/prune/model/layer.ts';
import type { DeletableRef } from '../../../src/prune/model/version.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import type { DeleteAnswer } from '../../../src/prune/ports.ts';
import { failure, IRELAND, NOW } from '../plan/build.ts';

const DELETED: DeleteAnswer = { kind: 'deleted' };
const FAILED: DeleteAnswer = { kind: 'failed', failure: failure('malformed') };
const REFUSED: DeleteAnswer = {
  kind: 'skipped',
  reason: { code: 'refused', failure: failure('conflict') },
};
const GONE: DeleteAnswer = { kind: 'skipped', reason: { code: 'layer-gone' } };
const DENIED: DeleteAnswer = { kind: 'denied', failure: failure('denied') };
const NOT_FOUND: DeleteAnswer = { kind: 'not-found', failure: failure('absent') };
const UNANSWERED: DeleteAnswer = { kind: 'unanswered', failure: failure('no-answer') };
const STOPPED: DeleteAnswer = { kind: 'unanswered', failure: failure('out-of-time') };

function versions(count: number): readonly DeletableRef[] {
  return Array.from({ length: count }, (_, at) => ({
    region: IRELAND,
    functionName: 'orders',
    version: deletableVersion(String(at + 1))!,
  }));
}

function layerVersions(count: number): readonly DeletableLayerRef[] {
  return Array.from({ length: count }, (_, at) => ({
    region: IRELAND,
    layerName: 'base',
    version: deletableLayerVersion(at + 1)!,
  }));
}

const numbers = (refs: readonly Deletable[]) => refs.map(({ version }) => Number(version));

interface Setting {
  /** AWS's answers by version number; versions without an answer are deleted. */
  readonly answers?: Readonly<Record<number, DeleteAnswer>>;
  readonly usableUntil?: Instant;
  readonly windowUntil?: Instant;
  readonly tries?: Map<string, number>;
}

/** Deletes versions with requests of 1 ms each; a request aborted before it is sent is not sent. */
async function deleteChunk(
  refs: readonly Deletable[],
  {
    answers = {},
    usableUntil,
    windowUntil = instant(NOW + 1_000),
    tries = new Map(),
  }: Setting = {},
) {
  let now = NOW;
  const sent: number[] = [];
  const begun: Instant[] = [];
  const parallel: number[] = [];
  let open = 0;
  const clock = { now: () => now, sleep: () => Promise.reject(new Error('nothing sleeps')) };
  const window = { begin: (at: Instant) => void begun.push(at), until: () => windowUntil };
  const deleteVersion = async (ref: Deletable, stop: AbortSignal): Promise<DeleteAnswer> => {
    open += 1;
    parallel.push(open);
    // Requests that are open at the same time are answered in the order of their numbers.
    await new Promise(setImmediate);
    open -= 1;
    if (stop.aborted) return STOPPED;
    now = instant(now + 1);
    sent.push(Number(ref.version));
    return answers[Number(ref.version)] ?? DELETED;
  };
  const chunk = await deleterOf(clock, deleteVersion, window, tries)(refs, usableUntil);
  return { chunk, sent, begun, mostParallel: Math.max(0, ...parallel), parallel };
}

function outcomes({ deletions }: DeletedChunk<Deletable>) {
  return deletions.map(({ ref, outcome }) => `${Number(ref.version)} ${outcome.kind}`);
}

describe('the versions of a chunk', () => {
  it('are deleted eight at once after the first', async () => {
    const { chunk, sent, parallel, mostParallel, begun } = await deleteChunk(versions(20));
    expect(parallel.slice(0, 3)).toEqual([1, 1, 2]);
    expect(mostParallel).toBe(8);
    expect(sent).toHaveLength(20);
    expect(deletedIn(chunk)).toBe(20);
    expect(chunk).toMatchObject({ lost: [], toRecheck: [], unsent: [] });
    expect(chunk).not.toHaveProperty('denied');
    expect(begun[0]).toBe(NOW + 1);
    expect(chunk.deletions[0]).toMatchObject({ at: NOW + 1, outcome: { kind: 'deleted' } });
  });

  it.each([
    ['failed', FAILED],
    ['skipped', GONE],
    ['unanswered', UNANSWERED],
  ])('are deleted one by one until AWS has deleted one: the first is %s', async (_, answer) => {
    const { chunk, parallel, begun, sent } = await deleteChunk(versions(4), {
      answers: { 1: answer, 2: answer },
    });
    expect(parallel).toEqual([1, 1, 1, 1]);
    expect(sent).toEqual([1, 2, 3, 4]);
    // The plan has begun with the first that was deleted.
    expect(begun[0]).toBe(NOW + 3);
    expect(deletedIn(chunk)).toBe(2);
    expect(chunk).toMatchObject({ toRecheck: [], unsent: [] });
  });

  it('are not requested after a denial, and surely not deleted', async () => {
    const { chunk, sent, begun } = await deleteChunk(versions(12), { answers: { 1: DENIED } });
    expect(sent).toEqual([1]);
    expect(begun).toEqual([]);
    expect(chunk).toMatchObject({
      deletions: [],
      lost: [],
      toRecheck: [],
      denied: failure('denied'),
    });
    expect(numbers(chunk.unsent).toSorted((a, b) => a - b)).toEqual(numbers(versions(12)));
  });

  it('are checked again after a refusal, with those whose request was aborted', async () => {
    const tries = new Map<string, number>();
    const { chunk, sent } = await deleteChunk(versions(20), { answers: { 4: REFUSED }, tries });
    expect(sent).toEqual([1, 2, 3, 4]);
    expect(outcomes(chunk)).toEqual(['1 deleted', '2 deleted', '3 deleted', '4 skipped']);
    expect(deletedIn(chunk)).toBe(3);
    expect(numbers(chunk.toRecheck)).toEqual(numbers(versions(20)).slice(4));
    // Requests 5 to 11 were begun and aborted: that none was sent is not known here.
    expect(numbers(chunk.unsent)).toEqual(numbers(versions(20)).slice(11));
    expect([...tries.keys()]).toEqual(versions(4).map(deletableKey));
    expect(chunk.lost).toEqual([]);
  });

  it('are checked again after a version that is not found, which is looked up', async () => {
    const { chunk, sent } = await deleteChunk(versions(3), { answers: { 1: NOT_FOUND } });
    expect(sent).toEqual([1]);
    expect(chunk.deletions).toEqual([]);
    expect(chunk.lost).toEqual([{ ref: versions(1)[0], failure: failure('absent') }]);
    expect(numbers(chunk.toRecheck)).toEqual([2, 3]);
  });

  it('are deleted further after one that is skipped for another reason', async () => {
    const { chunk, sent } = await deleteChunk(versions(3), { answers: { 2: GONE } });
    expect(sent).toEqual([1, 2, 3]);
    expect(outcomes(chunk)).toEqual(['1 deleted', '2 skipped', '3 deleted']);
    expect(chunk.toRecheck).toEqual([]);
  });

  it('are looked up where AWS did not answer so many requests, and requested again before', async () => {
    const tries = new Map<string, number>();
    const [ref] = versions(1);
    const setting = { answers: { 1: UNANSWERED }, tries };
    for (let at = 1; at < MOST_TRIES; at += 1) {
      const { chunk } = await deleteChunk(versions(1), setting);
      expect(chunk).toMatchObject({ deletions: [], lost: [], toRecheck: [], unsent: [] });
    }
    const { chunk } = await deleteChunk(versions(1), setting);
    expect(chunk.lost).toEqual([{ ref, failure: failure('no-answer') }]);
    expect(chunk.deletions).toEqual([]);
  });

  it.each([
    ['old from the start', NOW, [], [1, 2, 3]],
    ['old after one request', NOW + 1, [1], [2, 3]],
    ['not old yet', NOW + 3, [1, 2, 3], []],
  ])('are checked again where what was read is too old: %s', async (_, until, sent, toRecheck) => {
    const ran = await deleteChunk(versions(3), { usableUntil: instant(until) });
    expect(ran.sent).toEqual(sent);
    expect(numbers(ran.chunk.toRecheck)).toEqual(toRecheck);
    expect(numbers(ran.chunk.unsent)).toEqual(toRecheck);
  });

  it.each([
    ['closed from the start', NOW, []],
    ['closed after one request', NOW + 1, [1]],
  ])('are left, and not checked again, where the window is %s', async (_, until, sent) => {
    const ran = await deleteChunk(versions(3), { windowUntil: instant(until) });
    expect(ran.sent).toEqual(sent);
    expect(ran.chunk.toRecheck).toEqual([]);
    expect(numbers(ran.chunk.unsent)).toEqual([1, 2, 3].slice(sent.length));
  });
});

describe('a layer version that is not found', () => {
  it('was deleted by someone else at the first request; the others are deleted', async () => {
    const { chunk, sent } = await deleteChunk(layerVersions(2), { answers: { 1: NOT_FOUND } });
    expect(sent).toEqual([1, 2]);
    expect(outcomes(chunk)).toEqual(['1 skipped', '2 deleted']);
    expect(chunk.deletions[0]?.outcome).toEqual({
      kind: 'skipped',
      reason: { code: 'layer-gone' },
    });
    expect(chunk.lost).toEqual([]);
  });

  it('was deleted by an earlier request without an answer', async () => {
    const tries = new Map([[deletableKey(layerVersions(1)[0]!), 1]]);
    const { chunk } = await deleteChunk(layerVersions(1), { answers: { 1: NOT_FOUND }, tries });
    expect(outcomes(chunk)).toEqual(['1 deleted']);
  });
});
