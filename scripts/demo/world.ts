import { withHealthTopic } from '../../test/sandbox/fixtures/health-topic.ts';
import type { AccountWorld, FunctionWorld, World } from '../../test/sandbox/world.ts';

const TOOLING = '111111111111';
const TOPIC = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`;
const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-eu-west-1`;
const MIB = 1024 ** 2;

/**
 * Five environments as they are found in practice: dev is deployed to all day and nearly full in one
 * Region, the others are quiet, and one account was never given the read role.
 */
export const demoWorld: World = {
  accounts: [
    withHealthTopic({
      id: TOOLING,
      name: 'tooling',
      stacks: [
        {
          template: 'src/stacks/watch-function-role.yml',
          parameters: { AlertsTopicArn: TOPIC, StateBucket: STATE_BUCKET },
        },
      ],
      buckets: [{ name: STATE_BUCKET, region: 'eu-west-1', isVersioned: true }],
      regions: {
        'eu-west-1': {
          topics: [
            {
              name: 'limits-watchdog-alerts',
              subscriptions: [
                { protocol: 'email', endpoint: 'ops@example.com' },
                {
                  protocol: 'sqs',
                  endpoint: `arn:aws:sqs:eu-west-1:${TOOLING}:limits-watchdog-automation`,
                },
              ],
            },
          ],
        },
      },
    }),
    member('222222222222', 'dev', {
      bucketCount: 412,
      regions: {
        'eu-west-1': {
          functions: services(18, '1-70', 106),
          codeStorage: { usage: { factor: 2.15 } },
        },
        'eu-central-1': { functions: services(8, '3-9', 38) },
        'us-east-1': { functions: services(4, '1-5', 12) },
      },
    }),
    member('333333333333', 'qa', {
      bucketCount: 96,
      regions: {
        'eu-west-1': { functions: services(12, '8-25', 96) },
        'us-east-1': { functions: services(3, '1-4', 12) },
      },
    }),
    member('444444444444', 'staging', {
      bucketCount: 8_310,
      regions: { 'eu-west-1': { functions: services(14, '20-29', 120) } },
    }),
    member('555555555555', 'prod', {
      bucketCount: 377,
      regions: {
        'eu-west-1': { functions: services(16, '11-26', 120) },
        'us-east-1': { functions: services(6, '2-5', 40) },
      },
    }),
    { id: '666666666666', name: 'data-lab' },
  ],
};

function member(id: string, name: string, content: Partial<AccountWorld>): AccountWorld {
  return {
    id,
    name,
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: 'demo-external-id' },
      },
    ],
    ...content,
  };
}

/** `count` services with the same versions and packages of about `mebibytes`, the first ones larger. */
function services(count: number, versions: string, mebibytes: number): FunctionWorld[] {
  const domains = [
    'orders',
    'billing',
    'search',
    'catalog',
    'users',
    'media',
    'reports',
    'webhooks',
  ];
  const jobs = ['api', 'worker', 'sync', 'export', 'authorizer', 'cleanup'];
  return Array.from({ length: count }, (_, at) => {
    const domain = domains[at % domains.length] ?? 'service';
    const job = jobs[Math.floor(at / domains.length) % jobs.length] ?? 'job';
    const round = Math.floor(at / (domains.length * jobs.length));
    return {
      name: `${domain}-${job}${round === 0 ? '' : `-v${round + 1}`}`,
      versions,
      codeSize: Math.round(mebibytes * MIB * (1.35 - (0.7 * at) / count)),
      aliases: [{ name: 'live', version: versions.split('-')[1] ?? '1' }],
    };
  });
}
