import { describe, expect, it } from 'vitest';

import type { PruneResponse } from '../../../src/functions/prune/prune-answer.ts';
import { sha256 } from '../../../src/functions/prune/prune-digest.ts';
import { parsePlan, planJson } from '../../../src/prune/documents/plan-json.ts';
import { planDigest } from '../../../src/prune/plan/canonical.ts';
import type { PlannedFunction, PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import {
  handlersOver,
  orderKey,
  planKey,
  pruningWith,
  storedPlan,
  storedText,
} from '../prune/harness.ts';
import type { Setting } from '../prune/harness.ts';
import { shop } from '../prune/rows.ts';
import { devAccount, EXTERNAL_ID, PROD, STATE_BUCKET, TOOLING } from '../prune/run-prune.ts';
import {
  existingInProduction,
  prodAccount,
  REVIEWED,
  reviewedOf,
  reviewKey,
  versionsWith,
  storedReview,
} from './run-review.ts';

/**
 * A review can never be used to delete, however it is changed and whatever the account's stage becomes later. Each
 * attempt invokes the prune function over the wire.
 */

/** The account's name does not contain production, so only the stage and the missing prune role refuse the plan. */
const SETTING: Setting = { accounts: [{ ...prodAccount(shop(), REVIEWED), name: 'store' }] };
const NOW_NONPROD: Setting = { ...SETTING, stageOf: () => 'nonprod' };

/** A function in a stored review. */
interface StoredFunction extends Omit<PlannedFunction, 'versions'> {
  readonly versions: readonly { readonly version: string; readonly verdict: string }[];
}

interface Forgery {
  readonly how: string;
  readonly forge: (document: Record<string, unknown>) => string;
  /** The codes of further refusals, besides those for the stage and the missing role. */
  readonly now: readonly string[];
  /**
   * The codes of the refusals after the account became nonprod; undefined when the forged plan is then a valid
   * plan.
   */
  readonly pruned: readonly string[] | undefined;
}

function codesOf(answer: PruneResponse): readonly string[] {
  if (answer.state !== 'refused') throw new Error(`not refused: ${JSON.stringify(answer)}`);
  return answer.refusals.map(({ code }) => code);
}

function sealed(document: Record<string, unknown>): string {
  return JSON.stringify({
    ...document,
    digest: planDigest(document as unknown as PrunePlan, sha256),
  });
}

async function reviewed(setting: Setting = SETTING) {
  const pruning = pruningWith(setting);
  const answer = await pruning.review({ review: 'store' });
  const { reviewId } = reviewedOf(answer);
  const { sandbox } = pruning;
  expect(versionsWith(storedReview(sandbox, answer), 'could-go')).toContain('pay:1');
  const document: Record<string, unknown> = JSON.parse(storedText(sandbox, reviewKey(reviewId)));
  const before = existingInProduction(sandbox);
  const expectNothingDeleted = (): void => {
    expect(existingInProduction(sandbox)).toEqual(before);
    expect(sandbox.calls.list({ operation: 'DeleteFunction' })).toEqual([]);
  };
  return { pruning, sandbox, reviewId, document, expectNothingDeleted };
}

function put({ organisation, clock }: Sandbox, key: string, text: string): void {
  organisation.findBucket(STATE_BUCKET)?.put({
    key,
    body: Buffer.from(text),
    now: clock.now(),
    contentType: 'text/plain',
    metadata: {},
  });
}

/** Stores a document as a plan, with an order whose digests match it, and returns its id. */
function putAsPlan(sandbox: Sandbox, json: string): string {
  const order = JSON.stringify({
    kind: 'limits-watchdog.prune-order',
    format: 1,
    planDigest: sha256(json),
  });
  const planId = `20261122T060000Z-${sha256(order).slice(0, 16)}`;
  put(sandbox, planKey(planId), json);
  put(sandbox, orderKey(planId), order);
  return planId;
}

/** Returns a plan forged from a review, as by an attacker who knows the format and may write to the bucket. */
function forgedPlan(document: Record<string, unknown>, stage: 'prod' | 'nonprod'): string {
  const { rows: _, codeStorage: _storage, requestedBy: _by, ...content } = document;
  const functions = (content['functions'] as readonly StoredFunction[]).map((fn) => ({
    ...fn,
    digest: 'forged',
    versions: fn.versions.map((version) =>
      version.verdict === 'could-go' ? { ...version, verdict: 'delete' } : version,
    ),
  }));
  const account = { ...(content['account'] as PrunePlan['account']), stage };
  const { kind: _kind, ...plan } = { ...content, account, functions, kind: '' };
  const text = JSON.stringify({ kind: 'limits-watchdog.prune-plan', ...plan, digest: '' });
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(parsed.fault);
  return planJson({ ...parsed.value, digest: planDigest(parsed.value, sha256) });
}

describe('with a review, the prune function deletes nothing', () => {
  it.each([{ confirm: 'store' }, { status: true }])('named by its id, with %j', async (how) => {
    const { pruning, reviewId, expectNothingDeleted } = await reviewed();
    await expect(pruning.prune({ planId: reviewId, ...how })).rejects.toThrow(
      'planId: must be the id of a plan',
    );
    expectNothingDeleted();
  });

  it('under the id that a plan would have: no such plan exists', async () => {
    const { pruning, reviewId, expectNothingDeleted } = await reviewed();
    const planId = reviewId.replace(/^review-/, '');
    expect(await pruning.prune({ planId, confirm: 'store' })).toMatchObject({ state: 'no-plan' });
    expectNothingDeleted();
  });

  it('of an account that has since been called nonprod', async () => {
    const { sandbox, reviewId, expectNothingDeleted } = await reviewed();
    const relabelled = handlersOver(sandbox, NOW_NONPROD);
    await expect(relabelled.prune({ planId: reviewId, confirm: 'store' })).rejects.toThrow(
      'planId: must be the id of a plan',
    );
    const planId = reviewId.replace(/^review-/, '');
    expect(await relabelled.prune({ planId, confirm: 'store' })).toMatchObject({
      state: 'no-plan',
    });
    expectNothingDeleted();
  });

  const tampered = ['plan-tampered'];
  const asPlans: readonly Forgery[] = [
    { how: 'copied to the plans', forge: JSON.stringify, now: tampered, pruned: tampered },
    {
      how: 'copied with the digest of a plan added',
      forge: (document) => sealed(document),
      now: tampered,
      pruned: tampered,
    },
    {
      how: 'copied with the kind of a plan and its digest',
      forge: (document) => sealed({ ...document, kind: 'limits-watchdog.prune-plan' }),
      now: tampered,
      pruned: tampered,
    },
    {
      how: 'made a whole plan, word for word and with all digests',
      forge: (document) => forgedPlan(document, 'prod'),
      now: ['plan-stage-not-nonprod'],
      pruned: ['plan-stage-not-nonprod'],
    },
    {
      how: 'made a whole plan that calls the account nonprod',
      forge: (document) => forgedPlan(document, 'nonprod'),
      now: [],
      // Then it is not a review but a forged plan, which test/e2e/prune/forged.full.test.ts tests.
      pruned: undefined,
    },
  ];

  it.each(asPlans)('$how: the account is production', async ({ forge, now }) => {
    const { pruning, sandbox, document, expectNothingDeleted } = await reviewed();
    const planId = putAsPlan(sandbox, forge(document));
    const codes = codesOf(await pruning.prune({ planId, confirm: 'store' }));
    expect(codes).toEqual(now === tampered ? now : ['stage-not-nonprod', ...now]);
    expectNothingDeleted();
  });

  it.each(asPlans)(
    '$how, and the account is now called nonprod: it has no prune role',
    async ({ forge, now }) => {
      const { sandbox, document, expectNothingDeleted } = await reviewed();
      const planId = putAsPlan(sandbox, forge(document));
      if (now.length === 0)
        expectDenied({ action: 'sts:AssumeRole', because: 'production has no prune role' });
      const relabelled = handlersOver(sandbox, { ...SETTING, stageOf: () => 'nonprod' });
      const codes = codesOf(await relabelled.prune({ planId, confirm: 'store' }));
      expect(codes).toEqual(now.length > 0 ? now : ['prune-role-not-assumed']);
      expectNothingDeleted();
    },
  );

  it.each(asPlans.filter(({ pruned }) => pruned !== undefined))(
    '$how, and the account is now called nonprod and has a prune role',
    async ({ forge, pruned }) => {
      const account = prodAccount(shop(), REVIEWED);
      const pruneStack = {
        template: 'src/stacks/member-prune-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
      };
      const stacks = [...(account.stacks ?? []), pruneStack];
      const setting: Setting = { accounts: [{ ...account, name: 'store', stacks }] };
      const { sandbox, document, expectNothingDeleted } = await reviewed(setting);
      const planId = putAsPlan(sandbox, forge(document));
      const relabelled = handlersOver(sandbox, { ...setting, stageOf: () => 'nonprod' });
      const codes = codesOf(await relabelled.prune({ planId, confirm: 'store' }));
      expect(codes).toEqual(pruned);
      expectNothingDeleted();
    },
  );

  it('stored among the reviews with the name and the text of a plan', async () => {
    const { pruning, sandbox, expectNothingDeleted } = await reviewed();
    const dev = pruningWith({ accounts: [devAccount(shop())] });
    const { plan } = await storedPlan(dev);
    const json = planJson(plan);
    const planId = putAsPlan(dev.sandbox, json);
    const prefix = 'limits-watchdog/review/plans';
    put(sandbox, `${prefix}/${planId}/plan.json`, json);
    put(sandbox, `${prefix}/${planId}/order.json`, storedText(dev.sandbox, orderKey(planId)));
    expect(await pruning.prune({ planId, confirm: 'dev' })).toMatchObject({ state: 'no-plan' });
    expectNothingDeleted();
  });
});

describe('a plan and a review do not replace each other', () => {
  it('in progress: reads of a review do not become a plan, even when renamed', async () => {
    const pruning = pruningWith(SETTING);
    pruning.sandbox.faults.add({
      match: { operation: 'ListAliases', account: PROD },
      times: 1,
      effect: { kind: 'throttle' },
    });
    const first = await pruning.reviewOnce({ review: 'store' });
    if (first.state !== 'unfinished') throw new Error('it is finished');
    const { continueWith } = first;
    const key = `limits-watchdog/review/reading/${continueWith}.json`;
    const reading = storedText(pruning.sandbox, key);
    const planning = `limits-watchdog/prune/planning/${continueWith}.json`;
    put(pruning.sandbox, planning, reading);
    await expect(pruning.plan({ continue: continueWith })).rejects.toThrow('there is no');
    const renamed = reading
      .replace('limits-watchdog.review-reading', 'limits-watchdog.prune-planning')
      .replace('{"review":"store"}', '{"account":"store"}');
    put(pruning.sandbox, planning, renamed);
    expect(await pruning.plan({ continue: continueWith })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'stage-not-nonprod' }],
    });
    expect(existingInProduction(pruning.sandbox)).toContain('pay:1');
  });

  it('stored: a review that was changed after it was stored is not shown', async () => {
    const { pruning, sandbox, reviewId } = await reviewed();
    const json = storedText(sandbox, reviewKey(reviewId));
    put(sandbox, reviewKey(reviewId), json.replaceAll('"keep"', '"could-go"'));
    expect(await pruning.reviewOnce({ showReview: reviewId })).toMatchObject({
      state: 'unreadable',
      message: expect.stringContaining('not as it was stored'),
    });
  });

  it('neither has a digest that the other accepts', async () => {
    const { document } = await reviewed();
    expect(JSON.stringify(document)).not.toContain('"digest"');
    expect(JSON.stringify(document)).not.toContain('"delete":"');
    expect(document['kind']).toBe('limits-watchdog.production-review');
  });
});
