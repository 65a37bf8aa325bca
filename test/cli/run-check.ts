import type { Invocation } from '../../src/aws/invoke-function.ts';
import { functionInvoker } from '../../src/aws/invoke-function.ts';
import type { CliWorld, Terminal } from '../../src/cli/cli-command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { instant } from '../../src/model/time.ts';
import { DEV, deployment, PROD, tooling } from '../doctor/run-doctor.ts';
import type { DoctorRun } from '../doctor/run-doctor.ts';
import { EXTERNAL_ID, memberAccount, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { administrator } from '../sandbox/fixtures/administrator.ts';
import type { AccountWorld, RoleWorld } from '../sandbox/world.ts';
import { cliWorld } from './cli-world.ts';

const GIB = 1024 ** 3;
const PERSON = 'person';
const REGIONS = ['eu-west-1', 'us-east-1'];

/** The resources of an account that is nearly full. */
export const CRITICAL: Partial<AccountWorld> = {
  regions: { 'eu-west-1': { codeStorage: { usage: { bytes: 290 * GIB } } } },
};

export const CONFIGURATION = JSON.stringify({
  tooling: { account: TOOLING, region: 'eu-west-1' },
  role: { externalId: EXTERNAL_ID },
  alerts: { topicArn: TOPIC },
  regions: REGIONS,
  accounts: [
    { id: DEV, name: 'dev', stage: 'nonprod' },
    { id: PROD, name: 'prod', stage: 'prod' },
  ],
});

const person = (actions: readonly string[]): RoleWorld => ({
  name: PERSON,
  trust: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  },
  policies: [
    { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } },
  ],
});

const ACCOUNTS: readonly AccountWorld[] = [
  memberAccount(DEV, 'dev', CRITICAL),
  memberAccount(PROD, 'prod'),
];

export interface AskSetting extends DoctorRun {
  readonly isDeployed?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly createFile?: CliWorld['createFile'];
  /** Runs before the command, for example earlier runs. */
  readonly before?: (deployed: ReturnType<typeof deployment>) => Promise<void>;
  /** Whether the person may read the state bucket. */
  readonly mayRead?: boolean;
}

/**
 * Returns the tooling account with its watch function and a person who may invoke it. `before` runs at the start of
 * each invocation.
 */
export function deployedWatch(
  {
    isDeployed = true,
    mayRead = true,
    ...given
  }: Omit<AskSetting, 'files' | 'createFile' | 'before'>,
  before: () => Promise<void> | void = () => undefined,
) {
  const home = {
    ...tooling(),
    roles: [person(['lambda:InvokeFunction', ...(mayRead ? ['s3:*'] : [])])],
  };
  const deployed = deployment({ accounts: ACCOUNTS, regions: REGIONS, ...given, home });
  const { sandbox } = deployed;
  const events: unknown[] = [];
  if (isDeployed) {
    sandbox.registerFunction({
      account: TOOLING,
      region: 'eu-west-1',
      name: 'limits-watchdog-watch',
      invoke: async (event) => {
        events.push(event);
        await before();
        return deployed.watch(event);
      },
    });
  }
  return { deployed, sandbox, events, signIn: { account: TOOLING, role: PERSON } };
}

/** Runs a command that invokes the deployed watch function. */
export async function ask(args: readonly string[], setting: AskSetting = {}) {
  const { files = {}, createFile, before, ...given } = setting;
  const { deployed, sandbox, events, signIn } = deployedWatch(given);
  await before?.(deployed);
  const http = sandbox.requestHandler({ requestTimeout: 910_000, throwOnRequestTimeout: true });
  const credentials = async () => sandbox.credentialsOf(signIn);
  const said = await runWith(args, files, {
    http,
    credentials,
    ...(createFile !== undefined && { createFile }),
    invoker: (settings) => functionInvoker({ ...settings, http, credentials }),
  });
  return { ...said, events, sandbox, deployed };
}

export function answering(
  args: readonly string[],
  invocation: Invocation | undefined,
  world: Partial<CliWorld> = {},
) {
  return runWith(
    args,
    {},
    {
      ...(invocation !== undefined && { invoker: () => async () => invocation }),
      ...world,
    },
  );
}

export interface HereSetting {
  /** The account whose credentials the command finds, of a role that is allowed everything there. */
  readonly account?: string;
  /**
   * Accounts whose read role trusts a person of the tooling account; the command then finds that person's
   * credentials.
   */
  readonly peopleOf?: readonly string[];
  readonly credentials?: CliWorld['credentials'];
  readonly terminal?: Partial<Terminal>;
  readonly files?: Readonly<Record<string, string>>;
  /** The objects in the state bucket, by key. */
  readonly objects?: Readonly<Record<string, string>>;
}

/** Returns an organisation in which `runHere` finds credentials. */
export function organisationHere({ account = TOOLING, peopleOf = [], objects = {} }: HereSetting) {
  const arn = `arn:aws:iam::${TOOLING}:role/${PERSON}`;
  const accounts = [
    ...[
      { id: DEV, name: 'dev', content: CRITICAL },
      { id: PROD, name: 'prod', content: {} },
    ].map(({ id, name, content }) => ({
      ...memberAccount(id, name, content, peopleOf.includes(id) ? { PeopleRoleArns: arn } : {}),
      roles: [administrator],
    })),
    { id: '444444444444', name: 'own', roles: [administrator] },
  ];
  const deployed = tooling();
  const home = {
    ...deployed,
    roles: [person(['sts:AssumeRole', 's3:*'])],
    buckets: (deployed.buckets ?? []).map((bucket) => ({ ...bucket, objects })),
  };
  const { sandbox } = deployment({ accounts, regions: REGIONS, home });
  const role = account === TOOLING ? PERSON : administrator.name;
  return { sandbox, signIn: { account, role } };
}

/** Runs a command that measures on this machine. */
export async function runHere(args: readonly string[], setting: HereSetting) {
  const { terminal = {}, files = {} } = setting;
  const { sandbox, signIn } = organisationHere(setting);
  const base = cliWorld().world.terminal;
  const lines = { out: [] as string[], err: [] as string[] };
  const said = await runWith(args, files, {
    http: sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
    credentials: setting.credentials ?? (async () => sandbox.credentialsOf(signIn)),
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms, signal) => sandbox.clock.sleep(ms, signal),
    },
    terminal: {
      ...base,
      ...terminal,
      out: (line) => lines.out.push(line),
      err: (line) => lines.err.push(line),
    },
  });
  return { ...said, ...lines, sandbox };
}

async function runWith(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  overrides: Partial<CliWorld>,
) {
  const made = cliWorld({
    files: { 'watchdog.yml': CONFIGURATION, ...files },
    world: overrides,
  });
  const exitCode = await runProgram(args, commands, made.world);
  return { exitCode, out: made.out, err: made.err, files: made.files };
}
