import type { HttpHandler } from '@smithy/core/protocols';

import { catalogue } from '../../../src/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../../src/config/index.ts';
import type { PlanResponse } from '../../../src/functions/plan/plan-answer.ts';
import { planCollector, planStorageReader } from '../../../src/functions/plan/plan-collector.ts';
import { organisationAsker } from '../../../src/functions/ask-organisation.ts';
import { planDoctor } from '../../../src/functions/plan/plan-doctor.ts';
import { planHandler } from '../../../src/functions/plan/plan-handler.ts';
import { planReader } from '../../../src/functions/plan/plan-reader.ts';
import type { PruneResponse } from '../../../src/functions/prune/prune-answer.ts';
import { sha256 } from '../../../src/functions/prune/prune-digest.ts';
import { pruneHandler } from '../../../src/functions/prune/prune-handler.ts';
import { reviewHandler } from '../../../src/functions/review/review-handler.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import type { KeepReasons } from '../../../src/prune/model/reason.ts';
import { instant } from '../../../src/model/time.ts';
import { parsePlan } from '../../../src/prune/documents/plan-json.ts';
import { recordedState } from '../../prune/alias-record.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { stateBucket } from '../../sandbox/fixtures/state-bucket.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, StackWorld, World } from '../../sandbox/world.ts';
import type { Pruning } from './run-prune.ts';
import { DEV, EXTERNAL_ID, PROD, START, STATE_BUCKET, TOOLING, TOPIC } from './run-prune.ts';

/** The accounts, configuration and stored documents of one test of planning and pruning. */
export interface Setting {
  readonly accounts: readonly AccountWorld[];
  /** The Regions of the configuration; default `eu-west-1` alone. */
  readonly regions?: readonly string[];
  /**
   * Returns the configured stage of an account. Default: `prod` for the production account, `nonprod` for the
   * others.
   */
  readonly stageOf?: (id: string) => 'prod' | 'nonprod';
  readonly versions?: Readonly<Record<string, unknown>>;
  /** The configuration's prune settings of each account. */
  readonly prune?: Readonly<Record<string, unknown>>;
  /** Further properties of the world. */
  readonly world?: Omit<Partial<World>, 'accounts'>;
  /** Discovery rules, which replace the listed accounts. */
  readonly organizations?: Readonly<Record<string, unknown>>;
  /** The text of the account list that watch runs store. */
  readonly list?: string;
  /**
   * The text of the state that watch runs store, or `none`. Default: a state in which watch runs read every alias
   * that no event mentions.
   */
  readonly state?: string;
  /** Further stacks of the tooling account. */
  readonly stacks?: readonly StackWorld[];
  /** Further roles of the tooling account. */
  readonly roles?: AccountWorld['roles'];
}

/** Callers stop after this many invocations without progress. */
const MOST_IDLE = 5;

function leftOf(answer: PruneResponse | undefined): number | undefined {
  return answer !== undefined && 'remaining' in answer ? answer.remaining : undefined;
}

const GOES_ON: ReadonlySet<string> = new Set(['goes-on', 'needs-evidence']);

/** Returns the plan and prune functions with their own roles, on a virtual clock. */
export function pruningWith(
  setting: Setting,
): Pruning & { readonly http: () => HttpHandler<object> } {
  const sandbox = createSandbox(
    { accounts: [tooling(setting), ...setting.accounts], ...setting.world },
    { clock: virtualClock(START) },
  );
  return { ...handlersOver(sandbox, setting), http: () => httpOf(sandbox) };
}

function httpOf(sandbox: Sandbox): HttpHandler<object> {
  return sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true });
}

/** Returns the functions of another configuration that use the same sandbox. */
export function handlersOver(
  sandbox: Sandbox,
  setting: Setting,
  http: HttpHandler<object> = httpOf(sandbox),
): Pruning {
  const configuration = configurationOf(setting);
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
    http,
    chance: () => 0.5,
    hash: sha256,
    organisationAsker,
    credentials: async () => sandbox.credentialsOf({ account: TOOLING, role }),
  });
  const planOnce = planHandler(configuration, {
    ...environment('limits-watchdog-plan-function'),
    collector: planCollector(configuration),
    codeStorage: planStorageReader(configuration),
  });
  const pruneOnce = pruneHandler(configuration, environment('limits-watchdog-prune-function'));
  const doctor = planDoctor(configuration, environment('limits-watchdog-plan-function'));
  const reader = planReader(configuration, environment('limits-watchdog-plan-function'));
  const reviewOf = reviewHandler(configuration, {
    ...environment('limits-watchdog-plan-function'),
    collector: planCollector(configuration),
    codeStorage: planStorageReader(configuration),
  });
  const planAll: Pruning['plan'] = async (event) => {
    let answer = await planOnce(event, context());
    while (answer.state === 'unfinished') {
      answer = await planOnce({ continue: answer.continueWith }, context());
    }
    return answer;
  };
  return {
    sandbox,
    askPlans: (event) => reader(event, context()),
    review: async (event) => {
      let answer = await reviewOf(event, context());
      while (answer.state === 'unfinished') {
        answer = await reviewOf({ continueReview: answer.continueWith }, context());
      }
      return answer;
    },
    reviewOnce: (event) => reviewOf(event, context()),
    doctor: () => doctor({ doctor: true }, context()),
    plan: planAll,
    planOnce: (event) => planOnce(event, context()),
    prune: (event) => pruneOnce(event, context()),
    pruneAll: async (planId, confirm) => {
      const answers = [await pruneOnce({ planId, confirm }, context())];
      let idle = 0;
      while (GOES_ON.has(answers.at(-1)?.state ?? '')) {
        const last = answers.at(-1);
        if (last !== undefined && 'renewEvidence' in last) await planAll({ renew: planId });
        answers.push(await pruneOnce({ planId, confirm }, context()));
        idle = leftOf(answers.at(-1)) === leftOf(last) ? idle + 1 : 0;
        if (idle >= MOST_IDLE) throw new Error(`nothing happens any more: ${last?.state}`);
      }
      return answers;
    },
  };
}

