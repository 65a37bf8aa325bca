import { describe, expect, it } from 'vitest';

import { expectDenied } from '../../sandbox/expected.ts';
import { pruningWith, storedPlan, versionsOf } from '../prune/harness.ts';
import { shop } from '../prune/rows.ts';
import { devAccount, PROD } from '../prune/run-prune.ts';
import {
  EVIDENCE_ACTIONS,
  existingInProduction,
  prodAccount,
  REVIEWED,
  reviewedOf,
  storedReview,
  versionsWith,
} from './run-review.ts';

const SHOP = shop({ aliases: [{ name: 'live', version: '3' }] });

/** The versions that the listing and the aliases keep: 2 is a rollback target, 4 to 6 are the newest. */
const KEPT_BY_LISTING = ['pay:2', 'pay:3', 'pay:4', 'pay:5', 'pay:6', 'ship:3', 'ship:4', 'ship:5'];

describe('a review of production without ReviewEvidence', () => {
  const reviewed = async () => {
    expectDenied({ action: 'lambda:ListEventSourceMappings', because: 'ReviewEvidence is false' });
    const pruning = pruningWith({ accounts: [prodAccount(SHOP)] });
    const answer = await pruning.review({ review: 'prod' });
    return { pruning, answer, review: storedReview(pruning.sandbox, answer) };
  };

  it('shows what the listing and the aliases keep, and the other versions as not checked', async () => {
    const { review } = await reviewed();
    expect(versionsWith(review, 'keep')).toEqual(KEPT_BY_LISTING);
    expect(versionsWith(review, 'not-checked')).toEqual(['pay:1', 'ship:1', 'ship:2']);
    expect(versionsWith(review, 'could-go')).toEqual([]);
  });

  it('marks every row that needs evidence as not checked, and names the parameter', async () => {
    const { answer, review } = await reviewed();
    const checked = review.rows.filter(({ state }) => state !== 'not-checked');
    // The listing includes environment variables.
    expect(checked.map(({ check }) => check)).toEqual([
      'listing',
      'aliases',
      'environment-variables',
    ]);
    expect(checked.every(({ state }) => state === 'checked')).toBe(true);
    const overview = reviewedOf(answer);
    expect(overview.parameter).toBe('ReviewEvidence');
    expect(overview.couldNotCheck.join('\n')).toContain('ReviewEvidence=true');
    expect(overview.totals).toMatchObject({
      listed: { versions: 11 },
      couldGo: { versions: 0 },
      notChecked: { versions: 3 },
      keep: { versions: 8 },
    });
  });

  it('reads one kind of evidence only, and is denied nothing else', async () => {
    const { pruning } = await reviewed();
    const asked = pruning.sandbox.calls
      .list()
      .filter(({ account, service }) => account === PROD && service !== 'sts')
      .map(({ operation }) => operation);
    expect(new Set(asked)).toEqual(
      new Set(['ListFunctions', 'ListAliases', 'ListEventSourceMappings', 'GetAccountSettings']),
    );
  });
});

