import type { S3Client } from '@aws-sdk/client-s3';
import { S3Client as S3 } from '@aws-sdk/client-s3';
import type { HttpHandler } from '@smithy/core/protocols';

import { catalogue } from '../../../src/limits/catalogue.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import { makeClient, TrafficMeter } from '../../../src/aws/clients.ts';
import { pruneStore } from '../../../src/prune/apply/store.ts';
import { describeFaults } from '../../../src/config/faults.ts';
import { parseConfiguration } from '../../../src/config/parse.ts';
import type { PruneResponse } from '../../../src/functions/prune/prune-answer.ts';
import { sha256 } from '../../../src/functions/prune/prune-digest.ts';
import { pruneHandler } from '../../../src/functions/prune/prune-handler.ts';
import type { PruneOrder } from '../../../src/prune/apply/stored-plan.ts';
import { planText } from '../../../src/prune/plan/text/plan.ts';
import { storePlan } from '../../../src/prune/apply/stored-plan.ts';
import { region } from '../../../src/model/aws-ids.ts';
import type { Configuration } from '../../../src/model/configuration.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { instant } from '../../../src/model/time.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { PruneStore } from '../../../src/prune/ports.ts';
import { parseSegment } from '../../../src/prune/documents/journal-json.ts';
import type { JournalEntry } from '../../../src/prune/model/journal-segment.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { stateBucket } from '../../sandbox/fixtures/state-bucket.ts';
import type { FaultRule } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RegionWorld, StackWorld } from '../../sandbox/world.ts';
import { complete } from '../../config/complete.ts';