function tooling({
  accounts,
  list,
  organizations,
  stacks = [],
  roles = [],
  ...kept
}: Setting): AccountWorld {
  const { state = recordedState(accounts, START) } = kept;
  const role = organizations?.['role'];
  const finding = {
    Discovery: String(organizations !== undefined),
    ListingRoleArn: typeof role === 'string' ? role : '',
  };
  return {
    id: TOOLING,
    name: 'tooling',
    stacks: [
      {
        template: 'src/stacks/plan-function-role.yml',
        parameters: { StateBucket: STATE_BUCKET, ...finding },
      },
      {
        template: 'src/stacks/prune-function-role.yml',
        parameters: { StateBucket: STATE_BUCKET, AlertsTopicArn: TOPIC, ...finding },
      },
      ...stacks,
    ],
    roles,
    buckets: [
      {
        ...stateBucket(STATE_BUCKET),
        objects: {
          ...(state !== 'none' && { 'limits-watchdog/state.json': state }),
          ...(list !== undefined && { 'limits-watchdog/accounts.json': list }),
        },
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

function configurationOf({
  accounts,
  regions,
  stageOf,
  versions,
  prune,
  organizations,
}: Setting): ConfigurationFile {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions: regions ?? ['eu-west-1'],
    ...(versions !== undefined && { versions }),
    accounts:
      organizations !== undefined
        ? { organizations }
        : accounts.map(({ id, name }) => ({
            id,
            name,
            stage: stageOf?.(id) ?? (id === PROD ? 'prod' : 'nonprod'),
            ...(prune !== undefined && { prune }),
          })),
  };
  const parsed = parseConfiguration(
    JSON.stringify(file),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'test configuration'));
  return parsed.configuration;
}

export interface StoredPlan {
  readonly planId: string;
  readonly plan: PrunePlan;
}

/**
 * Invokes the plan function and reads the stored plan.
 *
 * @throws Error when no plan was created
 */
export async function storedPlan(
  { plan, sandbox }: Pruning,
  event: Readonly<Record<string, unknown>> = { account: 'dev' },
): Promise<StoredPlan> {
  const answer: PlanResponse = await plan(event);
  if (answer.state !== 'planned') throw new Error(`not planned: ${JSON.stringify(answer)}`);
  const parsed = parsePlan(storedText(sandbox, planKey(answer.planId)));
  if (!parsed.ok) throw new Error(parsed.fault);
  return { planId: answer.planId, plan: parsed.value };
}

export function planKey(planId: string): string {
  return `limits-watchdog/prune/plans/${planId}/plan.json`;
}

export function orderKey(planId: string): string {
  return `limits-watchdog/prune/plans/${planId}/order.json`;
}

/**
 * Returns an object of the state bucket.
 *
 * @throws Error when it does not exist
 */
export function storedText(sandbox: Sandbox, key: string): string {
  const found = sandbox.organisation.findBucket(STATE_BUCKET)?.current(key);
  if (found === undefined) throw new Error(`no ${key} in the bucket`);
  return new TextDecoder().decode(found.body);
}

/** Returns the versions of a plan with this verdict, such as `pay:4`. */
export function versionsOf(plan: PrunePlan, verdict: 'keep' | 'delete'): ReadonlySet<string> {
  return new Set(
    plan.functions.flatMap(({ name, versions }) =>
      versions.flatMap((one) => (one.verdict === verdict ? [`${name}:${one.version}`] : [])),
    ),
  );
}

/**
 * Returns the plan's reasons to keep a version such as `pay:4`.
 *
 * @throws Error when the plan does not keep it
 */
export function reasonsFor(plan: PrunePlan, key: string): KeepReasons {
  for (const { name, versions } of plan.functions) {
    for (const one of versions) {
      if (`${name}:${one.version}` === key && one.verdict === 'keep') return one.reasons;
    }
  }
  throw new Error(`${key} is not kept`);
}

/** Returns the published versions that exist now, such as `pay:4`. */
export function existingVersions(sandbox: Sandbox, region = 'eu-west-1'): ReadonlySet<string> {
  const { functions } = sandbox.organisation.account(DEV).lambda(region);
  return new Set(
    functions.flatMap(({ name, versions }) => versions.map((version) => `${name}:${version}`)),
  );
}

/** Returns the ARN of each requested deletion, as IAM compared it. */
export function deletedArns(sandbox: Sandbox): readonly string[] {
  return sandbox.calls
    .list({ operation: 'DeleteFunction' })
    .flatMap(({ access }) => access.map(({ resource }) => resource));
}

export function lastOf(answers: readonly PruneResponse[]): PruneResponse {
  const last = answers.at(-1);
  if (last === undefined) throw new Error('no answer');
  return last;
}

export const OLD = {
  publishedFrom: '2025-01-01T00:00:00Z',
  publishedTo: '2026-06-01T00:00:00Z',
} as const;
