import { describe, expect, it } from 'vitest';

import { leases } from '../../src/aws/prune-lease.ts';
import { encodePlanning, parsePlanning } from '../../src/aws/prune/planning-state-format.ts';
import { foldJournal } from '../../src/decide/prune-journal.ts';
import { keepEnded, parseEnded } from '../../src/flows/prune-ended.ts';
import { journalsOf } from '../../src/flows/prune-ends.ts';
import { leaveListed, recallListed } from '../../src/flows/prune-listed.ts';
import { loadMeasured, storeMeasured } from '../../src/flows/prune-measured.ts';
import { storePlan } from '../../src/flows/prune-stored-plan.ts';
import { loadPlanning, storePlanning } from '../../src/flows/prune-stored-planning.ts';
import type { Region } from '../../src/model/aws-ids.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import type { FunctionListing } from '../../src/model/prune-inventory.ts';
import { instant } from '../../src/model/time.ts';
import { parseSegment, segmentJson } from '../../src/render/plan-journal-json.ts';
import { parsePlan, planJson } from '../../src/render/plan-json.ts';
import { asClock, BUCKET, DEV, devAccount, s3Of, setUp } from '../prune-apply/run-prune.ts';
import { golden, goldenData, goldenStore, sha256, withTimes } from './documents.ts';
import { MADE_AT, PLAN_ID, storedPlan, storedProgress } from './stored-run.ts';

const PLAN = `prune/plans/${PLAN_ID}/plan.json`;
const IRELAND = region('eu-west-1');
const TIMES = ['madeAt', 'modifiedAt', 'createdAt', 'at', 'readAt'];

describe('a stored plan', () => {
  it('is loaded with its order as it was stored, and stored under the same id', async () => {
    const { plan, order, isAsStored } = await storedPlan();
    expect({ order, isAsStored }).toEqual({
      order: { untilPercent: 60, keepNewest: 1 },
      isAsStored: true,
    });
    const store = goldenStore();
    expect(await storePlan(store, plan, order, sha256, () => 'text')).toBe(PLAN_ID);
    expect(store.written.get(`plans/${PLAN_ID}/plan.json`)).toBe(golden(PLAN));
    const orderName = `plans/${PLAN_ID}/order.json`;
    expect(store.written.get(orderName)).toBe(golden(`prune/${orderName}`));
  });

  it.each([
    PLAN,
    'prune/plan-of-every-reason.json',
    'prune/plan-without-layers.json',
    'prune/plan-layers-not-asked.json',
  ])('is read whole, and written alike: %s', (name) => {
    const { kind: _, ...plan } = goldenData(name);
    const read = parsePlan(golden(name));
    expect(read).toEqual({ ok: true, value: withTimes(plan, TIMES) });
    expect(read.ok && planJson(read.value)).toBe(golden(name));
  });
});

describe('a journal', () => {
  it.each([
    `prune/runs/${PLAN_ID}/journal/eu-west-1/000001.json`,
    'prune/journal-of-every-outcome.json',
  ])('is read whole, and written alike: %s', (name) => {
    const { kind: _, ...segment } = goldenData(name);
    const read = parseSegment(golden(name));
    expect(read).toEqual({ ok: true, value: withTimes(segment, TIMES) });
    expect(read.ok && segmentJson(read.value)).toBe(golden(name));
  });

  it('tells what became of its plan', async () => {
    const { plan } = await storedPlan();
    const journals = await journalsOf(goldenStore(), PLAN_ID, plan);
    const segments = [...journals.values()].flatMap((journal) => journal.segments);
    const { begunAt, intended, outcomes, strangers } = foldJournal(plan, segments);
    expect({ begunAt, strangers }).toEqual({ begunAt: MADE_AT + 60_000, strangers: 0 });
    expect([...intended]).toEqual([
      'eu-west-1/orders:1',
      'eu-west-1/orders:2',
      'eu-west-1/layer:tools:1',
    ]);
    expect([...outcomes].map(([key, { kind }]) => [key, kind])).toEqual([
      ['eu-west-1/orders:1', 'deleted'],
      ['eu-west-1/orders:2', 'failed'],
      ['eu-west-1/layer:tools:1', 'deleted'],
    ]);
  });
});

