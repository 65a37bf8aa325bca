import { describe, expect, it } from 'vitest';

import { eventSender } from '../../src/alerts/send-events.ts';
import { LIMIT_SETS } from '../../src/model/limit-choice/sets.ts';
import {
  memberAccount,
  runWatch,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
  watchOnce,
} from '../watch/run-watch.ts';
import {
  ACCOUNT,
  decisionsOf,
  everyPruneCall,
  everyReviewCall,
  everyStageCall,
  everyWatchCall,
  FULL,
  RUN,
} from '../e2e/least-privilege/every-call.ts';
import { everyDiscoveryCall } from '../e2e/least-privilege/every-discovery-call.ts';
import { pruneStack, readStack, withoutAction } from '../e2e/least-privilege/changed-roles.ts';
import type { ShippedGrant } from '../e2e/least-privilege/shipped.ts';
import { shippedGrants } from '../e2e/least-privilege/shipped.ts';
import { pruningWith, storedPlan } from '../e2e/prune/harness.ts';
import { shop } from '../e2e/prune/rows.ts';
import { devAccount } from '../e2e/prune/run-prune.ts';
import { muteSandbox, mutes, START, tooling } from '../alerts/mutes/run-mute.ts';
import { findingRun } from '../watch/run-discovery.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { healthTopic } from '../sandbox/fixtures/health-topic.ts';
import { BUCKETS, IncreaseDeployment } from '../increases/run-increases.ts';
import { accountHolding, testedLimits, runOver } from './measured-limit.ts';
import { decide } from '../sandbox/access.ts';
import { VCPU } from '../sandbox/services/service-quotas.ts';
import type { Decision } from '../sandbox/observers.ts';

function ofTemplates(
  functions: readonly string[],
  actions: readonly string[],
  whose: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    functions.flatMap((name) =>
      actions.map((action) => [`${name}-function-role ${action}`, whose]),
    ),
  );
}

/** Permissions that no run of this test uses, each with what uses them. */
const OTHERS: Readonly<Record<string, string>> = {
  ...ofTemplates(
    ['watch', 'plan', 'prune', 'slack', 'mute', 'increase'],
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    "Lambda's own: it delivers the logs with the function's role",
  ),
  ...ofTemplates(
    ['slack'],
    ['ssm:GetParameter', 'kms:Decrypt', 'sqs:SendMessage'],
    'each one allowed and refused in test/stacks/roles.test.ts',
  ),
  ...Object.fromEntries(
    [
      'states:StartExecution',
      'states:DescribeExecution',
      'states:StopExecution',
      'states:RedriveExecution',
      's3:ListMultipartUploadParts',
      's3:AbortMultipartUpload',
    ].map((action) => [
      `distributed-watch ${action}`,
      "Step Functions' own, for a Distributed Map: allowed and refused in test/stacks/roles.test.ts",
    ]),
  ),
  ...ofTemplates(
    ['watch', 'prune'],
    ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
    "SNS's own, with the rights of the publisher: allowed and refused in test/e2e/least-privilege/packaged.full.test.ts",
  ),
  'prune-loop lambda:InvokeFunction':
    'used in test/watch/distributed/prune-loop.full.test.ts, over many slices',
};

/** Whether the role would be denied an allowed request without this permission. */
function isMissed(grant: ShippedGrant, { need, circumstances, verdict }: Decision): boolean {
  const { session } = circumstances;
  if (!verdict.isAllowed || session.role.template !== grant.template) return false;
  const role = withoutAction(session.role, grant);
  return !decide(need, { ...circumstances, session: { ...session, role } }).isAllowed;
}

const nameOf = ({ template, sid, action }: ShippedGrant): string => `${template} ${sid} ${action}`;

