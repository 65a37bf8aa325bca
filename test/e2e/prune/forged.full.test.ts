import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import { sha256 } from '../../../src/functions/prune/prune-digest.ts';
import { instant } from '../../../src/model/time.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { segmentJson } from '../../../src/prune/documents/journal-json.ts';
import { planJson } from '../../../src/prune/documents/plan-json.ts';
import type { JournalEntry } from '../../../src/prune/model/journal-segment.ts';
import type {
  PlannedFunction,
  PlannedVersion,
  PrunePlan,
} from '../../../src/prune/model/prune-plan.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import { functionDigest, planDigest } from '../../../src/prune/plan/canonical.ts';
import { roleAllowing } from '../../sandbox/fixtures/administrator.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { RegionWorld } from '../../sandbox/world.ts';
import {
  existingVersions,
  lastOf,
  OLD,
  orderKey,
  planKey,
  pruningWith,
  storedPlan,
} from './harness.ts';
import { shop } from './rows.ts';
import { DEV, devAccount, STATE_BUCKET, TOOLING } from './run-prune.ts';

/**
 * Forged plans, journals and narrowings: an attacker can write to the bucket, and digests are not signatures. Only
 * versions that the rules allow for a current listing are deleted, and the next real plan is still applied.
 */

const IRELAND = region('eu-west-1');
const MINUTE_MS = 60_000;
const PRUNE = 'limits-watchdog/prune';

function put({ organisation, clock }: Sandbox, key: string, text: string): void {
  organisation.findBucket(STATE_BUCKET)?.put({
    key,
    body: Buffer.from(text),
    now: clock.now(),
    contentType: 'text/plain',
    metadata: {},
  });
}

/** Stores a forged plan with correct digests and returns its id. */
function putPlan(sandbox: Sandbox, content: PrunePlan, order: object = {}): string {
  const plan = { ...content, digest: planDigest(content, sha256) };
  const json = planJson(plan);
  const orderText = JSON.stringify({
    kind: 'limits-watchdog.prune-order',
    format: 1,
    planDigest: sha256(json),
    ...order,
  });
  const planId = `20261122T060000Z-${sha256(orderText).slice(0, 16)}`;
  put(sandbox, planKey(planId), json);
  put(sandbox, orderKey(planId), orderText);
  return planId;
}

function putJournal(
  sandbox: Sandbox,
  planId: string,
  plan: string,
  entries: readonly JournalEntry[],
) {
  const segment = segmentJson({ format: 1, plan, sequence: 1, entries });
  put(sandbox, `${PRUNE}/runs/${planId}/journal/eu-west-1/000001.json`, segment);
}

/** Returns the plan with the chosen versions of a function marked as deletions, whatever kept them. */
function withDeletions(
  plan: PrunePlan,
  goes: (version: number) => boolean,
  extra: readonly number[] = [],
): PrunePlan {
  const functions = plan.functions.map((fn): PlannedFunction => {
    const [sample] = fn.versions;
    if (fn.name !== 'pay' || sample === undefined) return fn;
    const numbers = [...fn.versions.map(({ version }) => Number(version)), ...extra];
    const versions = numbers.map((at): PlannedVersion => {
      const { packageBytes, modifiedAt, traits, storage } = sample;
      const facts = {
        packageBytes,
        ...(modifiedAt !== undefined && { modifiedAt }),
        traits,
        storage,
      };
      const version = deletableVersion(String(at));
      if (version === undefined) throw new Error('no number of a version');
      return goes(at)
        ? { ...facts, version, verdict: 'delete' }
        : { ...facts, version, verdict: 'keep', reasons: [{ code: 'target' }] };
    });
    const names = versions.map(({ version }) => version);
    return { ...fn, versions, digest: functionDigest(IRELAND, 'pay', [], names, sha256) };
  });
  return { ...plan, functions };
}

/**
 * Returns the plan with kept versions of a function that does not exist, which raise the cap that is counted from
 * the plan.
 */
function filler(plan: PrunePlan): PrunePlan {
  const [sample] = plan.functions[0]?.versions ?? [];
  if (sample === undefined) throw new Error('the plan has no version');
  const { packageBytes, traits, storage } = sample;
  const versions = Array.from({ length: 900 }, (_, at): PlannedVersion => ({
    version: String(at + 1),
    packageBytes,
    traits,
    storage,
    verdict: 'keep',
    reasons: [{ code: 'target' }],
  }));
  const fn = { region: IRELAND, name: 'no-such-function', digest: 'x', versions };
  return { ...plan, functions: [...plan.functions, fn] };
}

const LARGE: RegionWorld = { functions: [{ name: 'pay', versions: '1-60', ...OLD }] };

async function begun(world: RegionWorld = shop()) {
  const pruning = pruningWith({ accounts: [devAccount(world)] });
  const real = await storedPlan(pruning);
  return { pruning, ...real };
}

