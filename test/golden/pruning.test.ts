import { describe, expect, it } from 'vitest';

import { leases } from '../../src/prune/apply/lease.ts';
import { encodePlanning, parsePlanning } from '../../src/prune/evidence/collect/state-format.ts';
import { planDigest } from '../../src/prune/plan/canonical.ts';
import { loadPlan, storePlan } from '../../src/prune/apply/stored-plan.ts';
import { loadPlanning, storePlanning } from '../../src/prune/apply/planning.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import { instant } from '../../src/model/time.ts';
import { parsePlan, planJson } from '../../src/prune/documents/plan-json.ts';
import { asClock, BUCKET, DEV, devAccount, s3Of, setUp } from '../prune/apply/run-prune.ts';
import { narrowingJson, parseNarrowing } from '../../src/prune/documents/narrowing-json.ts';
import { parseReview, reviewJson } from '../../src/prune/documents/review-json.ts';
import { reviewOf } from '../../src/prune/plan/make-review.ts';
import { bytes } from '../../src/model/units.ts';
import { deletionsOf } from '../../src/prune/plan/order.ts';
import { fn, inIreland, numbered, planOf } from '../prune/plan/build.ts';
import {
  expectGolden,
  formsOf,
  golden,
  goldenData,
  goldenStore,
  newestOf,
  sha256,
  withTimes,
} from './documents.ts';
import {
  FORMER_PLAN_ID,
  MADE_AT,
  PLAN_ID,
  PLAN_IDS,
  storedPlan,
  SWITCHED_OFF_PLAN_ID,
} from './stored-run.ts';

const planName = (id: string) => `prune/plans/${id}/plan.json`;
const PLANS = [
  ...PLAN_IDS.map(planName),
  ...['plan-of-every-reason', 'plan-without-layers', 'plan-layers-not-asked'].flatMap((name) =>
    formsOf(`prune/${name}.json`),
  ),
];
const IRELAND = region('eu-west-1');
const TIMES = ['madeAt', 'modifiedAt', 'createdAt'];

describe('a stored plan', () => {
  it.each(PLAN_IDS)('is loaded with its order, and stored under the same id: %s', async (id) => {
    const { plan, order, isAsStored } = await storedPlan(id);
    expect({ order, isAsStored }).toEqual({
      order: { untilPercent: 60, keepNewest: 1 },
      isAsStored: true,
    });
    const store = goldenStore();
    expect(await storePlan(store, plan, order, sha256, () => 'text')).toBe(id);
    for (const name of [`plans/${id}/plan.json`, `plans/${id}/order.json`]) {
      expect(store.written.get(name)).toBe(golden(`prune/${name}`));
    }
  });

  it.each(PLANS)('is read whole with a digest that fits, and written alike: %s', (name) => {
    const { kind: _, ...stored } = goldenData(name);
    const read = parsePlan(golden(name));
    if (!read.ok) throw new Error(read.fault);
    expect(read.value).toEqual(withTimes(stored, TIMES));
    expect(planDigest(read.value, sha256)).toBe(read.value.digest);
    expect(planJson(read.value)).toBe(golden(name));
  });

  /**
   * Plans without `switchedOff` keep format 1. The former release requires that field, so it refuses them
   * (`.switchedOff is not a list`) as changed plans and deletes nothing. It would refuse another format in the same
   * way.
   */
  it('of the former release has an empty switchedOff, and a new one has none', () => {
    const {
      switchedOff,
      digest: former,
      kind: _,
      ...others
    } = goldenData(planName(FORMER_PLAN_ID));
    const { digest, kind: __, ...plan } = goldenData(planName(PLAN_ID));
    expect(switchedOff).toEqual([]);
    expect(Object.keys(plan)).not.toContain('switchedOff');
    expect(plan).toEqual(others);
    expect(digest).not.toBe(former);
  });

  it('that names a check as switched off is refused, though its digest and its id fit', async () => {
    const name = planName(SWITCHED_OFF_PLAN_ID);
    expect(goldenData(name)['switchedOff']).toHaveLength(1);
    const order = goldenData(`prune/plans/${SWITCHED_OFF_PLAN_ID}/order.json`);
    expect(order['planDigest']).toBe(sha256(golden(name)));
    const loaded = await loadPlan(goldenStore(), SWITCHED_OFF_PLAN_ID, sha256);
    expect(loaded).toMatchObject({ kind: 'unreadable' });
  });
});

describe('a stored review', () => {
  const name = 'prune/review-of-every-reason.json';

  it('is written alike', () => {
    const plan = parsePlan(golden(newestOf('prune/plan-of-every-reason.json')));
    if (!plan.ok) throw new Error(plan.fault);
    const account = { ...plan.value.account, stage: 'prod' } as const;
    const used = { kind: 'read', value: { used: bytes(1_000), limit: bytes(4_000) } } as const;
    const codeStorage = [{ region: IRELAND, at: MADE_AT, storage: used }];
    const review = reviewOf({ ...plan.value, account }, { codeStorage, requestedBy: 'ana' });
    expectGolden(name, reviewJson(review));
  });

  it.each(formsOf(name))('is read whole, without a digest, and written alike: %s', (form) => {
    const read = parseReview(golden(form));
    if (!read.ok) throw new Error(read.fault);
    expect(reviewJson(read.value)).toBe(golden(form));
    expect(golden(form)).not.toContain('"digest"');
    expect(parsePlan(golden(form)).ok).toBe(false);
    expect(parseReview(golden(newestOf('prune/plan-of-every-reason.json'))).ok).toBe(false);
  });
});

describe('the age of evidence', () => {
  const orders = inIreland(fn('orders', numbered(1, 6)));
  const readings = [{ check: 'pipes', region: IRELAND, readAt: MADE_AT } as const];

  it('is read with a plan, and written alike', () => {
    const plan = planOf(orders, { readings });
    expectGolden('prune/plan-with-readings.json', planJson(plan));
    const read = parsePlan(golden('prune/plan-with-readings.json'));
    expect(read).toEqual({ ok: true, value: plan });
  });

  it('is read with a narrowing, and written alike', () => {
    const [version] = deletionsOf(planOf(orders)).map((one) => one.version);
    if (version === undefined) throw new Error('the plan deletes nothing');
    const reasons = [{ code: 'in-use', check: 'pipes', by: 'pipe p' }] as const;
    const keep = [{ region: IRELAND, functionName: 'orders', version, reasons }];
    expectGolden('prune/narrowing.json', narrowingJson('plan', { readings, keep }, sha256));
    const read = parseNarrowing(golden('prune/narrowing.json'), 'plan', sha256);
    expect(read).toEqual({ ok: true, value: { readings, keep } });
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

  it('that claims a check was not to be made is refused whole, so it clears nothing', () => {
    const text = golden('prune/planning-of-cleared-checks.json');
    expect(parsePlanning(text)).toMatchObject({ kind: 'not-understood' });
    const claim = /"outcome":\{"kind":"(?:switched-off","by":"watchdog.yml|not-needed)"\}/g;
    expect(text.match(claim)).toHaveLength(6);
    const made = text.replaceAll(claim, '"outcome":{"kind":"read","uses":[]}');
    expect(parsePlanning(made)).toMatchObject({ kind: 'state' });
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
