import { emptyState, encodeState } from '../../../src/alerts/state/format.ts';
import { instant } from '../../../src/model/time.ts';
import { revisionAfter } from '../../sandbox/services/lambda/alias-revision.ts';
import type { EventRuleWorld } from '../../sandbox/world/callers.ts';
import type { AccountWorld, FunctionWorld, RegionWorld } from '../../sandbox/world.ts';
import type { Setting } from './harness.ts';
import { OLD } from './harness.ts';
import { DEV, devAccount, START } from './run-prune.ts';

/** One row of the specification: a use that keeps exactly one version, which would be deleted without it. */
export interface Row {
  /** The number and name of the row in the specification. */
  readonly name: string;
  /** The version that only this row keeps, such as `pay:1`. */
  readonly kept: string;
  readonly reason: Readonly<Record<string, unknown>>;
  readonly withRow: Setting;
  readonly withoutRow: Setting;
  readonly event?: Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;

/** Returns the time this many days before the test starts. */
export function daysAgo(days: number): string {
  return new Date(Date.parse(START) - days * DAY_MS).toISOString();
}

export function arnOf(name: string, region = 'eu-west-1'): string {
  return `arn:aws:lambda:${region}:${DEV}:function:${name}`;
}

/**
 * Returns `pay`, of whose six versions three are candidates for deletion, and `ship`, which always has candidates.
 */
export function shop(pay: Partial<FunctionWorld> = {}, region: RegionWorld = {}): RegionWorld {
  return {
    ...region,
    functions: [
      { name: 'pay', versions: '1-6', ...OLD, ...pay },
      { name: 'ship', versions: '1-5', ...OLD },
      ...(region.functions ?? []),
    ],
  };
}

interface Parts {
  readonly pay?: Partial<FunctionWorld>;
  readonly region?: RegionWorld;
  readonly account?: Partial<AccountWorld>;
  readonly setting?: Omit<Setting, 'accounts'>;
}

function settingOf({ pay, region, account, setting }: Parts): Setting {
  return { ...setting, accounts: [devAccount(shop(pay, region), account)] };
}

function row(
  name: string,
  reason: Row['reason'],
  parts: Parts,
  others: { readonly without?: Parts; readonly kept?: string } & Pick<Row, 'event'> = {},
): Row {
  const { without = {}, kept = 'pay:1', ...events } = others;
  return {
    name,
    kept,
    reason,
    withRow: settingOf(parts),
    withoutRow: settingOf(without),
    ...events,
  };
}

/** A function whose only candidate is version 1, for uses that concern all versions alike. */
const FOUR = { versions: '1-4' } as const;

function used(check: string, by?: string): Row['reason'] {
  return { code: 'in-use', check, ...(by !== undefined && { by }) };
}

/** Returns the row of an asynchronous destination of a function `send`, whose own versions are no candidates. */
function destinationOf(
  sender: string,
  content: Omit<FunctionWorld, 'name'>,
  event?: Row['event'],
): Row {
  const configs = [{ qualifier: '$LATEST', onSuccess: arnOf('pay:1') }];
  const send = { name: 'send', ...content, eventInvokeConfigs: configs };
  return row(
    `15 asynchronous destination of ${sender}`,
    used('async-destinations', 'asynchronous destination of send'),
    { region: { functions: [send] } },
    event === undefined ? {} : { event },
  );
}

/** Returns events that put the alias `live` at version 1, and move it to 6 later. */
function moved(daysBefore: number): RegionWorld {
  const event = { event: 'UpdateAlias', functionName: 'pay', alias: 'live' } as const;
  return {
    aliasEvents: [
      { ...event, time: daysAgo(60), version: '1' },
      { ...event, time: daysAgo(daysBefore), version: '6' },
    ],
  };
}

const LIVE = { aliases: [{ name: 'live', version: '6' }] } as const;

/** Returns the state of watch runs of the last four weeks, which read the alias `live` at 1 and later at 6. */
function recorded(lastDayAtOne: string): string {
  const key = `${DEV}/eu-west-1/pay`;
  const state = {
    ...emptyState('limits-watchdog', instant(Date.parse(START))),
    aliases: {
      [key]: [
        { alias: 'live', versions: [1], firstDay: daysAgo(28).slice(0, 10), lastDay: lastDayAtOne },
        {
          alias: 'live',
          versions: [6],
          revision: revisionAfter({ functionName: 'pay', alias: 'live' }, 0),
          firstDay: lastDayAtOne,
          lastDay: START.slice(0, 10),
        },
      ],
    },
    aliasesReadOn: {
      [key]: { firstDay: daysAgo(28).slice(0, 10), lastDay: START.slice(0, 10) },
    },
  };
  return encodeState(state, 'watch-run');
}

function edge(functions: RegionWorld, account: Partial<AccountWorld>): Setting {
  return {
    regions: ['us-east-1'],
    accounts: [devAccount({}, { regions: { 'us-east-1': functions }, ...account })],
  };
}

function edgeRow(name: string, distribution: NonNullable<AccountWorld['distributions']>): Row {
  return {
    name,
    kept: 'pay:1',
    reason: used('edge-associations'),
    withRow: edge(shop(), { distributions: distribution }),
    withoutRow: edge(shop(), {}),
  };
}

const EDGE = [{ arn: arnOf('pay:1', 'us-east-1') }];

const LAMBDA_TASK = {
  StartAt: 'Pay',
  States: { Pay: { Type: 'Task', Resource: arnOf('pay:1'), End: true } },
};
const OTHER_TASK = { StartAt: 'Wait', States: { Wait: { Type: 'Pass', End: true } } };
const INVOKE_TASK = {
  StartAt: 'Pay',
  States: {
    Pay: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: arnOf('pay'), Qualifier: '1', 'Payload.$': '$' },
      End: true,
    },
  },
};