describe('without any one of its permissions', () => {
  it('a shipped role would be denied a call that a run makes', async () => {
    const decisions = await decisionsOf(async () => {
      await everyWatchCall(true);
      await everyWatchCall(false);
      await everyStageCall();
      await watchWithTopicsAndBus();
      await everyPruneCall();
      await everyReviewCall();
      await pruneAnything();
      await everyDiscoveryCall();
      await everyMuteCall();
      await everyIncreaseCall();
      await everyCallOfSets();
    });
    const allowed = shippedGrants().filter(({ effect }) => effect === 'Allow');
    const useless = allowed.filter(
      (grant) =>
        OTHERS[`${grant.template} ${grant.action}`] === undefined &&
        !decisions.some((decision) => isMissed(grant, decision)),
    );
    expect(useless.map(nameOf)).toEqual([]);
    expect(new Set(allowed.map(nameOf)).size).toBeGreaterThanOrEqual(60);
    const used = new Set(
      decisions
        .filter(({ verdict }) => verdict.isAllowed)
        .map(({ need, circumstances }) => `${circumstances.session.role.template} ${need.action}`),
    );
    // Permissions in that list must not be used here; otherwise the entry is not needed.
    expect(Object.keys(OTHERS).filter((one) => used.has(one))).toEqual([]);
  }, 120_000);
});

async function watchWithTopicsAndBus(): Promise<void> {
  const chat = `${TOPIC}-chat`;
  const bus = `arn:aws:events:eu-west-1:${TOOLING}:event-bus/alerts`;
  const tooling = toolingAccount();
  await runWatch({
    ...RUN,
    settings: { alerts: { topicArn: TOPIC, chatTopicArn: chat, eventBusArn: bus } },
    environment: { eventSender },
    world: {
      accounts: [
        {
          ...tooling,
          stacks: (tooling.stacks ?? []).map((stack) => ({
            ...stack,
            parameters: { ...stack.parameters, OtherTopicArns: chat, EventBusArn: bus },
          })),
          regions: {
            'eu-west-1': {
              eventBuses: ['alerts'],
              topics: [
                // This topic has no subscriber, which is reported to the health topic.
                { name: 'limits-watchdog-alerts' },
                {
                  name: 'limits-watchdog-alerts-chat',
                  subscriptions: [{ protocol: 'https', endpoint: 'https://chat.example.com' }],
                },
                healthTopic(),
              ],
            },
          },
        },
        memberAccount(ACCOUNT, 'dev', FULL),
      ],
    },
  });
}

async function pruneAnything(): Promise<void> {
  const stacks = [readStack(undefined), pruneStack(undefined, { DeleteScope: 'any' })];
  const pruning = pruningWith({ accounts: [devAccount(shop(), { stacks })] });
  const { planId } = await storedPlan(pruning);
  await pruning.pruneAll(planId, 'dev');
}

/** Runs over each limit near its quota with only the parameter of its set turned on, because sets share quotas. */
async function everyCallOfSets(): Promise<void> {
  for (const limit of testedLimits) {
    const { set } = limit.definition;
    if (set === undefined) continue;
    const account = accountHolding(limit, 95, 100, { [LIMIT_SETS[set].parameter]: 'true' });
    await runOver(account, limit, {});
  }
  await watchQuotaByCode();
}

async function watchQuotaByCode(): Promise<void> {
  const account = memberAccount(
    ACCOUNT,
    'dev',
    {
      quotas: { 'ec2/L-1216C47A': 100 },
      regions: { 'eu-west-1': { usageMetrics: [{ dimensions: VCPU, steady: 95 }] } },
    },
    { WatchQuotas: 'true' },
  );
  await runWatch({
    ...RUN,
    settings: { quotas: [{ service: 'ec2', code: 'L-1216C47A' }] },
    world: { accounts: [toolingAccount(), account] },
  });
}

const MUTE = { mute: true, accounts: ['dev'], until: '2d', reason: 'moved away', by: 'ana' };

async function everyMuteCall(): Promise<void> {
  await mutes(muteSandbox(), MUTE);
  const parameters = { StateBucket: STATE_BUCKET, Discovery: 'true' };
  const stacks = [{ template: 'src/stacks/mute-function-role.yml', parameters }];
  const world = { accounts: [tooling({ stacks })] };
  await mutes(createSandbox(world, { clock: virtualClock(START) }), MUTE, findingRun());
}

/** Requests an increase of a quota without an applied value; the next run finds it applied. */
async function everyIncreaseCall(): Promise<void> {
  const limit = 's3-buckets';
  const deployment = new IncreaseDeployment({
    dev: { bucketCount: 30, quotas: { [BUCKETS.code]: null } },
    rules: [{ limit, ceiling: 20_000, step: 1_000 }],
  });
  await deployment.report([{ limit, used: 9_000, quota: 10_000 }]);
  await deployment.increase();
  await watchOnce(deployment.sandbox, deployment.run);
}
