import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../src/config/index.ts';
import { planDoctor } from '../../src/functions/plan/plan-doctor.ts';
import { watchHandler } from '../../src/functions/watch/handler.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { CheckLine, DoctorReport } from '../../src/doctor/model.ts';
import { instant } from '../../src/model/time.ts';
import {
  EXTERNAL_ID,
  memberAccount,
  STATE_BUCKET,
  TOOLING,
  TOPIC,
  toolingAccount,
} from '../watch/run-watch.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { stateBucket } from '../sandbox/fixtures/state-bucket.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld, RoleWorld, StackWorld, World } from '../sandbox/world.ts';
import { complete } from '../config/complete.ts';

export const DEV = '222222222222';
export const PROD = '333333333333';
const START = '2026-11-22T06:00:00Z';

export const PRUNE_STACK: StackWorld = {
  template: 'src/stacks/member-prune-role.yml',
  parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
};

/** Returns the tooling account with the roles of both functions, and the stored `state` if given. */
export function tooling(state?: string): AccountWorld {
  const account = toolingAccount();
  return {
    ...account,
    stacks: [
      ...(account.stacks ?? []),
      { template: 'src/stacks/plan-function-role.yml', parameters: { StateBucket: STATE_BUCKET } },
    ],
    buckets: [
      {
        ...stateBucket(STATE_BUCKET),
        ...(state !== undefined && { objects: { 'limits-watchdog/state.json': state } }),
      },
    ],
  };
}

/** Returns an account that can be pruned, with all parameters of its stacks turned on. */
export function dev(content: Partial<AccountWorld> = {}): AccountWorld {
  const read = memberAccount(DEV, 'dev', {}, { ReadStorageMode: 'true', PlanEvidence: 'true' });
  return { ...read, stacks: [...(read.stacks ?? []), PRUNE_STACK], ...content };
}

export const prod = (content: Partial<AccountWorld> = {}): AccountWorld =>
  memberAccount(PROD, 'prod', content);

/** Returns a read role that grants `actions`, in place of the shipped one. */
export function readRole(actions: readonly string[], boundary?: RoleWorld['boundary']): RoleWorld {
  return {
    name: 'limits-watchdog-read',
    trust: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${TOOLING}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      },
    },
    policies: [
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } },
    ],
    ...(boundary !== undefined && { boundary }),
  };
}

export interface DoctorRun {
  readonly accounts?: readonly AccountWorld[];
  readonly home?: AccountWorld;
  readonly world?: Partial<World>;
  readonly regions?: readonly string[];
  /** Further settings of an account in watchdog.yml, by account id. */
  readonly account?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly FaultRule[];
  readonly event?: object;
  readonly remainingMs?: number;
}

export interface DoctorResult {
  readonly sandbox: Sandbox;
  readonly report: DoctorReport;
}

/** Returns a deployment over a sandbox, whose functions can be invoked. */
export function deployment(run: DoctorRun = {}) {
  const { accounts = [dev(), prod()], home = tooling(), faults = [], remainingMs = 300_000 } = run;
  const sandbox = createSandbox(
    { ...run.world, accounts: [home, ...accounts] },
    { clock: virtualClock(START), faults },
  );
  const configuration = configurationOf(run, accounts);
  const environment = (role: string) => ({
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms: number, signal?: AbortSignal) => sandbox.clock.sleep(ms, signal),
    },
    http: sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
    chance: () => 0.5,
    credentials: async () => sandbox.credentialsOf({ account: TOOLING, role }),
  });
  const context = {
    awsRequestId: '6b1f3c2a-0000-4000-8000-000000000000',
    getRemainingTimeInMillis: () => remainingMs,
  };
  const watch = watchHandler(configuration, {
    ...environment('limits-watchdog-watch'),
    writeLine: () => undefined,
  });
  const plan = planDoctor(configuration, environment('limits-watchdog-plan-function'));
  return {
    sandbox,
    configuration,
    watch: (event: unknown) => watch(event, context),
    plan: (event: unknown) => plan(event, context),
  };
}

export async function askWatch(run: DoctorRun = {}): Promise<DoctorResult> {
  const { sandbox, watch } = deployment(run);
  const report = await watch({ doctor: true, ...run.event });
  if (!('lines' in report)) throw new Error('the watch function ran instead of its doctor');
  return { sandbox, report };
}

export async function askPlan(run: DoctorRun = {}): Promise<DoctorResult> {
  const { sandbox, plan } = deployment(run);
  return { sandbox, report: await plan({ doctor: true, ...run.event }) };
}

/** Returns the lines in short form, such as `problem dev [eu-west-1] lambda:ListAliases`, in order. */
export function outline({ lines }: Pick<DoctorReport, 'lines'>): readonly string[] {
  return lines.map(
    ({ state, account, regions, subject }) =>
      `${state} ${account.name} [${regions.join(', ')}] ${subject}`,
  );
}

/**
 * Returns the only line about a subject.
 *
 * @throws Error when there is not exactly one
 */
export function lineAbout({ lines }: DoctorReport, subject: string): CheckLine {
  const [only, another] = lines.filter((line) => line.subject === subject);
  if (only === undefined || another !== undefined) throw new Error(JSON.stringify(lines, null, 1));
  return only;
}

function configurationOf(run: DoctorRun, accounts: readonly AccountWorld[]): Configuration {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions: run.regions ?? ['eu-west-1'],
    readStorageMode: true,
    accounts: accounts.map(({ id, name }) => ({
      id,
      name,
      stage: id === PROD ? 'prod' : 'nonprod',
      ...run.account?.[id],
    })),
    ...run.settings,
  };
  const parsed = parseConfiguration(
    JSON.stringify(file),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'test configuration'));
  return complete(parsed.configuration);
}
