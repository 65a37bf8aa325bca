import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import type { MuteAnswer } from '../../../src/functions/mute/mute-answer.ts';
import { muteHandler } from '../../../src/functions/mute/mute-handler.ts';
import { roleArnOf } from '../../../src/model/aws-ids.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { administrator } from '../../sandbox/fixtures/administrator.ts';
import { stateBucket } from '../../sandbox/fixtures/state-bucket.ts';
import type { FaultRule } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RoleWorld } from '../../sandbox/world.ts';
import type { WatchedAccount } from '../../watch/run-watch.ts';
import {
  asClock,
  configurationOf,
  memberAccount,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
} from '../../watch/run-watch.ts';

export const KEY = 'limits-watchdog/mutes.json';
/** 22 November 2026 is a Sunday. */
export const START = '2026-11-22T12:00:00Z';

const STAGING = '222222222222';
const DEV = '333333333333';
const accounts: readonly WatchedAccount[] = [
  { id: STAGING, name: 'staging', regions: ['eu-west-1'] },
  { id: DEV, name: 'dev', regions: ['eu-west-1', 'us-east-1'] },
];

/** The configuration, which the watch function and the mute function share. */
export const run = { accounts, regions: ['eu-west-1'] };

export function tooling(content: Partial<AccountWorld> = {}): AccountWorld {
  return toolingAccount({
    stacks: [
      {
        template: 'src/stacks/watch-function-role.yml',
        parameters: { AlertsTopicArn: TOPIC, StateBucket: STATE_BUCKET },
      },
      { template: 'src/stacks/mute-function-role.yml', parameters: { StateBucket: STATE_BUCKET } },
    ],
    roles: [administrator],
    buckets: [
      stateBucket(STATE_BUCKET, {
        access: { breakGlassRoles: [roleArnOf(`arn:aws:iam::${TOOLING}:role/admin`)] },
      }),
    ],
    ...content,
  });
}

/** Returns a sandbox with two accounts; `content` are the resources of staging. */
export function muteSandbox(
  content: Partial<AccountWorld> = {},
  faults: readonly FaultRule[] = [],
  people: readonly RoleWorld[] = [],
): Sandbox {
  const world = {
    accounts: [
      tooling({ roles: [administrator, ...people] }),
      memberAccount(STAGING, 'staging', content),
      memberAccount(DEV, 'dev'),
    ],
  };
  return createSandbox(world, { clock: virtualClock(START), faults });
}

/** Runs the mute function with its shipped role. The id of a new mute is made from `chance`: pass another for each. */
export async function mutes(
  sandbox: Sandbox,
  event: object,
  settings: Parameters<typeof configurationOf>[0] = run,
  chance = 0.25,
): Promise<MuteAnswer> {
  const handler = muteHandler(configurationOf(settings), {
    clock: asClock(sandbox),
    http: sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
    chance: () => chance,
    credentials: async () =>
      sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-mute-function' }),
  });
  return handler(event, { awsRequestId: '6b1f3c2a-0000-4000-8000-000000000000' });
}

/** Writes an object that no function of the watchdog wrote. */
export async function forge(sandbox: Sandbox, body: string): Promise<void> {
  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials: sandbox.credentialsOf({ account: TOOLING, role: 'admin' }),
    requestHandler: sandbox.requestHandler(),
  });
  await s3.send(new PutObjectCommand({ Bucket: STATE_BUCKET, Key: KEY, Body: body }));
}
