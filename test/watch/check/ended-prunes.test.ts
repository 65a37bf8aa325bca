import { describe, expect, it } from 'vitest';

import { endedPrunes } from '../../../src/functions/watch/reports.ts';
import type { ReportedPrunes } from '../../../src/model/run-report.ts';
import { bytes, count } from '../../../src/model/units.ts';
import {
  asClock,
  BUCKET,
  connectionOf,
  devAccount,
  invoke,
  last,
  prune,
  setUp,
  store,
  TOPIC,
} from '../../prune/apply/run-prune.ts';
import { planOf } from '../../prune/apply/world-plan.ts';
import type { Setting } from '../../prune/apply/run-prune.ts';
import type { FaultRule } from '../../sandbox/faults.ts';

const MIB = 1024 ** 2;
const FOLDER = 'limits-watchdog/prune/ended/';
const WATCH_ROLE = {
  template: 'src/stacks/watch-function-role.yml',
  parameters: { StateBucket: BUCKET, AlertsTopicArn: TOPIC },
};

function setting(faults: readonly FaultRule[] = []): Setting {
  const functions = [{ name: 'orders', versions: '1-9', codeSize: 10 * MIB }];
  const codeStorage = { usage: { factor: 3, offsetBytes: MIB } };
  return setUp({
    accounts: [devAccount({ 'eu-west-1': { functions, codeStorage } })],
    faults,
    toolingStacks: [WATCH_ROLE],
  });
}

/** Reads the finished prunes as the watch function does. */
function read({ sandbox, configuration }: Setting): Promise<ReportedPrunes> {
  return endedPrunes(configuration, connectionOf(sandbox, 'limits-watchdog-watch'))();
}

function documents({ sandbox }: Setting): readonly string[] {
  const bucket = sandbox.organisation.findBucket(BUCKET);
  return (bucket?.versions(FOLDER) ?? []).map(({ key }) => key);
}

function put({ sandbox }: Setting, name: string, body: string): void {
  sandbox.organisation.findBucket(BUCKET)?.put({
    key: `${FOLDER}${name}`,
    body: Buffer.from(body),
    now: asClock(sandbox).now(),
    contentType: 'text/plain',
    metadata: {},
  });
}

describe('a prune that has ended', () => {
  it('is stored once, and the watch function reads it unchanged', async () => {
    const world = setting();
    const planId = await store(world, planOf(world.sandbox));
    const answer = last(await prune(world, planId));
    expect(answer).toMatchObject({ state: 'finished' });
    expect(answer).not.toHaveProperty('endNotKept');
    expect(documents(world)).toEqual([`${FOLDER}${planId}.json`]);
    const found = await read(world);
    expect(found).toMatchObject({
      kind: 'read',
      prunes: [
        {
          planId,
          account: { id: '222222222222', name: 'dev', stage: 'nonprod' },
          planned: count(6),
          deleted: count(6),
          packageBytesDeleted: bytes(60 * MIB),
          regions: [
            {
              region: 'eu-west-1',
              before: { kind: 'read', used: 301 * MIB, limit: 300 * 1024 ** 3 },
              after: { kind: 'read', used: 121 * MIB, limit: 300 * 1024 ** 3 },
            },
          ],
        },
      ],
    });
  });

  it('is not changed by a second invocation that reaches the end', async () => {
    const world = setting();
    const planId = await store(world, planOf(world.sandbox));
    await prune(world, planId);
    const before = await read(world);
    await world.sandbox.clock.sleep(600_000);
    expect(await invoke(world, { planId, confirm: 'dev' })).not.toHaveProperty('endNotKept');
    expect(documents(world)).toHaveLength(1);
    expect(await read(world)).toEqual(before);
  });

  it('is not stored before it has ended', async () => {
    const world = setting();
    const planId = await store(world, planOf(world.sandbox));
    await invoke(world, { planId, status: true });
    expect(documents(world)).toEqual([]);
    expect(await read(world)).toEqual({ kind: 'read', prunes: [] });
  });

  it('fails nothing when it cannot be stored, which is reported', async () => {
    const world = setting([
      {
        match: { operation: 'PutObject', resource: '*/prune/ended/*' },
        times: 'always',
        effect: { kind: 'error', name: 'AccessDenied', status: 403 },
      },
    ]);
    const answers = await prune(world, await store(world, planOf(world.sandbox)));
    expect(last(answers)).toMatchObject({
      state: 'finished',
      notice: 'published',
      endNotKept: expect.stringContaining('s3:PutObject: AccessDenied'),
    });
  });
});

describe('the prunes that ended last', () => {
  it('are ten at most, newest first, over all pages of the listing', async () => {
    const world = setting();
    const planId = await store(world, planOf(world.sandbox));
    await prune(world, planId);
    const bucket = world.sandbox.organisation.findBucket(BUCKET);
    const kept = bucket?.current(`${FOLDER}${planId}.json`);
    const document = Buffer.from(kept?.body ?? '').toString('utf8');
    for (let at = 0; at < 1_015; at += 1) {
      // The names are in the reverse order of time, so the test shows that the time is read.
      const name = String(9_999 - at);
      await world.sandbox.clock.sleep(1_000);
      put(world, `${name}.json`, document.replaceAll(planId, name));
    }
    const found = await read(world);
    if (found.kind !== 'read') throw new Error(JSON.stringify(found));
    expect(found.prunes.map((one) => one.planId).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, at) => String(9_999 - 1_014 + at)),
    );
    expect(world.sandbox.calls.count({ operation: 'ListObjectsV2' })).toBe(2);
  });

  it.each<[string, FaultRule['match']]>([
    ['listed', { operation: 'ListObjectsV2' }],
    ['read', { operation: 'GetObject', resource: '*/prune/ended/*' }],
  ])('are unknown when they cannot be %s, and never none', async (_, match) => {
    const world = setting();
    await prune(world, await store(world, planOf(world.sandbox)));
    world.sandbox.faults.add({
      match,
      times: 'always',
      effect: { kind: 'error', name: 'AccessDenied', status: 403 },
    });
    expect(await read(world)).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
  });

  it.each(['', '{}', 'null', '{"kind":"limits-watchdog.prune-ended","format":1,"prune":{}}'])(
    'are not known when one of them is none: %j',
    async (body) => {
      const world = setting();
      put(world, 'one.json', body);
      expect(await read(world)).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
    },
  );

  it('are unknown when one of them is too large, which is not fetched', async () => {
    const world = setting();
    put(world, 'one.json', ' '.repeat(1_000_001));
    expect(await read(world)).toMatchObject({
      kind: 'failed',
      failure: { reason: 'malformed', message: expect.stringContaining('one.json is too large') },
    });
    expect(world.sandbox.calls.count({ operation: 'GetObject' })).toBe(0);
  });
});
