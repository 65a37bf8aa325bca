import { functionInvoker } from '../../src/aws/invoke-function.ts';
import type { CliWorld } from '../../src/cli/cli-command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { instant } from '../../src/model/time.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { answering, ask, CONFIGURATION, runHere } from '../cli/run-check.ts';
import { deployment, oldFunctions, run, runCommand } from '../cli/run-command.ts';
import { deployedMutes, typeMute } from '../cli/run-mute-command.ts';
import { sandboxWith, subscribe } from '../cli/run-subscribe.ts';
import type { DoctorRun } from '../doctor/run-doctor.ts';
import { deployment as deployedDoctors, dev, PROD, prod, tooling } from '../doctor/run-doctor.ts';
import { START, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { CONFIRMED, runProve, throwAway } from '../acceptance/prove/prove-world.ts';
import { DEV, devAccount, prodAccount } from '../e2e/prune/run-prune.ts';
import { prodAccount as reviewable, REVIEWED } from '../e2e/review/run-review.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { administrator } from '../sandbox/fixtures/administrator.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { SubscriptionWorld } from '../sandbox/world.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import { codesIn } from './codes.ts';

/** The result of a command without its texts. */
export interface CommandResult {
  readonly exitCode: number;
  /** The command's document without its texts. */
  readonly document: unknown;
  /** The number of AWS calls by operation. */
  readonly calls: Readonly<Record<string, number>>;
}

type Case = () => Promise<CommandResult>;

interface CommandRun {
  readonly exitCode: number;
  readonly out: readonly string[];
  readonly sandbox?: Sandbox;
}

function ended({ exitCode, out, sandbox }: CommandRun): CommandResult {
  const calls: Record<string, number> = {};
  for (const { operation } of sandbox?.calls.list() ?? []) {
    calls[operation] = (calls[operation] ?? 0) + 1;
  }
  return { exitCode, document: documentIn(out), calls };
}

function documentIn(out: readonly string[]): unknown {
  const text = out.join('\n');
  return text.startsWith('{') ? codesIn(JSON.parse(text)) : 'no document';
}

const denied = (operation: string, nth = 1): FaultRule => ({
  match: { operation, nth },
  times: 'always',
  effect: { kind: 'access denied' },
});

const here = async (args: readonly string[], files = {}, world: Partial<CliWorld> = {}) => {
  const made = cliWorld({ files: { 'watchdog.yml': CONFIGURATION, ...files }, world });
  return { exitCode: await runProgram(args, commands, made.world), out: made.out };
};

async function doctor(setting: DoctorRun, without: readonly string[] = []): Promise<CommandRun> {
  const home = { ...tooling(), roles: [administrator] };
  const deployed = deployedDoctors({ accounts: [dev(), prod()], ...setting, home });
  const { sandbox } = deployed;
  for (const name of ['watch', 'plan'] as const) {
    if (without.includes(name)) continue;
    sandbox.registerFunction({
      account: TOOLING,
      region: 'eu-west-1',
      name: `limits-watchdog-${name}`,
      invoke: (event) => deployed[name](event),
    });
  }
  const http = sandbox.requestHandler({ requestTimeout: 910_000, throwOnRequestTimeout: true });
  const credentials = async () =>
    sandbox.credentialsOf({ account: TOOLING, role: administrator.name });
  const world = {
    invoker: (settings: Parameters<CliWorld['invoker']>[0]) =>
      functionInvoker({ ...settings, http, credentials }),
  };
  return { ...(await here(['doctor', '--json'], {}, world)), sandbox };
}

const MUTE = ['mute', '--until', '3d', '--reason', 'known'];

/** Runs `mute` and returns its result, successful or refused. */
async function muted(args: readonly string[]): Promise<CommandRun> {
  const sandbox = deployedMutes();
  return { ...(await typeMute(sandbox, [...args, '--json'])), sandbox };
}

async function accounts(args: readonly string[]): Promise<CommandRun> {
  const id = '999999999999';
  const sandbox = createSandbox(
    {
      accounts: [{ id, name: 'person', roles: [administrator] }],
      organization: {
        management: id,
        members: [
          { id: '222222222222', name: 'shop-dev', ou: ['Workloads', 'Dev'] },
          { id: '333333333333', name: 'billing', tags: { Environment: 'prod' } },
          { id: '777777777777', name: 'old', state: 'SUSPENDED' },
        ],
      },
    },
    { clock: virtualClock(START) },
  );
  const world = {
    http: sandbox.requestHandler(),
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms: number, signal?: AbortSignal) => sandbox.clock.sleep(ms, signal),
    },
    credentials: async () => sandbox.credentialsOf({ account: id, role: administrator.name }),
  };
  return { ...(await here(['accounts', ...args, '--json'], {}, world)), sandbox };
}

