import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';

import {
  memberAccount,
  runWatch,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  watchOnce,
} from '../../watch/run-watch.ts';
import type { WatchRun } from '../../watch/run-watch.ts';
import { distributedTooling, runDistributed } from '../../watch/distributed/run-distributed.ts';
import { OLD, pruningWith, storedPlan } from '../prune/harness.ts';
import { ASKED, layered, OLD_LAYERS, PAY } from '../prune/layered.ts';
import { ROWS, shop } from '../prune/rows.ts';
import { devAccount } from '../prune/run-prune.ts';
import { prodAccount, REVIEWED } from '../review/run-review.ts';
import type { AccountWorld } from '../../sandbox/world.ts';
import type { Decision } from '../../sandbox/observers.ts';
import { observe } from '../../sandbox/observers.ts';

/** Runs of the functions that together make every call of the product. */

export const ACCOUNT = '222222222222';

export const RUN: Omit<WatchRun, 'world'> = {
  accounts: [{ id: ACCOUNT, name: 'dev' }],
  regions: ['eu-west-1'],
};

/** An account that has something to measure for every limit. */
export const FULL: Partial<AccountWorld> = {
  bucketCount: 500,
  quotas: { 's3/L-DC2B2D3D': null },
  regions: {
    'eu-west-1': {
      functions: [{ name: 'orders', versions: '1-9', aliases: [{ name: 'live', version: '9' }] }],
      codeStorage: { usage: { bytes: 299 * 1024 ** 3 } },
    },
  },
};

/** Returns IAM's decisions while `work` runs. */
export async function decisionsOf(work: () => Promise<void>): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  const end = observe({ onDecision: (decision) => decisions.push(decision) });
  try {
    await work();
  } finally {
    end();
  }
  return decisions;
}

export async function everyWatchCall(readStorageMode: boolean): Promise<void> {
  const stack = { ReadStorageMode: String(readStorageMode) };
  const { sandbox } = await runWatch({
    ...RUN,
    settings: { readStorageMode, limits: { 's3-buckets': { warn: 5 } } },
    world: { accounts: [toolingAccount(), memberAccount(ACCOUNT, 'dev', FULL, stack)] },
  });
  // The state is overwritten, so that the run needs its previous version.
  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials: sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-watch' }),
    requestHandler: sandbox.requestHandler(),
  });
  const object = { Bucket: STATE_BUCKET, Key: 'limits-watchdog/state.json' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'not a memory' }));
  // A finished prune journal, which the report shows.
  sandbox.organisation.findBucket(STATE_BUCKET)?.put({
    key: 'limits-watchdog/prune/ended/20261122T060000Z-0123456789abcdef.json',
    body: Buffer.from('{}'),
    now: sandbox.clock.now(),
    contentType: 'text/plain',
    metadata: {},
  });
  const again = await watchOnce(sandbox, { ...RUN, requestId: 'second-run' });
  expect(again.mails.join('\n')).toContain('its stored state could not be used');
  await watchOnce(sandbox, { ...RUN, requestId: 'doctor', event: { doctor: true } });
  await watchOnce(sandbox, { ...RUN, requestId: 'latest', event: { latest: true } });
}

export async function everyStageCall(): Promise<void> {
  const { ended } = await runDistributed({
    ...RUN,
    world: { accounts: [distributedTooling(), memberAccount(ACCOUNT, 'dev', FULL)] },
  });
  expect(ended.status).toBe('SUCCEEDED');
}

const ROWS_OF_ALL_CALLS =
  /moved away|durable|90 days|staging|universal|published version|running execution|in flight|ServiceToken|last of several targets/;

async function pruneLayers(): Promise<void> {
  const layers = [{ name: 'tools', versions: '1-7', ...OLD_LAYERS }];
  const pruning = pruningWith(layered({ functions: [PAY], layers }));
  const { planId } = await storedPlan(pruning, ASKED);
  await pruning.pruneAll(planId, 'dev');
}

/** Reviews production, for which only the read role is used. */
export async function everyReviewCall(): Promise<void> {
  const production = prodAccount(shop(), REVIEWED);
  await pruningWith({ accounts: [devAccount(shop()), production] }).review({ review: 'prod' });
}

export async function everyPruneCall(): Promise<void> {
  for (const { withRow } of ROWS.filter(({ name }) => ROWS_OF_ALL_CALLS.test(name))) {
    const pruning = pruningWith(withRow);
    const { planId } = await storedPlan(pruning);
    await pruning.pruneAll(planId, 'dev');
  }
  // A plan without the state of a watch run.
  await storedPlan(pruningWith({ accounts: [devAccount(shop())], state: 'none' }));
  // Many functions of which one changes and is listed alone, and a target percentage that the account has reached.
  await pruneLayers();
  const functions = Array.from({ length: 3 }, (_, at) => ({
    name: `service-${at}`,
    versions: '1-60',
    ...OLD,
  }));
  const pruning = pruningWith({ accounts: [devAccount(shop({}, { functions }))] });
  const { planId } = await storedPlan(pruning, { account: 'dev', functions: ['pay'] });
  await pruning.pruneAll(planId, 'dev');
  await pruning.prune({ planId, status: true });
}
