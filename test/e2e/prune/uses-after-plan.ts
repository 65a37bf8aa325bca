import type { Check, EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import type { RegionChange } from '../../sandbox/change.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { FunctionWorld, RegionWorld } from '../../sandbox/world.ts';
import { arnOf } from './rows.ts';
import { DEV } from './run-prune.ts';

/** A use of version 1 of `pay` that begins after its plan was created. */
export interface UseAfterPlan {
  /** The number and name of the row in the specification. */
  readonly row: string;
  /** The check that finds the use. */
  readonly check: Check;
  /** The Region of the function; default `eu-west-1`. */
  readonly region?: 'eu-west-1' | 'us-east-1';
  /** Properties of `pay`, in addition to its versions. */
  readonly pay?: Partial<FunctionWorld>;
  readonly happens: (change: RegionChange, sandbox: Sandbox) => void | Promise<void>;
}

const QUEUE = `arn:aws:sqs:eu-west-1:${DEV}:jobs`;
const MINUTE_MS = 60_000;

function inRegion(row: string, check: EvidenceCheck, content: RegionWorld): UseAfterPlan {
  return { row, check, happens: (change) => change.update(() => content) };
}

function ofPay(
  row: string,
  check: EvidenceCheck,
  content: Omit<Partial<FunctionWorld>, 'name' | 'versions' | 'aliases'>,
): UseAfterPlan {
  return { row, check, happens: (change) => change.updateFunction('pay', () => content) };
}

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'api',
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arnOf('pay:1'),
    },
  ],
};

const invoke = (resource: string) => ({
  StartAt: 'A',
  States: { A: { Type: 'Task', Resource: resource, End: true } },
});
const LAMBDA = { functionName: 'pay', alias: 'live', currentVersion: '1', targetVersion: '6' };
const VERSION = { logicalId: 'V', type: 'AWS::Lambda::Version', physicalId: arnOf('pay:1') };

export const USES: readonly UseAfterPlan[] = [
  {
    row: '1 alias target',
    check: 'aliases',
    happens: (change) => change.moveAlias('pay', 'next', '1'),
  },
  {
    row: '2 alias weight',
    check: 'aliases',
    happens: (change) => change.moveAlias('pay', 'live', '6', { '1': 0.1 }),
  },
  ofPay('7 opted out by tag', 'opt-out-tags', { tags: { 'limits-watchdog:keep': 'T-1' } }),
  {
    row: '8 an alias was at it for a minute, and came back',
    check: 'aliases',
    happens: async (change, { clock }) => {
      change.moveAlias('pay', 'live', '1');
      await clock.sleep(MINUTE_MS);
      change.moveAlias('pay', 'live', '6');
    },
  },
  {
    row: '8 an alias was made for it, and deleted after a minute',
    check: 'alias-history',
    happens: async (change, { clock }) => {
      change.moveAlias('pay', 'next', '1');
      await clock.sleep(MINUTE_MS);
      change.deleteAlias('pay', 'next');
    },
  },
  inRegion('9 event source mapping', 'event-source-mappings', {
    eventSourceMappings: [{ functionName: 'pay', qualifier: '1', eventSourceArn: QUEUE }],
  }),
  ofPay('10 provisioned concurrency', 'provisioned-concurrency', {
    provisionedConcurrency: { '1': 1 },
  }),
  inRegion('10 scalable target', 'scalable-targets', {
    scalableTargets: [{ resourceId: 'function:pay:1' }],
  }),
  ofPay('11 push trigger', 'resource-policy', { resourcePolicies: { '1': POLICY } }),
  ofPay('11 the policy of the function names it', 'function-policy', {
    resourcePolicies: { '': POLICY },
  }),
  {
    ...ofPay('12 durable execution', 'durable-executions', { durableExecutions: { '1': 1 } }),
    pay: { isDurable: true },
  },
  {
    row: '13 invoked, by the list of metrics',
    check: 'recent-metrics',
    happens: (change, { clock }) => {
      const now = new Date(clock.now()).toISOString();
      change.updateFunction('pay', () => ({ invocations: { '1': [now] } }));
    },
  },
  {
    row: '14 Lambda@Edge association',
    check: 'edge-associations',
    region: 'us-east-1',
    happens: (_, { organisation }) => {
      const functions = [{ arn: arnOf('pay:1', 'us-east-1') }];
      organisation.account(DEV).distributions = [{ id: 'E1', functions }];
    },
  },
  ofPay('15 asynchronous settings', 'event-invoke-configs', {
    eventInvokeConfigs: [{ qualifier: '1', onFailure: QUEUE }],
  }),
  {
    row: '15 asynchronous destination of another function',
    check: 'async-destinations',
    happens: (change) =>
      change.updateFunction('ship', () => ({
        eventInvokeConfigs: [{ qualifier: '$LATEST', onFailure: arnOf('pay:1') }],
      })),
  },
  inRegion('16 Scheduler', 'scheduler', {
    schedules: [{ name: 'nightly', targetArn: arnOf('pay:1') }],
  }),
  inRegion('17 Step Functions', 'step-functions', {
    stateMachines: [{ name: 'order', definition: invoke(arnOf('pay:1')) }],
  }),
  inRegion('18 Pipes', 'pipes', {
    pipes: [{ name: 'flow', source: QUEUE, target: arnOf('pay:1') }],
  }),
  inRegion('19 CodeDeploy', 'code-deploy', {
    deployApplications: [{ name: 'shop', deployments: [{ id: 'd-ABCDEF123', lambda: LAMBDA }] }],
  }),
  inRegion('20 CloudFormation', 'cloud-formation', {
    stacks: [{ name: 'shop', resources: [VERSION] }],
  }),
  inRegion('21 EventBridge rule', 'event-rules', {
    eventRules: [{ name: 'paid', targets: [{ arn: arnOf('pay:1') }] }],
  }),
  {
    row: '22 environment variable of another function',
    check: 'environment-variables',
    happens: (change) =>
      change.updateFunction('ship', () => ({ environment: { PAY: arnOf('pay:1') } })),
  },
];
