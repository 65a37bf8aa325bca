import { recordedAliases } from '../../test/prune/alias-record.ts';
import type { AccountWorld, FunctionWorld, World } from '../../test/sandbox/world.ts';
import { emptyState, encodeState } from '../../src/alerts/state/format.ts';
import { instant, isoTime } from '../../src/model/time.ts';
import { samplesOf } from './past.ts';
import { DEV, EXTERNAL_ID, HOME_REGION, PROD, TOOLING } from './places.ts';
import { at, servicesAt } from './services.ts';
import { toolingAccount } from './tooling-account.ts';

const MIB = 1024 ** 2;

/**
 * Returns five member accounts at the time `now`: dev is deployed to all day and nearly full in one Region,
 * the others are quiet, and data-lab lacks the read role. Code storage is exactly the size of all functions
 * and layers.
 */
export function demoWorld(now: number): World {
  const members = [dev(now), ...quietAccounts(now)];
  const start = instant(now);
  const state = encodeState(
    {
      ...emptyState('limits-watchdog', start),
      ...recordedAliases(members, isoTime(start)),
      samples: samplesOf(members, start),
    },
    'watch-run',
  );
  return {
    accounts: [toolingAccount(state), ...members, { id: '666666666666', name: 'data-lab' }],
  };
}

function dev(now: number): AccountWorld {
  const deployed = servicesAt(now, { count: 18, versions: '1-50', mebibytes: 224 });
  const layers = { createdFrom: at(now, 400), createdTo: at(now, 3) };
  return member(DEV, 'dev', 'prunable', {
    bucketCount: 412,
    regions: {
      [HOME_REGION]: {
        ...deployed,
        functions: (deployed.functions ?? []).map(inUse),
        layers: [
          { name: 'headless-chromium', versions: '1-190', codeSize: 236 * MIB, ...layers },
          { name: 'node-dependencies', versions: '1-215', codeSize: 214 * MIB, ...layers },
        ],
        // A queue still invokes version 7, left over from a test.
        eventSourceMappings: [
          {
            functionName: 'orders-worker',
            qualifier: '7',
            eventSourceArn: `arn:aws:sqs:${HOME_REGION}:${DEV}:orders-replay`,
          },
        ],
      },
      'eu-central-1': servicesAt(now, { count: 8, versions: '3-9', mebibytes: 38 }),
      'us-east-1': servicesAt(now, { count: 4, versions: '1-5', mebibytes: 12 }),
    },
  });
}

/** Gives version 12 of orders-api provisioned concurrency, left over from a load test. */
function inUse(service: FunctionWorld): FunctionWorld {
  const isTested = service.name === 'orders-api';
  return isTested ? { ...service, provisionedConcurrency: { '12': 2 } } : service;
}

/** An account in which each test run left resources: a policy, an address, a rule, a role. */
function qa(now: number): AccountWorld {
  const content: Partial<AccountWorld> = {
    bucketCount: 96,
    counts: { 'iam/Roles': 874 },
    regions: {
      [HOME_REGION]: {
        ...servicesAt(now, { count: 12, versions: '8-25', mebibytes: 96 }),
        logPolicies: many(8, (at) => ({ name: `test-run-${at}` })),
        network: { addresses: many(4, (at) => ({ id: `eipalloc-0${at}` })) },
        eventBuses: ['orders'],
        eventRules: many(255, (at) => ({ name: `test-run-${at}`, bus: 'orders', targets: [] })),
      },
      'us-east-1': servicesAt(now, { count: 3, versions: '1-4', mebibytes: 12 }),
    },
  };
  const sets = ['WatchLogs', 'WatchIam', 'WatchEvents', 'WatchEc2'];
  return member('333333333333', 'qa', 'prunable', content, sets);
}

const many = <One>(count: number, make: (at: number) => One): readonly One[] =>
  Array.from({ length: count }, (_, at) => make(at + 1));

function quietAccounts(now: number): readonly AccountWorld[] {
  return [
    qa(now),
    member('444444444444', 'staging', 'prunable', {
      bucketCount: 8_310,
      regions: { [HOME_REGION]: servicesAt(now, { count: 14, versions: '20-29', mebibytes: 120 }) },
    }),
    member(PROD, 'prod', 'production', {
      bucketCount: 377,
      regions: {
        [HOME_REGION]: servicesAt(now, { count: 16, versions: '11-26', mebibytes: 120 }),
        'us-east-1': servicesAt(now, { count: 6, versions: '2-5', mebibytes: 40 }),
      },
    }),
  ];
}

function member(
  id: string,
  name: string,
  kind: 'prunable' | 'production',
  content: Partial<AccountWorld>,
  sets: readonly string[] = [],
): AccountWorld {
  const watched = Object.fromEntries(sets.map((parameter) => [parameter, 'true']));
  const shared = { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };
  const read = 'src/stacks/member-read-role.yml';
  const stacks =
    kind === 'production'
      ? [{ template: read, parameters: { ...shared, ReviewEvidence: 'true' } }]
      : [
          { template: read, parameters: { ...shared, ...watched, PlanEvidence: 'true' } },
          {
            template: 'src/stacks/member-prune-role.yml',
            parameters: { ...shared, Stage: 'nonprod' },
          },
        ];
  return { id, name, stacks, ...content };
}
