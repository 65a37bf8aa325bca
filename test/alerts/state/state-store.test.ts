import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Connection } from '../../../src/aws/clients.ts';
import { stateStore } from '../../../src/alerts/state/store.ts';
import { TrafficMeter } from '../../../src/aws/clients.ts';
import { emptyState, encodeState } from '../../../src/alerts/state/format.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import type { WatchState } from '../../../src/model/watch-state.ts';
import { type Action, type Fault, S3Double } from './s3-double.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 6));
const KEY = 'watchdog/state.json';
const COPY = 'watchdog/state.json.set-aside/2026-11-22T060000Z';

function store(s3: S3Double, runId = 'run-1') {
  const connection: Connection = {
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    traffic: new TrafficMeter(),
    chance: () => 0.5,
    http: s3,
    endpoint: 'https://s3.test',
  };
  return stateStore(connection, {
    region: region('eu-west-1'),
    bucket: 'memory',
    key: KEY,
    deployment: 'demo',
    runId,
  });
}

/** Returns a state with this claim. */
const state = (claimedBy = 'missing'): WatchState => ({
  ...emptyState('demo', NOW),
  claim: { runId: claimedBy, until: NOW },
});
const stored = (claimedBy: string, savedBy: string) => encodeState(state(claimedBy), savedBy);

let s3: S3Double;
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  s3 = new S3Double();
});

describe('loading the state', () => {
  it('finds what was saved, with one request each', async () => {
    const saved = await store(s3).save(state('run-1'), 'nothing');
    expect(await store(s3, 'run-2').load()).toEqual({
      ...saved,
      kind: 'found',
      state: state('run-1'),
    });
    expect(s3.requests).toEqual([`PUT ${KEY} *`, `GET ${KEY}`]);
  });

  it('returns `missing` if there is no state yet', async () => {
    expect(await store(s3).load()).toEqual({ kind: 'missing' });
  });

  it.each<[string, Action[], string]>([
    ['reading is forbidden', ['s3:GetObject'], 'denied'],
    ['nothing is stored and S3 may not say so', ['s3:ListBucket'], 'denied'],
  ])('never takes it for missing when %s', async (_, denied, reason) => {
    for (const action of denied) s3.denied.add(action);
    expect(await store(s3).load()).toMatchObject({
      kind: 'unreadable',
      failure: { reason, operation: 's3:GetObject', errorName: 'AccessDenied' },
    });
  });

  it('does not return `missing` if the bucket does not exist', async () => {
    s3.faults.push('no bucket');
    expect(await store(s3).load()).toMatchObject({
      kind: 'unreadable',
      failure: { reason: 'absent', errorName: 'NoSuchBucket' },
    });
  });

  it.each<[Fault, string]>([
    ['slow down', 'throttled'],
    ['not served', 'unavailable'],
    ['answer lost', 'unavailable'],
  ])('gives up after three attempts when S3 keeps answering "%s"', async (fault, reason) => {
    s3.put(KEY, stored('missing', 'run-0'));
    s3.faults.push(fault, fault, fault);
    expect(await store(s3).load()).toMatchObject({
      kind: 'unreadable',
      failure: { reason, attempts: 3 },
    });
  });
});

