import {
  DescribeAccountCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import {
  DEV,
  findingTooling,
  LIST_KEY,
  LISTING_ROLE,
  ORGANIZATION,
  VIA_ROLE,
} from '../../watch/run-discovery.ts';
import {
  EXTERNAL_ID,
  STATE_BUCKET,
  TOOLING,
  TOPIC,
  toolingAccount,
} from '../../watch/run-watch.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld } from '../../sandbox/world.ts';

const FUNCTIONS = {
  template: 'src/stacks/plan-function-role.yml',
  parameters: { StateBucket: STATE_BUCKET, Discovery: 'true' },
};
const PRUNE = {
  template: 'src/stacks/prune-function-role.yml',
  parameters: { StateBucket: STATE_BUCKET, AlertsTopicArn: TOPIC, Discovery: 'true' },
};
const LISTED: Readonly<Record<string, string>> = { [LIST_KEY]: '{}' };

function settingsOf(role: string, tooling: AccountWorld, more: readonly AccountWorld[] = []) {
  const sandbox = createSandbox(
    {
      organization: ORGANIZATION,
      accounts: [
        {
          ...tooling,
          stacks: [...(tooling.stacks ?? []), FUNCTIONS, PRUNE],
          buckets: [{ name: STATE_BUCKET, region: 'eu-west-1', objects: LISTED }],
        },
        ...more,
      ],
    },
    { clock: virtualClock('2026-11-22T06:00:00Z') },
  );
  return {
    region: 'us-east-1',
    credentials: sandbox.credentialsOf({ account: TOOLING, role }),
    requestHandler: sandbox.requestHandler(),
  };
}

type Settings = ReturnType<typeof settingsOf>;

const list = (settings: Settings) =>
  new OrganizationsClient(settings).send(new ListAccountsCommand({}));
const describeOne = (settings: Settings) =>
  new OrganizationsClient(settings).send(new DescribeAccountCommand({ AccountId: DEV }));
const put = (settings: Settings) =>
  new S3Client({ ...settings, region: 'eu-west-1' }).send(
    new PutObjectCommand({ Bucket: STATE_BUCKET, Key: LIST_KEY, Body: 'forged' }),
  );
const read = (settings: Settings) =>
  new S3Client({ ...settings, region: 'eu-west-1' }).send(
    new GetObjectCommand({ Bucket: STATE_BUCKET, Key: LIST_KEY }),
  );
const assume = (ExternalId: string) => (settings: Settings) =>
  new STSClient({ ...settings, region: 'eu-west-1' }).send(
    new AssumeRoleCommand({ RoleArn: LISTING_ROLE, RoleSessionName: 'test', ExternalId }),
  );

const WATCH = 'limits-watchdog-watch';
const PLAN = 'limits-watchdog-plan-function';
const PRUNING = 'limits-watchdog-prune-function';

describe('the list of accounts', () => {
  it.each([
    [
      'the watch role of a deployment that lists its accounts',
      WATCH,
      toolingAccount(),
      list,
      'organizations:ListAccounts',
    ],
    ['the plan role', PLAN, findingTooling(), list, 'organizations:ListAccounts'],
    ['the prune role', PRUNING, findingTooling(), list, 'organizations:ListAccounts'],
    ['the plan role, to write it', PLAN, findingTooling(), put, 's3:PutObject'],
    ['the prune role, to write it', PRUNING, findingTooling(), put, 's3:PutObject'],
    [
      'the plan role, through the role that lists, where the configuration names none',
      PLAN,
      VIA_ROLE.tooling,
      assume(EXTERNAL_ID),
      'sts:AssumeRole',
    ],
    [
      'the watch role without the external id',
      WATCH,
      VIA_ROLE.tooling,
      assume('another-id'),
      'sts:AssumeRole',
    ],
  ] as const)('is denied to %s', async (_, role, tooling = toolingAccount(), attempt, action) => {
    expectDenied({ action, because: 'this is the attempt' });
    await expect(attempt(settingsOf(role, tooling, VIA_ROLE.more))).rejects.toThrow(
      /not authorized|Access ?Denied/i,
    );
  });

  it.each([
    ['the watch role that lists itself', WATCH, findingTooling(), list],
    [
      'the watch role that assumes the role that lists',
      WATCH,
      VIA_ROLE.tooling,
      assume(EXTERNAL_ID),
    ],
    ['the plan role, to ask for one account', PLAN, findingTooling(), describeOne],
    ['the prune role, to ask for one account', PRUNING, findingTooling(), describeOne],
    ['the plan role, to read it', PLAN, findingTooling(), read],
    ['the prune role, to read it', PRUNING, findingTooling(), read],
  ] as const)('is open to %s', async (_, role, tooling = toolingAccount(), attempt) => {
    await expect(attempt(settingsOf(role, tooling, VIA_ROLE.more))).resolves.toBeDefined();
  });
});
