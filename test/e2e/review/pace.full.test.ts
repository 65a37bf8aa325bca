import { describe, expect, it } from 'vitest';

import { pruningWith } from '../prune/harness.ts';
import { OLD } from '../prune/harness.ts';
import { shop } from '../prune/rows.ts';
import { PROD } from '../prune/run-prune.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { prodAccount, REVIEWED, reviewedOf, storedReview, versionsWith } from './run-review.ts';

/** A review sends requests slowly enough not to disturb deployments in production. */

const MANY = {
  functions: Array.from({ length: 60 }, (_, at) => ({
    name: `fn-${at}`,
    versions: '1-6',
    ...OLD,
  })),
};

function requestsInProduction(sandbox: Sandbox) {
  return sandbox.calls
    .list()
    .filter(({ account, service }) => account === PROD && service !== 'sts');
}

it('sends at most five requests in any second, over all Regions and services of the account', async () => {
  const account = prodAccount(MANY, REVIEWED);
  const pruning = pruningWith({
    accounts: [{ ...account, regions: { 'eu-west-1': MANY, 'us-east-1': MANY } }],
    regions: ['eu-west-1', 'us-east-1'],
  });
  reviewedOf(await pruning.review({ review: 'prod' }));
  const times = requestsInProduction(pruning.sandbox).map(({ time }) => time);
  expect(times.length).toBeGreaterThan(500);
  const busiest = Math.max(
    ...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length),
  );
  expect(busiest).toBeLessThanOrEqual(5);
  // CloudTrail and other services allow fewer than five requests a second, and only the review calls them here.
  const refused = requestsInProduction(pruning.sandbox).filter(
    ({ status, errorName = '' }) => status === 429 || errorName.startsWith('Throttling'),
  );
  expect(refused).toEqual([]);
});

describe('a request that AWS throttles', () => {
  it.each([
    ['lambda', 'ListFunctions'],
    ['lambda', 'ListAliases'],
    ['lambda', 'ListEventSourceMappings'],
    ['lambda', 'GetPolicy'],
    ['cloudtrail', 'LookupEvents'],
    ['monitoring', 'GetMetricData'],
    ['events', 'ListRules'],
    ['states', 'ListStateMachines'],
  ])(
    'of %s:%s ends the invocation at once; the next one continues the review',
    async (service, operation) => {
      const world = shop({ aliases: [{ name: 'live', version: '3' }] });
      const pruning = pruningWith({ accounts: [prodAccount(world, REVIEWED)] });
      const { sandbox } = pruning;
      sandbox.faults.add({
        match: { service, operation, account: PROD },
        times: 1,
        effect: { kind: 'throttle' },
      });
      const first = await pruning.reviewOnce({ review: 'prod' });
      expect(first).toMatchObject({ state: 'unfinished', throttled: true });
      const requests = requestsInProduction(sandbox);
      const throttled = requests.findIndex(({ fault }) => fault !== undefined);
      expect(throttled).toBeGreaterThanOrEqual(0);
      // Only requests that were already sent are answered after it.
      expect(requests.slice(throttled + 1).length).toBeLessThanOrEqual(3);
      if (first.state !== 'unfinished') throw new Error('it is finished');

      const answer = await pruning.review({ continueReview: first.continueWith });
      const undisturbed = pruningWith({ accounts: [prodAccount(world, REVIEWED)] });
      const expected = storedReview(
        undisturbed.sandbox,
        await undisturbed.review({ review: 'prod' }),
      );
      const review = storedReview(sandbox, answer);
      expect(versionsWith(review, 'could-go')).toEqual(versionsWith(expected, 'could-go'));
      expect(review.failedChecks).toEqual([]);
    },
  );

  it('does not become a failed check, however often it happens', async () => {
    const pruning = pruningWith({ accounts: [prodAccount(shop(), REVIEWED)] });
    pruning.sandbox.faults.add({
      match: { operation: 'GetPolicy', account: PROD },
      times: 4,
      effect: { kind: 'throttle' },
    });
    const review = storedReview(pruning.sandbox, await pruning.review({ review: 'prod' }));
    expect(review.failedChecks).toEqual([]);
    expect(versionsWith(review, 'not-checked')).toEqual([]);
  });
});

describe('a review in progress', () => {
  const begun = async () => {
    const pruning = pruningWith({ accounts: [prodAccount(shop(), REVIEWED)] });
    pruning.sandbox.faults.add({
      match: { operation: 'ListFunctions', account: PROD },
      times: 1,
      effect: { kind: 'throttle' },
    });
    const first = await pruning.reviewOnce({ review: 'prod' });
    if (first.state !== 'unfinished') throw new Error('it is finished');
    return { pruning, from: first.continueWith };
  };

  it('does not continue after 24 hours, because its reads are out of date', async () => {
    const { pruning, from } = await begun();
    await pruning.sandbox.clock.sleep(24 * 3_600_000 + 1);
    await expect(pruning.review({ continueReview: from })).rejects.toThrow('begin anew');
  });

  it('is not a plan in progress', async () => {
    const { pruning, from } = await begun();
    await expect(pruning.plan({ continue: from })).rejects.toThrow(`there is no ${from}`);
  });
});