export const TOOLING = '111111111111';
export const DEV = '222222222222';
export const BUCKET = 'limits-watchdog-state';
export const TOPIC = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`;
export const EXTERNAL_ID = 'test-external-id';
const START = '2026-11-22T06:00:00Z';
export const IRELAND = region('eu-west-1');

export const PRUNE_ROLE_STACK: StackWorld = {
  template: 'src/stacks/member-prune-role.yml',
  parameters: { Stage: 'nonprod', ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID },
};

/** Returns the tooling account as deployed: both functions' roles, the bucket and the topic. */
function toolingAccount(furtherStacks: readonly StackWorld[] = []): AccountWorld {
  return {
    id: TOOLING,
    name: 'tooling',
    stacks: [
      {
        template: 'src/stacks/prune-function-role.yml',
        parameters: { StateBucket: BUCKET, AlertsTopicArn: TOPIC },
      },
      { template: 'src/stacks/plan-function-role.yml', parameters: { StateBucket: BUCKET } },
      ...furtherStacks,
    ],
    buckets: [stateBucket(BUCKET)],
    regions: {
      'eu-west-1': {
        topics: [
          {
            name: 'limits-watchdog-alerts',
            subscriptions: [
              { protocol: 'email', endpoint: 'ops@example.com' },
              { protocol: 'sqs', endpoint: `arn:aws:sqs:eu-west-1:${TOOLING}:automation` },
            ],
          },
        ],
      },
    },
  };
}

/** Returns an environment account with the shipped prune role. */
export function devAccount(
  regions: Readonly<Record<string, RegionWorld>>,
  content: Partial<AccountWorld> = {},
): AccountWorld {
  return { id: DEV, name: 'dev', stacks: [PRUNE_ROLE_STACK], regions, ...content };
}

export interface Setting {
  readonly sandbox: Sandbox;
  readonly configuration: Configuration;
}

export interface SettingRequest {
  readonly accounts: readonly AccountWorld[];
  readonly configured?: readonly {
    readonly id: string;
    readonly name: string;
    readonly stage: string;
  }[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly FaultRule[];
  /** Further stacks of the tooling account, besides those of the plan and prune functions. */
  readonly toolingStacks?: readonly StackWorld[];
  readonly deleteFunctionResource?: 'qualified' | 'unqualified';
}

/** Returns a sandbox and a configuration with its accounts. */
export function setUp(request: SettingRequest): Setting {
  const { accounts, deleteFunctionResource, toolingStacks } = request;
  const world = {
    accounts: [toolingAccount(toolingStacks), ...accounts],
    ...(deleteFunctionResource && { deleteFunctionResource }),
  };
  const sandbox = createSandbox(world, {
    clock: virtualClock(START),
    faults: request.faults ?? [],
  });
  const configured =
    request.configured ?? accounts.map(({ id, name }) => ({ id, name, stage: 'nonprod' }));
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    state: { bucket: BUCKET },
    regions: ['eu-west-1', 'us-east-1'],
    accounts: configured,
    ...request.settings,
  };
  // JSON is valid YAML.
  const parsed = parseConfiguration(
    JSON.stringify(file),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'test configuration'));
  return { sandbox, configuration: complete(parsed.configuration) };
}

export function asClock({ clock }: Sandbox): Clock {
  return {
    now: () => instant(clock.now()),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

/** Returns a connection of one of the tooling account's functions. */
export function connectionOf(
  sandbox: Sandbox,
  role: string,
  http: HttpHandler<object> = httpOf(sandbox),
): Connection {
  return {
    clock: asClock(sandbox),
    traffic: new TrafficMeter(),
    http,
    chance: () => 0.5,
    credentials: async () => sandbox.credentialsOf({ account: TOOLING, role }),
  };
}

export function httpOf(sandbox: Sandbox): HttpHandler<object> {
  return sandbox.requestHandler({
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
    socketTimeout: 10_000,
  });
}

export function s3Of(sandbox: Sandbox, role: string): S3Client {
  return makeClient(S3, connectionOf(sandbox, role), { region: IRELAND });
}

export function storeOf(
  sandbox: Sandbox,
  role = 'limits-watchdog-plan-function',
  runId = 'aaaaaaaa-0000-4000-8000-000000000000',
): PruneStore {
  const place = { bucket: BUCKET, prefix: 'limits-watchdog/prune', runId };
  return pruneStore(s3Of(sandbox, role), place);
}

/** Stores a plan, as the plan function does. */
export function store(
  { sandbox }: Setting,
  plan: PrunePlan,
  order: PruneOrder = {},
): Promise<string> {
  return storePlan(storeOf(sandbox), plan, order, sha256, (one) => planText(one));
}

let runs = 0;

/** Invokes the prune function once. */
export function invoke(
  { sandbox, configuration }: Setting,
  event: unknown,
  http: HttpHandler<object> = httpOf(sandbox),
  remainingMs = 90_000,
): Promise<PruneResponse> {
  runs += 1;
  const handler = pruneHandler(configuration, {
    clock: asClock(sandbox),
    http,
    chance: () => 0.5,
    hash: sha256,
    credentials: async () =>
      sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-prune-function' }),
  });
  return handler(event, {
    awsRequestId: `${String(runs).padStart(8, '0')}-0000-4000-8000-000000000000`,
    getRemainingTimeInMillis: () => remainingMs,
  });
}

/** Invokes the prune function until nothing is left to do, as a caller does. */
export async function prune(
  setting: Setting,
  planId: string,
  confirm = 'dev',
): Promise<readonly PruneResponse[]> {
  const answers: PruneResponse[] = [];
  for (let turn = 0; turn < 200; turn += 1) {
    const answer = await invoke(setting, { planId, confirm });
    answers.push(answer);
    if (answer.state === 'busy') {
      await setting.sandbox.clock.sleep((answer.retryAfterSeconds ?? 1) * 1000);
    } else if (answer.state !== 'goes-on') {
      return answers;
    }
  }
  throw new Error('the plan does not come to an end');
}

export function last(answers: readonly PruneResponse[]) {
  const answer = answers.at(-1);
  if (answer === undefined || !('counts' in answer)) {
    throw new Error(`no progress: ${JSON.stringify(answer)}`);
  }
  return answer;
}

export function refusalsIn(answer: PruneResponse): readonly string[] {
  if (answer.state !== 'refused') throw new Error(`not refused: ${JSON.stringify(answer)}`);
  return answer.refusals.map(({ code }) => code);
}

/** Returns the versions of a function that still exist. */
export function versionsOf(
  { sandbox }: Setting,
  name: string,
  { account = DEV, region = 'eu-west-1' } = {},
): readonly number[] {
  return sandbox.organisation.account(account).lambda(region).find(name)?.versions ?? [];
}

/** Returns the journal of a plan: all entries of all Regions. */
export function journalOf({ sandbox }: Setting, planId: string): readonly JournalEntry[] {
  const prefix = `limits-watchdog/prune/runs/${planId}/journal/`;
  const objects = sandbox.organisation.findBucket(BUCKET)?.versions(prefix) ?? [];
  return objects.flatMap(({ body }) => {
    const parsed = parseSegment(Buffer.from(body).toString('utf8'));
    if (!parsed.ok) throw new Error(parsed.fault);
    return parsed.value.entries;
  });
}

/** Returns deletions without a version number, which no run may ever send. */
export function unqualifiedDeletes({ sandbox }: Setting): readonly string[] {
  return sandbox.calls
    .list({ operation: 'DeleteFunction' })
    .flatMap(({ access }) => access.map(({ resource }) => resource))
    .filter((resource) => !/:function:[\w-]+:[1-9][0-9]*$/.test(resource));
}

export function deletesIn({ sandbox }: Setting): number {
  return sandbox.calls.count({ operation: 'DeleteFunction', status: 204 });
}