describe('a stored object that is not this deployment’s state', () => {
  const foreign = encodeState(emptyState('other', NOW), 'run-9');
  const unusable: [string, string | Buffer, string][] = [
    ['not JSON', '{"half', 'The stored state is not JSON.'],
    ['not text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), 'The stored state is not JSON.'],
    ['empty', '', 'The stored state is not JSON.'],
    ['of another kind', '{"kind":"report"}', 'The stored state is not one of a watchdog.'],
    [
      'of another deployment',
      foreign,
      'The stored state belongs to the deployment "other", not to this one.',
    ],
    [
      'of a later release',
      stored('a', 'b').replace('"version":2', '"version":3'),
      'The stored state has version 3, and this release reads versions up to 2.',
    ],
    [
      'of a wrong shape',
      stored('a', 'b').replace('"pending":[]', '"pending":{}'),
      'The stored state cannot be understood: pending should be a list and is an object.',
    ],
  ];

  it.each(unusable)('is copied byte for byte and reported: %s', async (_, content, problem) => {
    // A neighbour with versions of its own.
    s3.put(`${KEY}.backup`, stored('run-3', 'run-3'));
    s3.put(`${KEY}.backup`, stored('run-4', 'run-4'));
    const tag = s3.put(KEY, content);
    expect(await store(s3).load()).toEqual({
      kind: 'set-aside',
      problem: `${problem} It was copied to ${COPY}. No earlier version of it is kept.`,
      tag,
    });
    expect(s3.text(COPY)).toBe(Buffer.from(content).toString());
    expect(s3.text(KEY)).toBe(Buffer.from(content).toString());
  });

  it('is replaced by the newest earlier version that can be read', async () => {
    s3.put(KEY, stored('run-1', 'run-1'));
    s3.put(KEY, stored('run-2', 'run-2'));
    s3.put(KEY, 'broken');
    s3.put(`${KEY}.backup`, stored('run-3', 'run-3'));
    const tag = s3.put(KEY, foreign);
    const loaded = await store(s3).load();
    expect(loaded).toEqual({
      kind: 'set-aside',
      problem: `The stored state belongs to the deployment "other", not to this one. It was copied to ${COPY}. The version saved at 2026-11-22T06:00:00Z is used instead.`,
      restored: state('run-2'),
      tag,
    });
    expect(await store(s3).save(state('run-4'), { tag })).toMatchObject({ kind: 'saved' });
  });

  it('reads a limited number of versions', async () => {
    s3.put(KEY, stored('run-1', 'run-1'));
    for (let broken = 0; broken < 6; broken += 1) s3.put(KEY, `broken ${broken}`);
    expect(await store(s3).load()).toMatchObject({
      problem: `The stored state is not JSON. It was copied to ${COPY}. None of the 5 versions before it can be used.`,
    });
    expect(s3.requests).toHaveLength(8);
  });

  it('is reported with the missing permission if versions may not be listed', async () => {
    s3.put(KEY, 'broken');
    s3.denied.add('s3:ListBucketVersions');
    expect(await store(s3).load()).toMatchObject({
      kind: 'set-aside',
      problem: `The stored state is not JSON. It was copied to ${COPY}. Its earlier versions could not be listed (s3:ListBucketVersions: AccessDenied).`,
    });
  });

  it('has no earlier version in a bucket without versioning', async () => {
    s3 = new S3Double(false);
    s3.put(KEY, stored('run-1', 'run-1'));
    s3.put(KEY, 'broken');
    expect(await store(s3).load()).toMatchObject({
      problem: expect.stringContaining('No earlier version of it is kept.'),
    });
  });

  it('is not replaced if it cannot be copied', async () => {
    s3.put(KEY, foreign);
    s3.denied.add('s3:PutObject');
    expect(await store(s3).load()).toMatchObject({
      kind: 'unreadable',
      failure: { reason: 'denied', operation: 's3:PutObject' },
      problem: `The stored state belongs to the deployment "other", not to this one. It could not be copied to ${COPY}, so it was left as it is.`,
    });
    expect(s3.keys()).toEqual([KEY]);
  });
});

describe('saving the state', () => {
  it('replaces only what the run has read', async () => {
    const tag = s3.put(KEY, stored('missing', 'run-0'));
    expect(await store(s3).save(state('run-1'), { tag })).toMatchObject({ kind: 'saved' });
    expect(await store(s3, 'run-2').save(state('run-2'), { tag })).toEqual({ kind: 'lost' });
    expect(s3.text(KEY)).toBe(stored('run-1', 'run-1'));
  });

  it('lets only one run write the first state', async () => {
    expect(await store(s3).save(state('run-1'), 'nothing')).toMatchObject({ kind: 'saved' });
    expect(await store(s3, 'run-2').save(state('run-2'), 'nothing')).toEqual({ kind: 'lost' });
    expect(s3.text(KEY)).toBe(stored('run-1', 'run-1'));
  });

  it.each<['nothing' | 'what was read', string[]]>([
    ['nothing', [`PUT ${KEY} *`, `PUT ${KEY} *`, `GET ${KEY}`]],
    [
      'what was read',
      [expect.stringContaining('PUT'), expect.stringContaining('PUT'), `GET ${KEY}`],
    ],
  ])(
    'has won when the answer was lost and the repetition met its own write (over %s)',
    async (over, requests) => {
      const replaced = over === 'nothing' ? over : { tag: s3.put(KEY, stored('missing', 'run-0')) };
      s3.faults.push('answer lost');
      const saved = await store(s3).save(state('run-1'), replaced);
      expect(saved.kind).toBe('saved');
      expect(s3.requests).toEqual(requests);
      const next = await store(s3).save(state(), { tag: saved.kind === 'saved' ? saved.tag : '' });
      expect(next.kind).toBe('saved');
    },
  );

  it('succeeds if the write succeeded and every answer was lost', async () => {
    s3.faults.push('answer lost', 'answer lost', 'answer lost');
    expect(await store(s3).save(state('run-1'), 'nothing')).toMatchObject({ kind: 'saved' });
  });

  it('is `lost` if another run saved between the lost answer and the repetition', async () => {
    const tag = s3.put(KEY, stored('missing', 'run-0'));
    s3.faults.push('answer lost', () => s3.put(KEY, stored('run-2', 'run-2')));
    expect(await store(s3).save(state('run-1'), { tag })).toEqual({ kind: 'lost' });
    expect(s3.text(KEY)).toBe(stored('run-2', 'run-2'));
  });

  it('does not take an equal state of another run for its own', async () => {
    const tag = s3.put(KEY, stored('missing', 'run-0'));
    s3.put(KEY, stored('another again', 'run-2'));
    expect(await store(s3).save(state('another again'), { tag })).toEqual({ kind: 'lost' });
  });

  it('replaces its own earlier save that timed out and was stored late', async () => {
    const tag = s3.put(KEY, stored('missing', 'run-0'));
    s3.put(KEY, stored('run-1', 'run-1'));
    expect(await store(s3).save(state('later'), { tag })).toMatchObject({ kind: 'saved' });
    expect(s3.text(KEY)).toBe(stored('later', 'run-1'));
  });

  it('repeats after a conflict in which no run saved, and fails if the conflict persists', async () => {
    const tag = s3.put(KEY, stored('missing', 'run-0'));
    s3.faults.push('concurrent write');
    const saved = await store(s3).save(state('run-1'), { tag });
    expect(saved).toMatchObject({ kind: 'saved' });
    const refused = ['concurrent write', 'none'] as const;
    s3.faults.push(...refused, ...refused, ...refused);
    expect(
      await store(s3).save(state('again'), saved.kind === 'saved' ? saved : 'nothing'),
    ).toMatchObject({
      kind: 'failed',
      failure: { reason: 'conflict', operation: 's3:PutObject' },
    });
    expect(s3.text(KEY)).toBe(stored('run-1', 'run-1'));
  });

  it('fails when a first write is refused again and nothing is stored', async () => {
    const refused = ['concurrent write', 'none'] as const;
    s3.faults.push(...refused, ...refused, ...refused);
    expect(await store(s3).save(state('run-1'), 'nothing')).toMatchObject({
      kind: 'failed',
      failure: { reason: 'conflict' },
    });
    expect(s3.keys()).toEqual([]);
  });

  it.each([
    ['what was read', (): 'nothing' | { tag: string } => ({ tag: s3.put(KEY, stored('a', 'b')) })],
    ['nothing', (): 'nothing' | { tag: string } => 'nothing'],
  ])('fails, and replaces nothing, when no state is stored in place of %s', async (_, before) => {
    const replaced = before();
    s3.put(KEY, 'written by another program');
    expect(await store(s3).save(state('run-1'), replaced)).toMatchObject({
      kind: 'failed',
      failure: { reason: 'conflict' },
    });
    expect(s3.text(KEY)).toBe('written by another program');
  });

  it('is `lost` if another run wrote the first state at the same time', async () => {
    s3.faults.push('concurrent write', () => s3.put(KEY, stored('run-2', 'run-2')));
    expect(await store(s3).save(state('run-1'), 'nothing')).toEqual({ kind: 'lost' });
  });

  it('fails, and writes no new state, if the state was deleted in between', async () => {
    expect(await store(s3).save(state('run-1'), { tag: '"gone"' })).toMatchObject({
      kind: 'failed',
      failure: { reason: 'absent', errorName: 'NoSuchKey' },
    });
    expect(s3.keys()).toEqual([]);
  });

  it('fails when writing is forbidden, without a further request', async () => {
    s3.denied.add('s3:PutObject');
    expect(await store(s3).save(state('run-1'), 'nothing')).toMatchObject({
      kind: 'failed',
      failure: { reason: 'denied', operation: 's3:PutObject' },
    });
    expect(s3.requests).toHaveLength(1);
  });

  it('fails if S3 answers with a server error', async () => {
    const tag = s3.put(KEY, stored('missing', 'run-0'));
    s3.faults.push('not served', 'slow down', 'not served');
    expect(await store(s3).save(state('run-1'), { tag })).toMatchObject({ kind: 'failed' });
    expect(s3.text(KEY)).toBe(stored('missing', 'run-0'));
  });

  it('does not report success if it cannot read the state afterwards', async () => {
    s3.put(KEY, stored('run-2', 'run-2'));
    s3.denied.add('s3:GetObject');
    expect(await store(s3).save(state('run-1'), 'nothing')).toMatchObject({
      kind: 'failed',
      failure: { reason: 'denied', operation: 's3:GetObject' },
    });
  });
});
