import { describe, expect, it } from 'vitest';

import type { RegionChange } from '../../sandbox/change.ts';
import { sized } from '../../size.ts';
import {
  BUCKET,
  DEV,
  devAccount,
  httpOf,
  invoke,
  journalOf,
  last,
  prune,
  setUp,
  store,
  unqualifiedDeletes,
  versionsOf,
} from './run-prune.ts';
import type { Setting } from './run-prune.ts';
import { planOf } from './world-plan.ts';
import { killedAfter } from './killed.ts';

/** Enough for about half of the deletions of the world below. */
const SHORT_MS = 22_000;
const NAMES = ['fn-0', 'fn-1', 'fn-2', 'fn-3', 'fn-4', 'fn-5'];

function world(): Setting {
  const functions = NAMES.map((name) => ({ name, versions: '1-12' }));
  return setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })] });
}

function listings({ sandbox }: Setting): number {
  const { calls } = sandbox;
  return (
    calls.count({ operation: 'ListFunctions' }) +
    calls.count({ operation: 'ListVersionsByFunction' })
  );
}

/** A run whose first slice got through some of its functions and left the rest. */
async function begun(slice = 1) {
  const setting = world();
  const plan = planOf(setting.sandbox);
  const planId = await store(setting, plan);
  for (let at = 0; at < slice; at += 1) {
    const answer = await invoke(setting, { planId, confirm: 'dev' }, undefined, SHORT_MS);
    expect(answer.state).toBe('goes-on');
  }
  const untouched = NAMES.filter((name) => versionsOf(setting, name).length === 12);
  const [next = ''] = untouched;
  return { setting, plan, planId, untouched, next };
}

function listedKeys({ sandbox }: Setting): readonly string[] {
  const objects = sandbox.organisation.findBucket(BUCKET)?.versions('') ?? [];
  return objects.map(({ key }) => key).filter((key) => key.includes('/listed/'));
}

/** Puts another text in the place of what the slice before has listed. */
function tamper(setting: Setting, change: (text: string) => string): void {
  const { sandbox } = setting;
  const bucket = sandbox.organisation.findBucket(BUCKET);
  const [key = ''] = listedKeys(setting);
  const found = bucket?.current(key);
  if (bucket === undefined || found === undefined) throw new Error('nothing was left');
  bucket.put({
    key,
    body: Buffer.from(change(Buffer.from(found.body).toString('utf8'))),
    now: sandbox.clock.now(),
    contentType: undefined,
    metadata: {},
  });
}

