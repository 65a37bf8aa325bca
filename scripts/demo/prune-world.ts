import { recordedState } from '../../test/prune/alias-record.ts';
import { roleAllowing } from '../../test/sandbox/fixtures/administrator.ts';
import type { AccountWorld, FunctionWorld, World } from '../../test/sandbox/world.ts';

export const TOOLING = '111111111111';
export const DEVELOPER_ROLE = 'developer';
export const FUNCTIONS = ['limits-watchdog-plan', 'limits-watchdog-prune'] as const;
const DEV = '222222222222';
const PROD = '555555555555';
const TOPIC = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`;
const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-eu-west-1`;
const EXTERNAL_ID = 'demo-external-id';
const MIB = 1024 ** 2;
const DAY_MS = 86_400_000;

/** A dev account that is nearly full of old versions, some of them in use, and production beside it. */
export function pruneWorld(now: number): World {
  const day = (daysAgo: number) => new Date(now - daysAgo * DAY_MS).toISOString();
  const functions = services({ publishedFrom: day(420), publishedTo: day(20) });
  const dev: AccountWorld = {
    id: DEV,
    name: 'dev',
    stacks: [
      readRole({ PlanEvidence: 'true' }),
      {
        template: 'src/stacks/member-prune-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
      },
    ],
    regions: {
      'eu-west-1': {
        functions,
        codeStorage: { usage: { factor: 8 } },
        eventSourceMappings: [
          {
            functionName: 'orders-worker',
            qualifier: '7',
            eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:orders`,
          },
        ],
      },
    },
  };
  // Watch runs of the days before have seen where its aliases point.
  const state = recordedState([dev], new Date(now).toISOString());
  return {
    accounts: [
      tooling(state),
      dev,
      {
        id: PROD,
        name: 'prod',
        stacks: [readRole({})],
        regions: { 'eu-west-1': { functions } },
      },
    ],
  };
}

function tooling(state: string): AccountWorld {
  return {
    id: TOOLING,
    name: 'tooling',
    stacks: [
      { template: 'src/stacks/plan-function-role.yml', parameters: { StateBucket: STATE_BUCKET } },
      {
        template: 'src/stacks/prune-function-role.yml',
        parameters: { StateBucket: STATE_BUCKET, AlertsTopicArn: TOPIC },
      },
    ],
    // What a developer needs, and no more.
    roles: [
      roleAllowing(
        DEVELOPER_ROLE,
        'lambda:InvokeFunction',
        FUNCTIONS.map((name) => `arn:aws:lambda:eu-west-1:${TOOLING}:function:${name}`),
      ),
    ],
    buckets: [
      {
        name: STATE_BUCKET,
        region: 'eu-west-1',
        isVersioned: true,
        objects: { 'limits-watchdog/state.json': state },
      },
    ],
    regions: {
      'eu-west-1': {
        topics: [
          {
            name: 'limits-watchdog-alerts',
            subscriptions: [{ protocol: 'email', endpoint: 'ops@example.com' }],
          },
        ],
      },
    },
  };
}

function readRole(parameters: Readonly<Record<string, string>>) {
  return {
    template: 'src/stacks/member-read-role.yml',
    parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, ...parameters },
  } as const;
}

/** Nine services of twenty versions, the first ones larger: about 150 versions can go. */
function services(dates: Pick<FunctionWorld, 'publishedFrom' | 'publishedTo'>): FunctionWorld[] {
  const names = [
    'media-export',
    'reports-api',
    'search-sync',
    'orders-worker',
    'orders-api',
    'billing-api',
    'billing-worker',
    'catalog-api',
    'catalog-sync',
  ];
  return names.map((name, at) => ({
    name,
    versions: '1-20',
    codeSize: (240 - 12 * at) * MIB,
    ...dates,
    aliases: [{ name: 'live', version: '20' }],
    ...(name === 'orders-api' ? { provisionedConcurrency: { '12': 2 } } : {}),
  }));
}