/** Plans and prunes dev, with these faults during both, and then reads the status. */
async function pruned(
  args: readonly string[],
  faults: readonly FaultRule[] = [],
  functions = oldFunctions(2),
): Promise<CommandRun> {
  const world = deployment([devAccount({ functions }), prodAccount()]);
  for (const fault of faults) world.sandbox.faults.add(fault);
  return { ...(await run([...args, '--json'], world)), sandbox: world.sandbox };
}

/** Changes the account between plan and deletion, so that versions are skipped. */
async function changedMeanwhile(): Promise<CommandRun> {
  const world = deployment([devAccount({ functions: oldFunctions(3) })], (event) => {
    if (!('confirm' in event)) return;
    const region = world.sandbox.change({ account: DEV, region: 'eu-west-1' });
    region.moveAlias('service-00', 'live', '3');
  });
  const ran = await run(['apply', 'dev', '--confirm', 'dev', '--json'], world);
  return { ...ran, sandbox: world.sandbox };
}

/** Reviews prod with these faults; the read role there allows every check. */
async function reviewed(
  args: readonly string[],
  faults: readonly FaultRule[] = [],
): Promise<CommandRun> {
  const world = deployment([reviewable({ functions: oldFunctions(2) }, REVIEWED)]);
  for (const fault of faults) world.sandbox.faults.add(fault);
  const ran = await runCommand(['review', ...args, '--json'], world);
  return { ...ran, sandbox: world.sandbox };
}

const OPS = 'ops@example.com';

/** Subscribes addresses to the alerts topic, with these faults. */
async function subscribed(
  emails: readonly string[],
  faults: readonly FaultRule[] = [],
  already: readonly SubscriptionWorld[] = [],
): Promise<CommandRun> {
  const sandbox = sandboxWith(already);
  for (const fault of faults) sandbox.faults.add(fault);
  const settings = { alerts: { topicArn: TOPIC, emails }, health: {} };
  return { ...(await subscribe(sandbox, ['--json'], settings)), sandbox };
}

const YAML_FAULTS = CONFIGURATION.replace('"stage":"prod"', '"stage":"other"');
const INIT = [
  'init',
  '--tooling-account=111111111111',
  '--region=eu-west-1',
  '--account=222222222222:dev:nonprod',
  '--config=new.yml',
  '--json',
];