function policyOn(Resource: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'api',
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource,
      },
    ],
  };
}

const POLICY = policyOn(arnOf('pay:1'));

const TIER_0: readonly Row[] = [
  row(
    '1 alias target',
    { code: 'alias-target', alias: 'old' },
    { pay: { aliases: [{ name: 'old', version: '1' }] } },
  ),
  row(
    '2 alias weight',
    { code: 'alias-weight', alias: 'live' },
    { pay: { aliases: [{ name: 'live', version: '6', weights: { '1': 0.1 } }] } },
    { without: { pay: LIVE } },
  ),
  row(
    '3 newest N',
    { code: 'newest', keepNewest: 4 },
    {},
    { kept: 'pay:3', event: { account: 'dev', keep: 4 } },
  ),
  row(
    '3 newest N, by number and not by the order of texts',
    { code: 'newest', keepNewest: 3 },
    { pay: { versions: '2, 8-10' } },
    { kept: 'pay:8', without: { pay: { versions: '2, 8-11' } } },
  ),
  row(
    '4 rollback target of an alias',
    { code: 'rollback-target', alias: 'live', of: '4' },
    { pay: { aliases: [{ name: 'live', version: '4' }] } },
    { kept: 'pay:3' },
  ),
  row(
    '4 rollback target of a weighted version',
    { code: 'rollback-target', alias: 'live', of: '4' },
    { pay: { aliases: [{ name: 'live', version: '6', weights: { '4': 0.5 } }] } },
    { kept: 'pay:3' },
  ),
  row(
    '5 younger than the minimum age',
    { code: 'too-young', minimumAgeDays: 7 },
    { pay: { lastModified: { '1': daysAgo(6.9).replace('Z', '+0000') } } },
    { without: { pay: { lastModified: { '1': daysAgo(7.1).replace('Z', '+0000') } } } },
  ),
  row(
    '5 the date cannot be read',
    { code: 'undated' },
    { pay: { lastModified: { '1': 'yesterday' } } },
  ),
  row(
    '6 edge replica',
    { code: 'edge-replica' },
    { pay: { ...FOUR, masterArn: arnOf('pay:1', 'us-east-1') } },
    { without: { pay: FOUR } },
  ),
  row(
    '6 capacity provider',
    { code: 'capacity-provider' },
    {
      pay: {
        ...FOUR,
        capacityProviderArn: `arn:aws:lambda:eu-west-1:${DEV}:capacity-provider:pool`,
      },
    },
    { without: { pay: FOUR } },
  ),
  row(
    '7 opted out by tag',
    used('opt-out-tags', 'tag limits-watchdog:keep=no'),
    { pay: { ...FOUR, tags: { 'limits-watchdog:keep': 'no' } } },
    { without: { pay: { ...FOUR, tags: { 'limits-watchdog': 'keep' } } } },
  ),
  row(
    '7 opted out by the configuration',
    { code: 'opted-out', glob: 'p*y' },
    { pay: FOUR, setting: { versions: { keepFunctions: ['p*y'] } } },
    { without: { pay: FOUR } },
  ),
  row(
    '8 an alias moved away, by CloudTrail',
    used('alias-history'),
    { pay: LIVE, region: moved(13.5) },
    { without: { pay: LIVE, region: moved(14.5) } },
  ),
  row(
    '8 an alias moved away, by the record of watch runs',
    used('alias-history'),
    { pay: LIVE, setting: { state: recorded(daysAgo(13).slice(0, 10)) } },
    { without: { pay: LIVE, setting: { state: recorded(daysAgo(20).slice(0, 10)) } } },
  ),
  row(
    '8 a weight was taken away',
    used('alias-history'),
    {
      pay: LIVE,
      region: {
        aliasEvents: [
          {
            time: daysAgo(50),
            event: 'CreateAlias',
            functionName: 'pay',
            alias: 'live',
            version: '6',
          },
          {
            time: daysAgo(5),
            event: 'UpdateAlias',
            functionName: 'pay',
            alias: 'live',
            version: '6',
            weights: { '1': 0.2 },
          },
          {
            time: daysAgo(4),
            event: 'UpdateAlias',
            functionName: 'pay',
            alias: 'live',
            version: '6',
          },
        ],
      },
    },
    { without: { pay: LIVE } },
  ),
  row(
    '8 one of several aliases was deleted',
    used('alias-history'),
    {
      pay: LIVE,
      region: {
        aliasEvents: [
          {
            time: daysAgo(50),
            event: 'CreateAlias',
            functionName: 'pay',
            alias: 'beta',
            version: '1',
          },
          { time: daysAgo(2), event: 'DeleteAlias', functionName: 'pay', alias: 'beta' },
        ],
      },
    },
    { without: { pay: LIVE } },
  ),
];

