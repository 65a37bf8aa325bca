import { runProgram } from '../../../src/cli/program.ts';
import { commands } from '../../../src/cli/commands/index.ts';
import { timedConnectionOf } from '../../../src/cli/own-credentials.ts';
import { instant } from '../../../src/model/time.ts';
import { smokeEntry } from '../../../scripts/acceptance/smoke/entry.ts';
import type { AccountResource } from '../../../scripts/acceptance/smoke/inventory.ts';
import { DEPLOYMENT } from '../../../scripts/acceptance/smoke/inventory.ts';
import type { SmokePorts } from '../../../scripts/acceptance/smoke/run-smoke.ts';
import { cliWorld } from '../../cli/cli-world.ts';
import { REGION, THROW_AWAY } from '../prove/prove-world.ts';
import { administrator } from '../../sandbox/fixtures/administrator.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

const OF_STACK: readonly AccountResource[] = [
  { kind: 'stack', name: DEPLOYMENT },
  { kind: 'function', name: `${DEPLOYMENT}-watch` },
  { kind: 'role', name: `${DEPLOYMENT}-watch` },
];
/** The resources that CloudFormation keeps when the stack is deleted. */
const KEPT: readonly AccountResource[] = [
  { kind: 'bucket', name: `${DEPLOYMENT}-state-${THROW_AWAY}-${REGION}` },
  { kind: 'topic', name: `${DEPLOYMENT}-alerts` },
  { kind: 'topic', name: `${DEPLOYMENT}-health` },
];

export interface SmokeWorld {
  readonly sandbox: Sandbox;
  /** Resources in the account, besides the functions that are created to be pruned. */
  readonly things: Map<string, AccountResource>;
  readonly commands: string[];
  /** When the process is killed: 3 is before the third command, 3.5 after it. Undefined: never. */
  killAt?: number;
  aliases: readonly string[];
  /** The name of a resource that no command can remove. */
  stays?: string;
}

class Killed extends Error {}

/** Carries out a command in the account and returns what it prints. */
function carryOut(world: SmokeWorld, command: string): string {
  const { things } = world;
  const put = (some: readonly AccountResource[]) =>
    some.forEach((one) => things.set(`${one.kind} ${one.name}`, one));
  const drop = (isMeant: (one: AccountResource) => boolean) => {
    for (const [key, one] of things)
      if (isMeant(one) && one.name !== world.stays) things.delete(key);
  };
  const [, made] = /s3 mb .*s3:\/\/(\S+)/.exec(command) ?? [];
  const [, emptied] = /s3 rb .*s3:\/\/(\S+)/.exec(command) ?? [];
  const [, bucket] = /delete-bucket --.*--bucket (\S+)/.exec(command) ?? [];
  const [, topic] = /delete-topic .*:(\S+)/.exec(command) ?? [];
  const [, group] = /delete-log-group .*--log-group-name (\S+)/.exec(command) ?? [];
  if (made !== undefined) put([{ kind: 'bucket', name: made }]);
  if (command.includes('--no-execute-changeset')) put(OF_STACK.slice(0, 1));
  if (command.includes('execute-change-set --')) put([...OF_STACK, ...KEPT]);
  if (command.includes('lambda invoke'))
    put([{ kind: 'log group', name: `/aws/lambda/${DEPLOYMENT}-watch` }]);
  if (command.includes('delete-stack'))
    drop(({ kind }) => ['stack', 'function', 'role'].includes(kind));
  for (const gone of [emptied, bucket, topic, group]) drop(({ name }) => name === gone);
  if (command.includes('describe-stacks')) return 'CREATE_COMPLETE';
  if (command.includes('describe-change-set')) return 'Add\tAWS::SNS::Topic\tAlerts\n';
  if (command.includes('list-subscriptions')) return 'ops@example.com';
  if (command.includes('run --silent package'))
    return 'aws s3 cp code\naws cloudformation deploy --stack-name x';
  if (command.includes('prune plan')) {
    const [, name = ''] = /--function (\S+)/.exec(command) ?? [];
    const isOld = ageOf(world, name) >= 24 * 3_600_000;
    const largest = isOld ? [{ name, delete: 3 }] : [];
    return JSON.stringify({
      outcome: 'done',
      messages: [],
      plan: { planId: 'p', functions: { largest } },
    });
  }
  return '';
}