describe('a review of production with ReviewEvidence', () => {
  it('shows the same candidates that a plan would delete in an account that is not production', async () => {
    const pruning = pruningWith({ accounts: [prodAccount(SHOP, REVIEWED)] });
    const answer = await pruning.review({ review: 'prod', requestedBy: 'Ada' });
    const review = storedReview(pruning.sandbox, answer);
    const { plan } = await storedPlan(pruningWith({ accounts: [devAccount(SHOP)] }));
    expect(versionsWith(review, 'could-go')).toEqual([...versionsOf(plan, 'delete')]);
    expect(versionsWith(review, 'could-go').length).toBeGreaterThan(0);
    expect(review.rows.filter(({ state }) => state !== 'checked')).toEqual([
      // No version in this world is durable or at the edge.
      { check: 'durable-executions', state: 'not-needed' },
      { check: 'edge-associations', state: 'not-needed' },
    ]);
    expect(reviewedOf(answer)).toMatchObject({ requestedBy: 'Ada', couldNotCheck: [] });
    expect(reviewedOf(answer)).not.toHaveProperty('parameter');
  });

  it('never calls a version free that a check kept or could not clear', async () => {
    expectDenied({ action: 'lambda:GetPolicy', because: 'it was taken from the template' });
    const account = prodAccount(SHOP, REVIEWED);
    const stacks = (account.stacks ?? []).map((stack) => ({
      ...stack,
      change: (template: string) =>
        template
          .split('\n')
          .filter((line) => line.trim() !== '- lambda:GetPolicy')
          .join('\n'),
    }));
    const pruning = pruningWith({ accounts: [{ ...account, stacks }] });
    const answer = await pruning.review({ review: 'prod' });
    const review = storedReview(pruning.sandbox, answer);
    expect(versionsWith(review, 'could-go')).toEqual([]);
    expect(versionsWith(review, 'not-checked')).toEqual(['pay:1', 'ship:1', 'ship:2']);
    expect(reviewedOf(answer).parameter).toBe('ReviewEvidence');
  });

  it('can be limited by functions, Regions, age and the number of newest versions', async () => {
    const pruning = pruningWith({ accounts: [prodAccount(SHOP, REVIEWED)] });
    const answer = await pruning.review({ review: 'prod', functions: ['ship'], keep: 4 });
    const review = storedReview(pruning.sandbox, answer);
    expect(versionsWith(review, 'could-go')).toEqual(['ship:1']);
    const none = await pruning.review({ review: 'prod', functions: ['shipp'] });
    expect(none).toEqual({
      state: 'no-function',
      functions: [{ asked: 'shipp', meant: 'ship' }],
    });
    await expect(pruning.review({ review: 'prod', liftCap: true })).rejects.toThrow(
      '"liftCap": is not a known key',
    );
    await expect(pruning.review({ review: 'prod', keep: '3' })).rejects.toThrow('keep: must be');
  });

  it('requests no permission to delete, and deletes nothing', async () => {
    const pruning = pruningWith({ accounts: [prodAccount(SHOP, REVIEWED)] });
    const before = existingInProduction(pruning.sandbox);
    await pruning.review({ review: 'prod' });
    const actions = pruning.sandbox.calls
      .list()
      .filter(({ account, service }) => account === PROD && service !== 'sts')
      .flatMap(({ access }) => access.map(({ action }) => action));
    const may = [...EVIDENCE_ACTIONS, 'lambda:ListFunctions', 'lambda:ListAliases'];
    expect(actions.filter((action) => !may.includes(action))).toEqual([
      'lambda:GetAccountSettings',
    ]);
    expect(existingInProduction(pruning.sandbox)).toEqual(before);
    expect(before).toContain('pay:1');
  });
});

it('shows in a stored review why a version is kept, without later changes', async () => {
  const pruning = pruningWith({ accounts: [prodAccount(SHOP, REVIEWED)] });
  const { reviewId } = reviewedOf(await pruning.review({ review: 'prod' }));
  const shown = await pruning.reviewOnce({ showReview: reviewId, version: 'pay:2' });
  expect(shown).toMatchObject({
    state: 'shown',
    chosen: 1,
    versions: [{ verdict: 'keep', reasons: [{ code: 'rollback-target' }] }],
  });
  const absent = `${reviewId.slice(0, -1)}${reviewId.endsWith('0') ? '1' : '0'}`;
  expect(await pruning.reviewOnce({ showReview: absent })).toMatchObject({ state: 'no-review' });
  await expect(
    pruning.reviewOnce({ showReview: '20261122T060000Z-0123456789abcdef' }),
  ).rejects.toThrow('must be the id of a review');
});

it('is not created for an account that can be pruned', async () => {
  const pruning = pruningWith({ accounts: [devAccount(SHOP)] });
  expect(await pruning.review({ review: 'dev' })).toMatchObject({
    state: 'use-prune',
    account: { name: 'dev', stage: 'nonprod' },
  });
  expect(pruning.sandbox.calls.list({ operation: 'AssumeRole' })).toEqual([]);
});

it('says that a read role of a former version must be updated', async () => {
  expectDenied({ action: 'sts:AssumeRole', because: 'the trust names another role' });
  const account = prodAccount(SHOP, { PlanFunctionRoleName: 'another' });
  const answer = await pruningWith({ accounts: [account] }).review({ review: 'prod' });
  const { unlisted, totals } = reviewedOf(answer);
  expect(unlisted).toHaveLength(1);
  expect(unlisted[0]).toContain("update the stack of this account's read role");
  expect(totals.listed.versions).toBe(0);
});