function mapping(qualifier: string, state?: string): RegionWorld {
  return {
    eventSourceMappings: [
      {
        functionName: 'pay',
        qualifier,
        eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
        ...(state !== undefined && { state }),
      },
    ],
  };
}

const TIER_1: readonly Row[] = [
  row('9 event source mapping', used('event-source-mappings'), { region: mapping('1') }),
  row('9 event source mapping, switched off', used('event-source-mappings'), {
    region: mapping('1', 'Disabled'),
  }),
  row('10 provisioned concurrency', used('provisioned-concurrency'), {
    pay: { provisionedConcurrency: { '1': 1 } },
  }),
  row('10 scalable target', used('scalable-targets'), {
    region: { scalableTargets: [{ resourceId: 'function:pay:1' }] },
  }),
  row('11 push trigger', used('resource-policy'), { pay: { resourcePolicies: { '1': POLICY } } }),
  row('11 the policy of the function names a version', used('function-policy'), {
    pay: { resourcePolicies: { '': POLICY } },
  }),
  row(
    '11 the policy of the function admits to every version',
    used('function-policy'),
    { pay: { ...FOUR, resourcePolicies: { '': policyOn(arnOf('pay:*')) } } },
    { without: { pay: { ...FOUR, resourcePolicies: { '': policyOn(arnOf('pay')) } } } },
  ),
  row(
    '12 running durable execution',
    used('durable-executions'),
    { pay: { isDurable: true, durableExecutions: { '1': 1 } } },
    { without: { pay: { isDurable: true } } },
  ),
  row('13 invoked within 14 days', used('recent-metrics'), {
    pay: { invocations: { '1': [daysAgo(10)] } },
  }),
  row(
    '13 invoked within 90 days',
    used('invocations', 'invoked in the last 90 days'),
    { pay: { invocations: { '1': [daysAgo(89)] } } },
    { without: { pay: { invocations: { '1': [daysAgo(92)] } } } },
  ),
  edgeRow('14 Lambda@Edge association', [{ id: 'E1', functions: EDGE }]),
  edgeRow('14 Lambda@Edge association of a staging distribution', [
    { id: 'E1' },
    { id: 'E2', isStaging: true, isEnabled: false, behaviours: { '/pay/*': EDGE } },
  ]),
  row('15 asynchronous settings', used('event-invoke-configs'), {
    pay: { eventInvokeConfigs: [{ qualifier: '1' }] },
  }),
  row('15 asynchronous destination of another function', used('async-destinations'), {
    region: {
      functions: [
        {
          name: 'send',
          versions: '1-4',
          ...OLD,
          eventInvokeConfigs: [{ qualifier: '$LATEST', onFailure: arnOf('pay:1') }],
        },
      ],
    },
  }),
  destinationOf('a function without candidates', { versions: '1-3', ...OLD }),
  destinationOf('a function with $LATEST alone', {}),
  destinationOf('a container image', { packageType: 'Image', codeSize: 0 }),
  destinationOf(
    'a function that the request leaves out',
    { versions: '1-6', ...OLD },
    {
      account: 'dev',
      functions: ['pay', 'ship'],
    },
  ),
];