function ageOf({ sandbox }: SmokeWorld, name: string): number {
  const began = functionsOf(sandbox).find((one) => one.name === name)?.world.tags;
  return sandbox.clock.now() - Date.parse(began?.['limits-watchdog-prove-began'] ?? '');
}

export function functionsOf(sandbox: Sandbox) {
  return sandbox.organisation.account(THROW_AWAY).lambda(REGION).functions;
}

/** Returns everything that is left of a run, including created functions and their roles. */
export function leftIn({ sandbox, things }: SmokeWorld): readonly string[] {
  const { roles } = sandbox.organisation.account(THROW_AWAY);
  return [
    ...things.keys(),
    ...functionsOf(sandbox).map(({ name }) => name),
    ...[...roles.keys()].filter((name) => name.startsWith('limits-watchdog-')),
  ];
}

/** Runs `npm run smoke` against a simulated account, whose shell performs the commands. */
export async function runSmoke(
  world: SmokeWorld,
  args: readonly string[],
  { types = THROW_AWAY, answers = 'yes', prunes = ['1', '2', '7'] } = {},
) {
  const { sandbox } = world;
  let drawn = sandbox.clock.now() % 1000;
  const { world: base, out, err } = cliWorld({ files: {} });
  const around = {
    ...base,
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms: number, signal?: AbortSignal) => sandbox.clock.sleep(ms, signal),
    },
    chance: () => (drawn = (drawn * 2_654_435_761 + 1) % 2 ** 32) / 2 ** 32,
    http: sandbox.requestHandler(),
    credentials: async () =>
      sandbox.credentialsOf({ account: THROW_AWAY, role: administrator.name }),
    terminal: {
      ...base.terminal,
      ask: async (question: string) => (question.includes('TEST') ? answers : types),
    },
  };
  const inShell = cliWorld({ files: {} });
  let count = 0;
  let isKilled = false;
  const run = async (command: string): Promise<string> => {
    const { killAt = Infinity } = world;
    count += 1;
    isKilled ||= count >= killAt;
    if (isKilled) throw new Killed('killed');
    world.commands.push(command);
    const [, own] = /limits-watchdog ((?:init|setup) [\s\S]*?)(?=\n\} 2>|$)/.exec(command) ?? [];
    if (own !== undefined) {
      const words = own.replace(/[\\']/g, '').trim().split(/\s+/);
      const before = inShell.out.length;
      if (words[0] === 'init') inShell.files.clear();
      await runProgram(words, commands, inShell.world);
      return inShell.out.slice(before).join('\n');
    }
    if (command.includes('prune apply')) {
      const target = functionsOf(sandbox).at(0)?.name ?? '';
      const other = sandbox.change({ account: THROW_AWAY, region: REGION });
      for (const version of prunes) other.deleteVersion(target, Number(version));
    }
    const text = carryOut(world, command);
    if (count + 0.5 === killAt) isKilled = true;
    return text;
  };
  const ports: SmokePorts = {
    openShell: async () => ({ run, end: async () => {} }),
    connect: (cli, minutes, stop) => {
      if (isKilled) throw new Killed('killed');
      return timedConnectionOf(cli, minutes, stop);
    },
    takeInventory: async () => {
      if (isKilled) throw new Killed('killed');
      const all = [...world.things.values()];
      const isOwn = ({ name }: AccountResource) => name.includes(DEPLOYMENT);
      return { own: all.filter(isOwn), foreign: all.filter((one) => !isOwn(one)) };
    },
    accountAliases: async () => world.aliases,
  };
  const exitCode = await runProgram(['smoke', ...args], [smokeEntry(ports)], around, 'npm run');
  return { exitCode, out, err, commandCount: count };
}