/** Checks that another plan of the account can be created and applied. */
async function expectNotBlocked({ pruning }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  await pruning.sandbox.clock.sleep(5 * MINUTE_MS);
  const { planId } = await storedPlan(pruning);
  const last = lastOf(await pruning.pruneAll(planId, 'dev'));
  expect(last).toMatchObject({ state: 'finished' });
  expect('counts' in last && last.counts?.deleted).toBeGreaterThan(0);
}

function payLeft(sandbox: Sandbox): number {
  return [...existingVersions(sandbox)].filter((key) => key.startsWith('pay:')).length;
}

describe('a forged plan', () => {
  it('deletes no more of a function than a current listing allows, whatever it says of other functions', async () => {
    const { pruning, plan } = await begun();
    const forged = filler(withDeletions(plan, (version) => version <= 5));
    const planId = putPlan(pruning.sandbox, forged, { keepNewest: 1 });
    await pruning.pruneAll(planId, 'dev');
    // The three newest of six are kept by the current configuration.
    expect([...existingVersions(pruning.sandbox)]).toEqual(
      expect.arrayContaining(['pay:4', 'pay:5', 'pay:6']),
    );
  });

  it.each<[string, number]>([
    ['more than 90 % of the account, with functions that do not exist', 56],
    ['more than 90 % of the account by one version', 55],
  ])('that deletes %s deletes nothing', async (_, deletions) => {
    const world = await begun(LARGE);
    const { pruning, plan } = world;
    const planId = putPlan(
      pruning.sandbox,
      filler(withDeletions(plan, (version) => version <= deletions)),
    );
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(payLeft(pruning.sandbox)).toBe(60);
    expect(last).toMatchObject({ state: 'finished', counts: { deleted: 0, skipped: deletions } });
    expect(JSON.stringify(last)).toContain('"cap"');
    await expectNotBlocked(world);
  });

  it('deletes exactly the allowed share when it stays within it', async () => {
    const { pruning, plan } = await begun(LARGE);
    const planId = putPlan(
      pruning.sandbox,
      filler(withDeletions(plan, (version) => version <= 54)),
    );
    await pruning.pruneAll(planId, 'dev');
    expect(payLeft(pruning.sandbox)).toBe(6);
  });

  it('deletes nothing when versions that do not exist, and a journal about them, raise the cap', async () => {
    const world = await begun(LARGE);
    const { pruning, plan } = world;
    const extra = Array.from({ length: 900 }, (_, at) => 1001 + at);
    const forged = withDeletions(plan, (version) => version <= 58 || version > 1850, extra);
    const planId = putPlan(pruning.sandbox, forged);
    const at = instant(pruning.sandbox.clock.now());
    const entries = extra.map((version): JournalEntry => {
      const number = deletableVersion(String(version));
      if (number === undefined) throw new Error('no number of a version');
      return { region: IRELAND, functionName: 'pay', version: number, at, kind: 'intent' };
    });
    const digest = planDigest(forged, sha256);
    for (let sequence = 1; (sequence - 1) * 50 < entries.length; sequence += 1) {
      const part = entries.slice((sequence - 1) * 50, sequence * 50);
      const name = String(sequence).padStart(6, '0');
      put(
        pruning.sandbox,
        `${PRUNE}/runs/${planId}/journal/eu-west-1/${name}.json`,
        segmentJson({ format: 1, plan: digest, sequence, entries: part }),
      );
    }
    await pruning.pruneAll(planId, 'dev');
    expect(payLeft(pruning.sandbox)).toBe(60);
    await expectNotBlocked(world);
  });

  it('with a time in the future is refused, and so is one that continues such a planning', async () => {
    const world = await begun();
    const { pruning, plan } = world;
    const { sandbox } = pruning;
    const before = existingVersions(sandbox);
    const madeAt = instant(sandbox.clock.now() + 400 * 86_400_000);
    const planId = putPlan(sandbox, { ...plan, madeAt });
    expect(refusalsOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual([
      'plan-from-the-future',
    ]);
    const run = '11111111-0000-4000-8000-000000000000';
    put(
      sandbox,
      `${PRUNE}/planning/${run}.json`,
      JSON.stringify({
        kind: 'limits-watchdog.prune-planning',
        format: 1,
        event: { account: DEV },
        begunAt: '2031-01-01T00:00:00.000Z',
      }),
    );
    await expect(pruning.plan({ continue: run })).rejects.toThrow('a time that is yet to come');
    expect(existingVersions(sandbox)).toEqual(before);
    await expectNotBlocked(world);
  });
});

describe('a forged journal', () => {
  it.each([
    ['of a time yet to come', 400 * 86_400_000],
    ['of two minutes from now', 2 * MINUTE_MS],
    ['from before its plan', -400 * 86_400_000],
  ])('%s: nothing is deleted', async (_, shift) => {
    const world = await begun();
    const { pruning, plan, planId } = world;
    const { sandbox } = pruning;
    const before = existingVersions(sandbox);
    const version = deletableVersion('1');
    if (version === undefined) throw new Error('no number of a version');
    putJournal(sandbox, planId, plan.digest, [
      {
        region: IRELAND,
        functionName: 'pay',
        version,
        at: instant(sandbox.clock.now() + shift),
        kind: 'outcome',
        outcome: { kind: 'deleted' },
      },
    ]);
    expect(refusalsOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual(['journal-times']);
    expect(existingVersions(sandbox)).toEqual(before);
    await expectNotBlocked(world);
  });

  it('without numbers of its own belongs to no plan', async () => {
    const world = await begun();
    const { pruning, planId } = world;
    put(pruning.sandbox, `${PRUNE}/runs/${planId}/journal/eu-west-1/000001.json`, '{"at":"never"}');
    expect(refusalsOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual([
      'journal-other-plan',
    ]);
    await expectNotBlocked(world);
  });

  it('that calls a Region done ends only that plan, and the answer names what was not attempted', async () => {
    const world = await begun();
    const { pruning, planId } = world;
    put(
      pruning.sandbox,
      `${PRUNE}/runs/${planId}/after/eu-west-1.json`,
      JSON.stringify({
        kind: 'limits-watchdog.prune-measured',
        format: 1,
        occasion: 'nothing-left',
        at: '2031-01-01T00:00:00.000Z',
        storage: { used: 1 },
      }),
    );
    const before = existingVersions(pruning.sandbox);
    await pruning.prune({ planId, confirm: 'dev' }).catch(() => undefined);
    expect(existingVersions(pruning.sandbox)).toEqual(before);
    await expectNotBlocked(world);
  });
});

describe('a forged lease', () => {
  it.each([
    ['until 2031', Date.parse('2031-01-01T00:00:00Z')],
    ['until the year 9999', Date.parse('9999-01-01T00:00:00Z')],
    ['until four minutes from now', Date.parse('2026-11-22T06:04:00Z') + MINUTE_MS],
    ['until a text', '2031-01-01'],
    ['until no time', 1e20],
    ['until nothing', null],
  ])('%s delays no run', async (_, until) => {
    const { pruning, planId } = await begun();
    const key = `${PRUNE}/leases/${DEV}/eu-west-1.json`;
    put(pruning.sandbox, key, JSON.stringify({ runId: 'somebody', until }));
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(last.state).toBe('finished');
  });

  it('with a realistic duration delays a run, but no longer than that', async () => {
    const { pruning, planId } = await begun();
    const until = pruning.sandbox.clock.now() + 75_000;
    const key = `${PRUNE}/leases/${DEV}/eu-west-1.json`;
    put(pruning.sandbox, key, JSON.stringify({ runId: 'somebody', until }));
    const answer = await pruning.prune({ planId, confirm: 'dev' });
    expect(answer).toMatchObject({ state: 'busy' });
    const { retryAfterSeconds } = { retryAfterSeconds: Infinity, ...answer };
    expect(retryAfterSeconds).toBeLessThanOrEqual(136);
    await pruning.sandbox.clock.sleep(retryAfterSeconds * 1000);
    expect(lastOf(await pruning.pruneAll(planId, 'dev')).state).toBe('finished');
  });
});

it.each([
  ['is no state', '{"version":99}'],
  ['is no JSON', 'forged'],
  ['is of a time yet to come', '{"version":2,"savedAt":"2099-01-01T00:00:00.000Z"}'],
])('a state that %s allows no deletion that is refused without a state', async (_, state) => {
  const world = shop({ aliases: [{ name: 'live', version: '5' }] });
  const without = await storedPlan(pruningWith({ accounts: [devAccount(world)] }));
  expectDenied({ action: 's3:PutObject', because: 'only the watch function sets a state aside' });
  const forged = await storedPlan(pruningWith({ accounts: [devAccount(world)], state }));
  const goes = (plan: PrunePlan): readonly string[] =>
    plan.functions.flatMap(({ name, versions }) =>
      versions
        .filter(({ verdict }) => verdict === 'delete')
        .map(({ version }) => `${name}:${version}`),
    );
  expect(goes(without.plan)).toEqual(expect.arrayContaining([...goes(forged.plan)]));
});

it.each([
  `${PRUNE}/plans/p/plan.json`,
  `${PRUNE}/planning/r.json`,
  `${PRUNE}/runs/p/journal/eu-west-1/000001.json`,
  `${PRUNE}/leases/${DEV}/eu-west-1.json`,
  'limits-watchdog/state.json',
  'limits-watchdog/accounts.json',
])('S3 allows no administrator to write %s', async (key) => {
  const { sandbox } = pruningWith({
    accounts: [devAccount(shop())],
    roles: [roleAllowing('deployer', '*')],
  });
  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials: sandbox.credentialsOf({ account: TOOLING, role: 'deployer' }),
    requestHandler: sandbox.requestHandler(),
  });
  await expect(
    s3.send(new PutObjectCommand({ Bucket: STATE_BUCKET, Key: key, Body: 'forged' })),
  ).rejects.toThrow('with an explicit deny in a resource-based policy');
});

function refusalsOf(answer: object): readonly string[] {
  if (!('refusals' in answer) || !Array.isArray(answer.refusals)) return [];
  return answer.refusals.map(({ code }: { readonly code: string }) => code);
}
