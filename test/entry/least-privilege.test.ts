import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import type { Sandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import type { WatchRun } from '../flows/run-watch.ts';
import {
  EXTERNAL_ID,
  memberAccount,
  runWatch,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
  watchOnce,
} from '../flows/run-watch.ts';
import { grantsOfTemplate } from '../sandbox/iam/granted.ts';

const RUN: Omit<WatchRun, 'world'> = {
  accounts: [{ id: '222222222222', name: 'dev' }],
  regions: ['eu-west-1'],
};

const FULL: Partial<AccountWorld> = {
  bucketCount: 500,
  quotas: { 's3/L-DC2B2D3D': null },
  regions: {
    'eu-west-1': {
      functions: [{ name: 'orders', versions: '1-9', aliases: [{ name: 'live', version: '9' }] }],
      codeStorage: { usage: { bytes: 299 * 1024 ** 3 } },
    },
  },
};

/** Runs in which a watch function has a reason for each of its calls. */
async function everyCall(readStorageMode: boolean): Promise<Sandbox> {
  const stack = { ReadStorageMode: String(readStorageMode) };
  const { sandbox } = await runWatch({
    ...RUN,
    settings: { readStorageMode, limits: { 's3-buckets': { warn: 5 } } },
    world: {
      accounts: [toolingAccount(), memberAccount('222222222222', 'dev', FULL, stack)],
    },
  });
  // Somebody writes over the memory, so that its earlier version is needed.
  const credentials = sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-watch' });
  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials,
    requestHandler: sandbox.requestHandler(),
  });
  const object = { Bucket: STATE_BUCKET, Key: 'limits-watchdog/state.json' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'not a memory' }));
  const again = await watchOnce(sandbox, { ...RUN, requestId: 'second-run' });
  expect(again.mails.join('\n')).toContain('its memory could not be used');
  await watchOnce(sandbox, { ...RUN, event: { doctor: true }, settings: { readStorageMode } });
  return sandbox;
}

describe('the shipped policies', () => {
  it.each([
    ['with', true],
    ['without', false],
  ])('allow every call of a run %s readStorageMode, and no other action', async (_, isOn) => {
    const sandbox = await everyCall(isOn);
    expect(sandbox.calls.list().filter(({ status }) => status === 403)).toEqual([]);
    // S3 asks it itself, to tell "there is none" from "you may not know".
    const asked = ['s3:ListBucket'];
    const used = sandbox.calls.list().flatMap(({ access }) => access.map(({ action }) => action));
    const granted = [
      ...grantsOfTemplate('src/stacks/member-read-role.yml', {
        ToolingAccountId: TOOLING,
        ExternalId: EXTERNAL_ID,
        ReadStorageMode: String(isOn),
      }),
      ...grantsOfTemplate('src/stacks/watch-function-role.yml', {
        AlertsTopicArn: TOPIC,
        StateBucketName: STATE_BUCKET,
      }),
    ].map(({ action }) => action);
    expect(granted.includes('lambda:GetFunction')).toBe(isOn);
    expect([...new Set([...used, ...asked])].toSorted()).toEqual([...new Set(granted)].toSorted());
  });
});