/** Every command with every possible result; each name ends with the exit code. */
export const CASES: Readonly<Record<string, Case>> = {
  'check: attention is softened, 0': async () => ended(await ask(['check', '--json'])),
  'check: attention, 2': async () => ended(await ask(['check', '--detailed-exitcode', '--json'])),
  'check: incomplete, 3': async () =>
    ended(await ask(['check', '--json'], { faults: [denied('GetAccountSettings')] })),
  'check: of no account, 1': async () =>
    ended(await ask(['check', '--account', 'absent', '--json'])),
  'check: not deployed, 1': async () =>
    ended(await ask(['check', '--json'], { isDeployed: false })),
  'check: one account, 0': async () => ended(await ask(['check', '--account', 'dev', '--json'])),
  'check: from here, 0': async () =>
    ended(await runHere(['check', '--local', '--json'], { account: DEV })),
  'report: written, 0': async () => ended(await ask(['report', '--json'])),
  'report: a file is in the way, 1': async () =>
    ended(await ask(['report', '--json'], { files: { 'report.html': 'mine' } })),
  'report: no answer, 1': async () => ended(await answering(['report', '--json'], undefined)),
  'doctor: all is well, 0': async () => ended(await doctor({})),
  'doctor: denied, 1': async () =>
    ended(await doctor({ faults: [denied('ListAliases'), denied('GetAccountSettings')] })),
  'doctor: cannot tell, 3': async () =>
    ended(
      await doctor({
        faults: [
          { match: { operation: 'ListBuckets' }, times: 'always', effect: { kind: 'throttle' } },
        ],
      }),
    ),
  'doctor: a function is absent, 1': async () => ended(await doctor({}, ['plan'])),
  'prune: plan, 0': async () => ended(await pruned(['plan', 'dev'])),
  'prune: an empty plan, 0': async () => ended(await pruned(['plan', 'dev'], [], [])),
  'prune: a plan with failed reads, 3': async () =>
    ended(await pruned(['plan', 'dev'], [denied('ListPipes')])),
  'prune: production is refused, 4': async () => ended(await pruned(['plan', 'prod'])),
  'prune: no account, 1': async () => ended(await pruned(['plan', 'absent'])),
  'prune: applied, 0': async () => ended(await pruned(['apply', 'dev', '--confirm', 'dev'])),
  'prune: another name, 4': async () => ended(await pruned(['apply', 'dev', '--confirm', 'qa'])),
  'prune: skipped by a judgement, 0': async () => ended(await changedMeanwhile()),
  'prune: skipped for failures, 3': async () =>
    ended(await pruned(['apply', 'dev', '--confirm', 'dev'], [denied('ListAliases', 3)])),
  'prune: deleting is denied, 3': async () =>
    ended(await pruned(['apply', 'dev', '--confirm', 'dev'], [denied('DeleteFunction')])),
  'prune: nothing can be listed, 3': async () =>
    ended(await pruned(['apply', 'dev', '--confirm', 'dev'], [denied('ListFunctions')])),
  'prune: an answer is lost and no one can look, 3': async () =>
    ended(
      await pruned(
        ['apply', 'dev', '--confirm', 'dev'],
        [
          {
            match: { operation: 'DeleteFunction', resource: '*:service-00:4' },
            times: 'always',
            effect: { kind: 'reset', isCarriedOut: true },
          },
          denied('ListVersionsByFunction'),
        ],
      ),
    ),
  'prune: AWS refuses, 3': async () =>
    ended(
      await pruned(
        ['apply', 'dev', '--confirm', 'dev'],
        [
          {
            match: { operation: 'DeleteFunction' },
            times: 3,
            effect: { kind: 'error', name: 'ResourceConflictException', status: 409 },
          },
        ],
      ),
    ),
  'prune: status of no plan, 1': async () =>
    ended(await pruned(['status', '20261122T060000Z-0123456789abcdef'])),
  'prune: no id of a plan, 1': async () => ended(await pruned(['status', 'dev'])),
  'review: all checks made, 0': async () => ended(await reviewed(['prod'])),
  'review: a check is denied, 3': async () =>
    ended(await reviewed(['prod'], [denied('ListPipes')])),
  'review: AWS throttles, 3': async () =>
    ended(
      await reviewed(
        ['prod'],
        [{ match: { operation: 'GetPolicy' }, times: 'always', effect: { kind: 'throttle' } }],
      ),
    ),
  'review: nothing can be listed, 3': async () =>
    ended(await reviewed(['prod'], [denied('ListFunctions')])),
  'review: of what can be pruned, 4': async () => ended(await reviewed(['dev'])),
  'review: no account, 1': async () => ended(await reviewed(['absent'])),
  'review: no review with this id, 1': async () =>
    ended(await reviewed(['show', 'review-20261122T060000Z-0123456789abcdef'])),
  'mute: made, 0': async () => ended(await muted([...MUTE, 'staging'])),
  'mute: not watched, 1': async () => ended(await muted([...MUTE, 'absent'])),
  'mute: everything, 4': async () => ended(await muted(MUTE)),
  'mutes: none, 0': async () => ended(await muted(['mutes'])),
  'unmute: not there, 1': async () => ended(await muted(['unmute', 'm-000000'])),
  'accounts: all, 0': async () => ended(await accounts([])),
  'subscribe: all, 0': async () => ended(await subscribed([OPS])),
  'subscribe: confirmed already, 0': async () =>
    ended(await subscribed([OPS], [], [{ protocol: 'email', endpoint: OPS }])),
  'subscribe: denied, 1': async () => ended(await subscribed([OPS], [denied('Subscribe')])),
  'subscribe: one of two, 3': async () =>
    ended(await subscribed([OPS, 'boss@example.com'], [denied('Subscribe', 2)])),
  'subscribe: no addresses, 1': async () => ended(await subscribed([])),
  'limits: all, 0': async () => ended(await here(['limits', '--json'])),
  'setup: all, 0': async () => ended(await here(['setup', '--json'])),
  'setup: no account, 1': async () => ended(await here(['setup', '--account', 'dev', '--json'])),
  'targets: all, 0': async () => ended(await here(['targets', '--json'])),
  'targets: no account, 1': async () =>
    ended(await here(['targets', '--account', 'absent', '--json'])),
  'cost: all, 0': async () => ended(await here(['cost', '--json'])),
  'validate: without faults, 0': async () => ended(await here(['validate', '--json'])),
  'validate: with faults, 1': async () =>
    ended(await here(['validate', '--json'], { 'watchdog.yml': YAML_FAULTS })),
  'validate: no file, 1': async () =>
    ended(await here(['validate', '--config', 'no.yml', '--json'])),
  'init: written, 0': async () => ended(await here(INIT)),
  'init: too little is said, 4': async () => ended(await here(['init', '--json'])),
  'init: the same account twice, 1': async () =>
    ended(await here([...INIT, '--account=222222222222:other:prod'])),
  'prove: in an empty account, 0': async () => {
    const sandbox = throwAway();
    return ended({ ...(await runProve(sandbox, [...CONFIRMED, '--json'])), sandbox });
  },
  'prove: in production, 4': async () => {
    const sandbox = throwAway();
    const files = { 'watchdog.yml': CONFIGURATION.replaceAll(PROD, '400000000004') };
    return ended({ ...(await runProve(sandbox, [...CONFIRMED, '--json'], { files })), sandbox });
  },
  'no such command, 1': async () => ended(await here(['chekc'])),
  'no such flag, 1': async () => ended(await here(['check', '--acount', 'dev'])),
};