describe('what a run of pruning keeps beside its journal', () => {
  const measured = (when: string) => golden(`prune/runs/${PLAN_ID}/${when}/eu-west-1.json`);

  it('is code storage before and after, read whole and written alike', async () => {
    const [before, after] = await Promise.all([
      loadMeasured(goldenStore(), PLAN_ID, IRELAND, 'before'),
      loadMeasured(goldenStore(), PLAN_ID, IRELAND, 'after'),
    ]);
    expect([before, after]).toEqual([
      {
        occasion: 'before',
        at: MADE_AT + 30_000,
        storage: { kind: 'read', value: { used: 322_122_547_199, limit: 322_122_547_200 } },
      },
      {
        occasion: 'target-reached',
        at: MADE_AT + 90_000,
        storage: { kind: 'read', value: { used: 300_000_000_000 } },
      },
    ]);
    if (before === undefined || after === undefined) return;
    const store = goldenStore();
    await storeMeasured(store, PLAN_ID, IRELAND, before);
    await storeMeasured(store, PLAN_ID, IRELAND, after);
    expect([...store.written.values()]).toEqual([measured('before'), measured('after')]);
  });

  it('may be that code storage could not be read', async () => {
    const text = golden('prune/measured-nothing-left.json');
    const store = { ...goldenStore(), read: async () => text };
    const read = await loadMeasured(store, PLAN_ID, IRELAND, 'after');
    expect(read).toMatchObject({
      occasion: 'nothing-left',
      at: MADE_AT,
      storage: { kind: 'failed', failure: { reason: 'denied' } },
    });
    if (read !== undefined) await storeMeasured(store, PLAN_ID, IRELAND, read);
    expect([...store.written.values()]).toEqual([text]);
  });

  it('is what a slice has listed, recalled whole and left alike', async () => {
    const { plan } = await storedPlan();
    const place = { planId: PLAN_ID, planDigest: plan.digest, region: IRELAND, segments: 1 };
    const name = `runs/${PLAN_ID}/listed/eu-west-1/000001.json`;
    const { functions } = goldenData(`prune/${name}`);
    const store = goldenStore();
    const recalled: FunctionListing[] = [];
    const access = {
      recall: (_: Region, listings: readonly FunctionListing[]) => {
        recalled.push(...listings);
      },
      listings: () => recalled,
    };
    await recallListed(place, { store, digest: sha256, access });
    expect(recalled).toEqual(withTimes(functions, TIMES));
    await leaveListed(place, new Set(['orders']), { store, digest: sha256, access });
    expect(store.written.get(name)).toBe(golden(`prune/${name}`));
  });

  it('is how it ended, read whole and kept alike', async () => {
    const name = `ended/${PLAN_ID}.json`;
    const { prune } = goldenData(`prune/${name}`);
    expect(parseEnded(golden(`prune/${name}`))).toEqual(withTimes(prune, ['endedAt']));
    const store = goldenStore();
    expect(await keepEnded(await storedProgress(), store)).toBe(true);
    expect(store.written.get(name)).toBe(golden(`prune/${name}`));
  });
});

describe('a plan in the making', () => {
  const RUN = 'f3a1c2d4-0000-4000-8000-000000000001';

  it('is gone on with where it was left, and left alike', async () => {
    const name = `planning/${RUN}.json`;
    const { event, state } = goldenData(`prune/${name}`);
    const found = await loadPlanning(goldenStore(), RUN);
    expect(found).toEqual({ event, planning: { begunAt: MADE_AT, state } });
    const store = goldenStore();
    if (found !== undefined) await storePlanning(store, RUN, found);
    expect(store.written.get(name)).toBe(golden(`prune/${name}`));
  });

  it('may have read nothing yet', async () => {
    const text = golden('prune/planning-begun.json');
    const store = { ...goldenStore(), read: async () => text };
    const found = await loadPlanning(store, RUN);
    expect(found?.planning).toEqual({ begunAt: MADE_AT, state: undefined });
    if (found !== undefined) await storePlanning(store, RUN, found);
    expect([...store.written.values()]).toEqual([text]);
  });

  it('may hold checks that nobody made, which no reader may take for an answer', () => {
    const text = golden('prune/planning-of-cleared-checks.json');
    const read = parsePlanning(text);
    if (read.kind !== 'state') throw new Error(read.problem);
    const kinds = new Set(read.state.regions[0]?.evidence.map(({ outcome }) => outcome.kind));
    expect(kinds).toEqual(new Set(['switched-off', 'not-needed']));
    expect(encodePlanning(read.state)).toBe(text);
  });

  it('has its progress read, and written alike', () => {
    const text = golden('prune/planning-progress.json');
    const read = parsePlanning(text);
    if (read.kind !== 'state') throw new Error(read.problem);
    expect(encodePlanning(read.state)).toBe(text);
    const [ireland, ...others] = read.state.regions;
    expect(others.map(({ region: code, listing }) => [code, listing.kind])).toEqual([
      ['eu-west-2', 'under-way'],
      ['eu-west-3', 'under-way'],
      ['us-east-1', 'failed'],
    ]);
    expect(ireland?.evidence.slice(0, 3)).toEqual([
      {
        check: 'event-source-mappings',
        scope: { kind: 'account' },
        outcome: {
          kind: 'read',
          uses: [{ region: 'eu-west-1', functionName: 'orders', version: '3', by: 'arn:aws:x' }],
        },
      },
      {
        check: 'provisioned-concurrency',
        scope: { kind: 'region', region: 'eu-west-1' },
        outcome: { kind: 'read', uses: [] },
      },
      {
        check: 'provisioned-concurrency',
        scope: { kind: 'function', region: 'eu-west-1', functionName: 'orders' },
        outcome: { kind: 'read', uses: [] },
      },
    ]);
  });
});

describe('a lease', () => {
  const KEY = `limits-watchdog/prune/leases/${DEV}/eu-west-1.json`;
  const UNTIL = instant(MADE_AT + 75_000);

  function lease() {
    const { sandbox } = setUp({ accounts: [devAccount({})] });
    const bucket = sandbox.organisation.findBucket(BUCKET);
    const s3 = s3Of(sandbox, 'limits-watchdog-prune-function');
    const take = (runId: string) => {
      const place = { bucket: BUCKET, prefix: 'limits-watchdog/prune', runId };
      return leases(s3, place, asClock(sandbox))(accountId(DEV), IRELAND, UNTIL);
    };
    return { bucket, take };
  }

  it('of another run is respected until it expires', async () => {
    const { bucket, take } = lease();
    const body = Buffer.from(golden('prune/lease.json'));
    bucket?.put({ key: KEY, body, now: 0, contentType: undefined, metadata: {} });
    expect(await take('run-two0')).toEqual({ kind: 'busy', runId: 'run-one0', until: UNTIL });
  });

  it('is written alike', async () => {
    const { bucket, take } = lease();
    expect(await take('run-one0')).toMatchObject({ kind: 'held' });
    const written = bucket?.versions(KEY).map(({ body }) => Buffer.from(body).toString('utf8'));
    expect(written).toEqual([golden('prune/lease.json')]);
  });
});
