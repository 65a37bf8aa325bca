import { describe, expect, it } from 'vitest';

import { leases } from '../../../src/prune/apply/lease.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { asClock, BUCKET, DEV, devAccount, IRELAND, s3Of, setUp, storeOf } from './run-prune.ts';
import { expectDenied } from '../../sandbox/expected.ts';

const ROLE = 'limits-watchdog-prune-function';
const RUN = 'run-one0';
const OTHER = 'run-two0';

function sandboxOf(): Sandbox {
  return setUp({ accounts: [devAccount({})] }).sandbox;
}

function put(sandbox: Sandbox, name: string, text: string): void {
  const key = `limits-watchdog/prune/${name}`;
  const object = { key, body: Buffer.from(text), now: 0, contentType: undefined, metadata: {} };
  sandbox.organisation.findBucket(BUCKET)?.put(object);
}

describe('the store', () => {
  it('returns what was written, and undefined for what is missing', async () => {
    const store = storeOf(sandboxOf(), ROLE, RUN);
    expect(await store.read('runs/a')).toBeUndefined();
    expect(await store.create('runs/a', 'Größe ✓')).toBe('created');
    expect(await store.read('runs/a')).toBe('Größe ✓');
    expect(store.locationOf('runs/a')).toBe(`s3://${BUCKET}/limits-watchdog/prune/runs/a`);
  });

  it('never replaces a document; the same run may write the same text again', async () => {
    const sandbox = sandboxOf();
    const store = storeOf(sandbox, ROLE, RUN);
    await store.create('runs/a', 'one');
    expect(await store.create('runs/a', 'two')).toBe('exists');
    expect(await store.create('runs/a', 'one')).toBe('created');
    expect(await storeOf(sandbox, ROLE, OTHER).create('runs/a', 'one')).toBe('exists');
    expect(await store.read('runs/a')).toBe('one');
  });

  it('recognises its own first attempt when the answer to it was lost', async () => {
    const sandbox = sandboxOf();
    sandbox.faults.add({
      match: { operation: 'PutObject' },
      times: 1,
      effect: { kind: 'reset', isCarriedOut: true },
    });
    expect(await storeOf(sandbox, ROLE, RUN).create('runs/a', 'one')).toBe('created');
  });

  it.each([1, 2])('tries again while %i other writes are under way', async (times) => {
    const sandbox = sandboxOf();
    sandbox.faults.add({
      match: { operation: 'PutObject' },
      times,
      effect: { kind: 'error', name: 'ConditionalRequestConflict', status: 409 },
    });
    expect(await storeOf(sandbox, ROLE, RUN).create('runs/a', 'one')).toBe('created');
  });

  it('distinguishes missing from forbidden', async () => {
    const sandbox = sandboxOf();
    sandbox.faults.add({
      match: { service: 's3' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const store = storeOf(sandbox, ROLE, RUN);
    await expect(store.read('runs/a')).rejects.toThrow('s3:GetObject: AccessDenied');
    await expect(store.create('runs/a', 'one')).rejects.toThrow('s3:PutObject: AccessDenied');
  });

  it('lets the prune function write no plan, and the plan function no journal', async () => {
    expectDenied({ action: 's3:PutObject', because: 'each writes what is its own' });
    const sandbox = sandboxOf();
    const pruning = storeOf(sandbox, ROLE, RUN);
    await expect(pruning.create('plans/a/plan.json', '{}')).rejects.toThrow('AccessDenied');
    const planning = storeOf(sandbox);
    await expect(planning.create('runs/a/journal/1.json', '{}')).rejects.toThrow('AccessDenied');
    expect(await planning.create('plans/a/plan.json', '{}')).toBe('created');
    expect(await pruning.read('plans/a/plan.json')).toBe('{}');
  });
});

describe('the lease', () => {
  const account = accountId(DEV);
  const take = (sandbox: Sandbox, runId: string, ms = 75_000) => {
    const place = { bucket: BUCKET, prefix: 'limits-watchdog/prune', runId };
    const until = instant(sandbox.clock.now() + ms);
    return leases(s3Of(sandbox, ROLE), place, asClock(sandbox))(account, IRELAND, until);
  };

  it('belongs to one run at a time, and can be released', async () => {
    const sandbox = sandboxOf();
    const first = await take(sandbox, RUN);
    expect(await take(sandbox, OTHER)).toMatchObject({ kind: 'busy', runId: RUN });
    if (first.kind === 'held') await first.release();
    expect(await take(sandbox, OTHER)).toMatchObject({ kind: 'held' });
  });

  it('expires, when its run was killed', async () => {
    const sandbox = sandboxOf();
    await take(sandbox, RUN);
    await sandbox.clock.sleep(74_000);
    expect(await take(sandbox, OTHER)).toMatchObject({ kind: 'busy' });
    await sandbox.clock.sleep(1_000);
    expect(await take(sandbox, OTHER)).toMatchObject({ kind: 'held' });
  });

  it('of another run is not released by a run that has lost it', async () => {
    const sandbox = sandboxOf();
    const first = await take(sandbox, RUN, 1);
    await sandbox.clock.sleep(2);
    await take(sandbox, OTHER);
    if (first.kind === 'held') await first.release();
    expect(await take(sandbox, 'run-three')).toMatchObject({ kind: 'busy', runId: OTHER });
  });

  it('can be taken again by the same run, and its earlier slice then does not release it', async () => {
    const sandbox = sandboxOf();
    const earlier = await take(sandbox, RUN);
    await sandbox.clock.sleep(1_000);
    expect(await take(sandbox, RUN)).toMatchObject({ kind: 'held' });
    if (earlier.kind === 'held') await earlier.release();
    expect(await take(sandbox, OTHER)).toMatchObject({ kind: 'busy', runId: RUN });
  });

  it('goes to one of two runs that take it at the same time', async () => {
    const sandbox = sandboxOf();
    const both = await Promise.all([take(sandbox, RUN), take(sandbox, OTHER)]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['busy', 'held']);
  });

  it('is taken even when the answer to the write was lost', async () => {
    const sandbox = sandboxOf();
    sandbox.faults.add({
      match: { operation: 'PutObject' },
      times: 1,
      effect: { kind: 'reset', isCarriedOut: true },
    });
    expect(await take(sandbox, RUN)).toMatchObject({ kind: 'held' });
  });

  it.each([
    '',
    '{',
    'null',
    '{"runId":1}',
    '{"runId":"a","until":"b"}',
    '{"runId":"a","until":1e99}',
  ])('that is unreadable (%j) blocks no run', async (text) => {
    const sandbox = sandboxOf();
    put(sandbox, `leases/${DEV}/eu-west-1.json`, text);
    expect(await take(sandbox, RUN)).toMatchObject({ kind: 'held' });
  });
});
