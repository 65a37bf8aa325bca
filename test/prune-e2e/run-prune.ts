import { catalogue } from '../../src/aws/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../src/config/index.ts';
import type { PlanResponse } from '../../src/entry/plan-answer.ts';
import { planCollector } from '../../src/entry/plan-collector.ts';
import { planHandler } from '../../src/entry/plan-handler.ts';
import type { PruneResponse } from '../../src/entry/prune-answer.ts';
import { sha256 } from '../../src/entry/prune-digest.ts';
import { pruneHandler } from '../../src/entry/prune-handler.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { instant } from '../../src/model/time.ts';
import { virtualClock } from '../sandbox/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld, RegionWorld } from '../sandbox/world.ts';

export const TOOLING = '111111111111';
export const DEV = '222222222222';
export const PROD = '555555555555';
export const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-eu-west-1`;
export const TOPIC = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`;
export const EXTERNAL_ID = 'test-external-id';
export const START = '2026-11-22T06:00:00Z';

/** The tooling account with the roles of both functions. */
function toolingAccount(): AccountWorld {
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
    buckets: [{ name: STATE_BUCKET, region: 'eu-west-1', isVersioned: true }],
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

/** A dev account with both of its roles, as deployed. */
export function devAccount(region: RegionWorld, content: Partial<AccountWorld> = {}): AccountWorld {
  return {
    id: DEV,
    name: 'dev',
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, PlanEvidence: 'true' },
      },
      {
        template: 'src/stacks/member-prune-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
      },
    ],
    regions: { 'eu-west-1': region },
    ...content,
  };
}

/** A production account: the read role without evidence, and no prune role. */
export function prodAccount(): AccountWorld {
  return {
    id: PROD,
    name: 'prod',
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID },
      },
    ],
  };
}

export interface Pruning {
  readonly sandbox: Sandbox;
  /** Invokes the plan function until it has a plan, or an answer that is none. */
  readonly plan: (event: Readonly<Record<string, unknown>>) => Promise<PlanResponse>;
  /** Invokes the prune function once. */
  readonly prune: (event: Readonly<Record<string, unknown>>) => Promise<PruneResponse>;
  /** Invokes it until nothing remains. */
  readonly pruneAll: (planId: string, confirm: string) => Promise<readonly PruneResponse[]>;
}

export function pruning(accounts: readonly AccountWorld[]): Pruning {
  const sandbox = createSandbox(
    { accounts: [toolingAccount(), ...accounts] },
    { clock: virtualClock(START) },
  );
  const configuration = configurationOf(accounts);
  let invocations = 0;
  const context = () => ({
    awsRequestId: `00000000-0000-4000-8000-${String((invocations += 1)).padStart(12, '0')}`,
    getRemainingTimeInMillis: () => 120_000,
  });
  const environment = (role: string) => ({
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms: number, signal?: AbortSignal) => sandbox.clock.sleep(ms, signal),
    },
    http: sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
    chance: () => 0.5,
    digest: sha256,
    credentials: async () => sandbox.credentialsOf({ account: TOOLING, role }),
  });
  const planOnce = planHandler(configuration, {
    ...environment('limits-watchdog-plan-function'),
    collector: planCollector(configuration),
  });
  const pruneOnce = pruneHandler(configuration, environment('limits-watchdog-prune-function'));
  return {
    sandbox,
    plan: async (event) => {
      let answer = await planOnce(event, context());
      while (answer.state === 'unfinished') {
        answer = await planOnce({ continue: answer.continueWith }, context());
      }
      return answer;
    },
    prune: (event) => pruneOnce(event, context()),
    pruneAll: async (planId, confirm) => {
      const answers = [await pruneOnce({ planId, confirm }, context())];
      while (answers.at(-1)?.state === 'goes-on') {
        answers.push(await pruneOnce({ planId, confirm }, context()));
      }
      return answers;
    },
  };
}

function configurationOf(accounts: readonly AccountWorld[]): Configuration {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions: ['eu-west-1'],
    accounts: accounts.map(({ id, name }) => ({
      id,
      name,
      stage: id === PROD ? 'prod' : 'nonprod',
    })),
  };
  const parsed = parseConfiguration(
    JSON.stringify(file),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'test configuration'));
  return parsed.configuration;
}