describe('what one slice has listed', () => {
  it('is not listed again by the next, and no function is checked twice', async () => {
    const { setting, planId, untouched } = await begun();
    expect(untouched.length).toBeGreaterThan(1);
    expect(untouched.length).toBeLessThan(6);
    expect(last(await prune(setting, planId)).counts).toMatchObject({ planned: 54, deleted: 54 });
    const { calls } = setting.sandbox;
    // Six functions with thirteen listed versions each: two pages.
    expect(listings(setting)).toBe(2);
    expect(calls.count({ operation: 'ListAliases' })).toBe(6);
    expect(calls.count({ operation: 'ListProvisionedConcurrencyConfigs' })).toBe(6);
  });

  it('is listed again once it is 100 seconds old', async () => {
    const { setting, planId } = await begun();
    await setting.sandbox.clock.sleep(101_000);
    expect(last(await prune(setting, planId)).counts).toMatchObject({ deleted: 54 });
    expect(listings(setting)).toBeGreaterThan(2);
  });

  it.each<[string, (text: string) => string]>([
    ['is no longer as it was written', (text) => text.replace('"version":"3"', '"version":"4"')],
    ['is cut off', (text) => text.slice(0, -20)],
    ['belongs to another plan', (text) => text.replace(/"plan":"\w{4}/, '"plan":"0000')],
    ['belongs to another Region', (text) => text.replace('eu-west-1', 'eu-west-2')],
    ['has another format', (text) => text.replace('"format":1', '"format":2')],
    ['is empty', () => ''],
  ])('is listed again when it %s', async (_, change) => {
    const { setting, planId } = await begun();
    tamper(setting, change);
    expect(last(await prune(setting, planId)).counts).toMatchObject({ deleted: 54 });
    expect(listings(setting)).toBeGreaterThan(2);
  });

  it('is listed again when another run has deleted since', async () => {
    const { setting, planId } = await begun();
    const [key = ''] = listedKeys(setting);
    const written = journalOf(setting, planId).length;
    const again = await invoke(setting, { planId, confirm: 'dev' }, undefined, SHORT_MS);
    expect(again.state).not.toBe('refused');
    expect(journalOf(setting, planId).length).toBeGreaterThan(written);
    // What was left before is of another place in the journal, and is never read again.
    const reads = setting.sandbox.calls.list({ operation: 'GetObject' });
    await prune(setting, planId);
    const later = setting.sandbox.calls.list({ operation: 'GetObject' }).slice(reads.length);
    const resources = later.flatMap(({ access }) => access.map(({ resource }) => resource));
    expect(resources.filter((resource) => resource.endsWith(key))).toEqual([]);
  });
});

describe('what happens between two slices, while the listing is kept', () => {
  it.each<[string, (change: RegionChange, name: string) => void]>([
    ['an alias is made', (change, name) => change.moveAlias(name, 'live', '2')],
    [
      'the function is made again with an alias',
      (change, name) => {
        change.deleteFunction(name);
        change.createFunction({
          name,
          versions: '13-20',
          aliases: [{ name: 'live', version: '14' }],
        });
      },
    ],
    [
      'the function is made again with a trigger',
      (change, name) => {
        change.deleteFunction(name);
        change.createFunction({ name, versions: '13-20', provisionedConcurrency: { '14': 1 } });
      },
    ],
    ['the function is deleted', (change, name) => change.deleteFunction(name)],
    ['a version is published', (change, name) => void change.publishVersion(name)],
  ])('%s: nothing that is not planned is deleted', async (_, happens) => {
    const { setting, planId, next } = await begun();
    happens(setting.sandbox.change({ account: DEV, region: 'eu-west-1' }), next);
    const before = versionsOf(setting, next);
    const { counts, state } = last(await prune(setting, planId));
    expect(state).toBe('finished');
    expect(counts.deleted + counts.skipped).toBe(54);
    const gone = before.filter((version) => !versionsOf(setting, next).includes(version));
    expect(gone.filter((version) => version > 9)).toEqual([]);
    expect(unqualifiedDeletes(setting)).toEqual([]);
  });

  it.each<[string, (change: RegionChange, name: string) => void]>([
    ['an alias is made', (change, name) => change.moveAlias(name, 'live', '2')],
    ['the function is deleted', (change, name) => change.deleteFunction(name)],
  ])('%s: its function alone is skipped', async (_, happens) => {
    const { setting, planId, next } = await begun();
    happens(setting.sandbox.change({ account: DEV, region: 'eu-west-1' }), next);
    const { counts } = last(await prune(setting, planId));
    expect(counts).toMatchObject({ deleted: 45, skipped: 9 });
  });
});

describe('a second slice that is killed', () => {
  it('after any of its calls ends as one that never was', async () => {
    const calm = await begun();
    const whole = last(await prune(calm.setting, calm.planId)).counts;
    let isCutOff = true;
    for (let survived = 1; isCutOff; survived += sized(28, 7)) {
      const { setting, planId } = await begun();
      const { handler, sent } = killedAfter(httpOf(setting.sandbox), survived);
      await invoke(setting, { planId, confirm: 'dev' }, handler, SHORT_MS).catch(() => undefined);
      isCutOff = sent() >= survived;
      expect(last(await prune(setting, planId)).counts, `killed in call ${survived}`).toEqual(
        whole,
      );
      expect(NAMES.map((name) => versionsOf(setting, name))).toEqual(NAMES.map(() => [10, 11, 12]));
    }
  }, 60_000);
});
