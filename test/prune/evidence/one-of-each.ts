import { callerOf } from '../../../src/prune/evidence/callers.ts';
import { listing } from '../../../src/prune/evidence/listing.ts';
import type { EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import { DEV } from '../../sandbox/fixtures/small-world.ts';
import type { AccountWorld, RegionWorld } from '../../sandbox/world.ts';
import type { FunctionWorld } from '../../sandbox/world/functions.ts';

const PLACE = 'us-east-1';
const OLD = { publishedFrom: '2025-01-01', publishedTo: '2025-06-01' };

const at = (name: string, version: string): string =>
  `arn:aws:lambda:${PLACE}:${DEV}:function:${name}:${version}`;

/** Returns a function with five old versions, of which the newest three are kept. */
const fn = (name: string, more: Partial<FunctionWorld> = {}): FunctionWorld => ({
  name,
  versions: '1-5',
  ...OLD,
  ...more,
});

const invokes = (version: string, principal: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'trigger',
      Effect: 'Allow',
      Principal: { Service: principal },
      Action: 'lambda:InvokeFunction',
      Resource: version,
    },
  ],
});

/** One function for each check, named after it, whose version 1 is kept only by that check. */
export const oneOfEach: RegionWorld = {
  functions: [
    fn('plain'),
    fn('event-source-mappings'),
    fn('provisioned-concurrency', { provisionedConcurrency: { '1': 2 } }),
    fn('scalable-targets'),
    fn('resource-policy', {
      resourcePolicies: { '1': invokes(at('resource-policy', '1'), 's3.amazonaws.com') },
    }),
    fn('function-policy', {
      resourcePolicies: { '': invokes(at('function-policy', '1'), 's3.amazonaws.com') },
    }),
    fn('durable-executions', { isDurable: true, durableExecutions: { '1': 1 } }),
    fn('recent-metrics', { invocations: { '1': ['2026-11-18'] } }),
    fn('invocations', { invocations: { '1': ['2026-09-01'] } }),
    fn('edge-associations'),
    fn('event-invoke-configs', { eventInvokeConfigs: [{ qualifier: '1' }] }),
    fn('async-destinations'),
    fn('sender', {
      environment: { CALLS: at('environment-variables', '1') },
      tags: { 'limits-watchdog:keep': 'yes' },
      eventInvokeConfigs: [{ qualifier: '$LATEST', onSuccess: at('async-destinations', '1') }],
    }),
    fn('alias-history', { aliases: [{ name: 'live', version: '5' }] }),
    fn('opt-out-tags', { tags: { 'limits-watchdog:keep': '' } }),
    fn('scheduler'),
    fn('step-functions'),
    fn('pipes'),
    fn('code-deploy'),
    fn('cloud-formation'),
    fn('event-rules'),
    fn('environment-variables'),
  ],
  eventSourceMappings: [
    {
      functionName: 'event-source-mappings',
      qualifier: '1',
      eventSourceArn: `arn:aws:sqs:${PLACE}:${DEV}:jobs`,
    },
  ],
  scalableTargets: [{ resourceId: 'function:scalable-targets:1' }],
  schedules: [
    {
      name: 'nightly',
      targetArn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke',
      input: '{"FunctionName":"scheduler","Qualifier":"1"}',
    },
  ],
  stateMachines: [
    {
      name: 'flow',
      definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
      executions: [
        { name: 'running', definition: { States: { A: { Resource: at('step-functions', '1') } } } },
      ],
    },
  ],
  pipes: [{ name: 'pipe', source: `arn:aws:sqs:${PLACE}:${DEV}:q`, target: at('pipes', '1') }],
  eventRules: [
    {
      name: 'paid',
      bus: 'shop',
      state: 'DISABLED',
      targets: [{ arn: `arn:aws:sqs:${PLACE}:${DEV}:q`, input: at('event-rules', '1') }],
    },
  ],
  deployApplications: [
    {
      name: 'app',
      deployments: [
        {
          id: 'd-ABCDEF123',
          lambda: {
            functionName: 'code-deploy',
            alias: 'live',
            currentVersion: '1',
            targetVersion: '5',
          },
        },
      ],
    },
  ],
  stacks: [
    {
      name: 'site',
      template: {
        Resources: {
          Thing: {
            Type: 'Custom::Thing',
            Properties: { ServiceToken: at('cloud-formation', '1') },
          },
        },
      },
    },
  ],
  aliasEvents: [
    {
      time: '2026-11-15T00:00:00Z',
      event: 'UpdateAlias',
      functionName: 'alias-history',
      alias: 'live',
      version: '5',
    },
    {
      time: '2026-10-01T00:00:00Z',
      event: 'UpdateAlias',
      functionName: 'alias-history',
      alias: 'live',
      version: '1',
      namedBy: 'arn',
    },
  ],
};

export const edgeOfEach: Pick<AccountWorld, 'distributions'> = {
  distributions: [
    { id: 'E1', isStaging: true, functions: [{ arn: at('edge-associations', '1') }] },
  ],
};

/** Returns the operations by which a check reads, as the sandbox names them. */
export function requestsOf(check: EvidenceCheck): readonly (readonly [string, string])[] {
  // A check that uses the listing has no requests of its own.
  const own = Object.keys(callerOf(check).grants).filter((action) => !(action in listing.grants));
  return own.map((action) => {
    const [service = '', operation = ''] = action.split(':');
    // CloudWatch signs its requests as `monitoring`.
    return [service === 'cloudwatch' ? 'monitoring' : service, operation];
  });
}