/** Returns a Region with a stack that contains the function. */
function stack(name: string, content: NonNullable<RegionWorld['stacks']>[number]): RegionWorld {
  return { stacks: [{ ...content, name }] };
}

const CUSTOM_TEMPLATE = {
  Resources: {
    Migration: { Type: 'Custom::Migration', Properties: { ServiceToken: arnOf('pay:1') } },
  },
};

function holding(status: string): RegionWorld {
  return stack('shop', {
    name: 'shop',
    status,
    resources: [{ logicalId: 'Pay', type: 'AWS::Lambda::Function', physicalId: 'pay' }],
  });
}

const QUEUE = `arn:aws:sqs:eu-west-1:${DEV}:jobs`;

function ruleRow(name: string, rule: EventRuleWorld): Row {
  return row(`21 ${name}`, used('event-rules', `rule ${rule.bus ?? 'default'}/paid`), {
    region: { eventRules: [{ name: 'other', targets: [{ arn: arnOf('ship') }] }, rule] },
  });
}

const TIER_2: readonly Row[] = [
  row('Scheduler', used('scheduler'), {
    region: { schedules: [{ name: 'nightly', targetArn: arnOf('pay:1'), state: 'DISABLED' }] },
  }),
  row('Scheduler, universal target', used('scheduler'), {
    region: {
      schedules: [
        {
          name: 'nightly',
          group: 'jobs',
          targetArn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke',
          input: JSON.stringify({ FunctionName: 'pay', Qualifier: '1', Payload: '{}' }),
        },
      ],
    },
  }),
  row('Step Functions, definition', used('step-functions'), {
    region: { stateMachines: [{ name: 'order', definition: LAMBDA_TASK }] },
  }),
  row('Step Functions, definition with a Qualifier, express', used('step-functions'), {
    region: { stateMachines: [{ name: 'order', type: 'EXPRESS', definition: INVOKE_TASK }] },
  }),
  row('Step Functions, published version', used('step-functions'), {
    region: {
      stateMachines: [
        { name: 'order', definition: OTHER_TASK, versions: { '1': LAMBDA_TASK, '2': OTHER_TASK } },
      ],
    },
  }),
  row('Step Functions, running execution', used('step-functions'), {
    region: {
      stateMachines: [
        {
          name: 'order',
          definition: OTHER_TASK,
          executions: [{ name: 'of-last-week', definition: LAMBDA_TASK }],
        },
      ],
    },
  }),
  row('Pipes, target', used('pipes'), {
    region: {
      pipes: [
        {
          name: 'flow',
          source: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
          target: arnOf('pay:1'),
          state: 'STOPPED',
        },
      ],
    },
  }),
  row('Pipes, enrichment', used('pipes'), {
    region: {
      pipes: [
        {
          name: 'flow',
          source: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
          enrichment: arnOf('pay:1'),
          target: `arn:aws:sqs:eu-west-1:${DEV}:done`,
        },
      ],
    },
  }),
  ruleRow('rule of the default bus, disabled', {
    name: 'paid',
    state: 'DISABLED',
    targets: [{ arn: arnOf('pay:1'), roleArn: `arn:aws:iam::${DEV}:role/rules` }],
  }),
  ruleRow('rule of another bus, the last of several targets', {
    name: 'paid',
    bus: 'shop',
    targets: [{ arn: QUEUE }, { arn: arnOf('ship') }, { arn: arnOf('pay:1') }],
  }),
  row('21 rule on the second page of its bus', used('event-rules', 'rule shop/zz'), {
    region: {
      eventRules: [
        ...Array.from({ length: 105 }, (_, at) => ({ name: `a${at}`, bus: 'shop', targets: [] })),
        { name: 'zz', bus: 'shop', targets: [{ arn: arnOf('pay:1') }] },
      ],
    },
  }),
  ruleRow('input of a target', {
    name: 'paid',
    targets: [
      {
        arn: `arn:aws:states:eu-west-1:${DEV}:stateMachine:order`,
        input: JSON.stringify({ FunctionName: 'pay', Qualifier: '1' }),
      },
    ],
  }),
  ruleRow('input transformer of a target', {
    name: 'paid',
    bus: 'shop',
    targets: [
      {
        arn: QUEUE,
        transformer: {
          paths: { order: '$.detail.order' },
          template: `{"order": <order>, "call": "${arnOf('pay:1')}"}`,
        },
      },
    ],
  }),
  ruleRow('other parameters of a target', {
    name: 'paid',
    targets: [{ arn: QUEUE, sql: `select call('${arnOf('pay:1')}')` }],
  }),
  row('22 environment variable that holds an ARN', used('environment-variables'), {
    region: { functions: [{ name: 'web', environment: { PAY: arnOf('pay:1') } }] },
  }),
  row(
    '22 environment variable that holds a name and a number, of an old version',
    used('environment-variables'),
    {
      region: {
        functions: [{ name: 'web', versions: '1-3', ...OLD, environment: { CALLS: 'a, pay:1' } }],
      },
    },
  ),
  row('CodeDeploy, deployment in flight', used('code-deploy'), {
    region: {
      deployApplications: [
        {
          name: 'shop',
          deployments: [
            {
              id: 'd-ABCDEF123',
              lambda: {
                functionName: 'pay',
                alias: 'live',
                currentVersion: '1',
                targetVersion: '6',
              },
            },
          ],
        },
      ],
    },
  }),
  row(
    'CloudFormation, stack that is rolling back',
    used('cloud-formation'),
    { pay: FOUR, region: holding('UPDATE_ROLLBACK_IN_PROGRESS') },
    { without: { pay: FOUR, region: holding('UPDATE_COMPLETE') } },
  ),
  row('CloudFormation, ServiceToken of a custom resource', used('cloud-formation'), {
    region: stack('migrations', { name: 'migrations', template: CUSTOM_TEMPLATE }),
  }),
];

export const ROWS: readonly Row[] = [...TIER_0, ...TIER_1, ...TIER_2];
