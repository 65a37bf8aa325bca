import { stringify } from 'yaml';

import { parseConfiguration } from '../../src/config/index.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { watchedLimits } from '../../src/limits/watched-limits.ts';
import type { StackSetSettings } from '../../src/model/deploy/deploy-settings.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { FILE, FOUND } from '../setup/run-setup.ts';
import type { CommandPlace, CommandRow } from './command-row.ts';
import { call } from './command-row.ts';
import { PROFILE_REGION } from './cli.ts';
import type { SetupArguments } from './meant-setup.ts';
import { meantBySetup } from './meant-setup.ts';
import { notRun } from './mentions.ts';

/** Of the notes between the commands. */
const IN_NOTES: readonly CommandRow[] = [
  {
    kind: 'run',
    script: 'aws cloudformation activate-organizations-access',
    meant: [call('cloudformation:ActivateOrganizationsAccess', PROFILE_REGION)],
  },
];

interface SetupCase extends SetupArguments {
  readonly name: string;
  readonly file: object;
  readonly stackSets?: StackSetSettings;
  /** Written in a way that the shell cannot read the external id from, so that it is typed. */
  readonly isJson?: boolean;
}

/** With names that a shell could take for more than text. */
const hostile = {
  ...FILE,
  accounts: HOSTILE_NAMES.filter((name) => /[$`'"\\\n]/.test(name) && isAccepted(name)).map(
    (name, at) => ({
      id: String(600000000000 + at),
      name,
      stage: at % 2 === 0 ? 'nonprod' : 'prod',
    }),
  ),
};

function isAccepted(name: string): boolean {
  const accounts = [{ id: '600000000000', name, stage: 'prod' }];
  return parsed(stringify({ ...FILE, accounts })).ok;
}

const optIn = {
  ...FILE,
  tooling: { account: '111111111111', region: 'eu-south-1' },
  alerts: { topicArn: 'arn:aws:sns:eu-south-1:111111111111:payments-alerts' },
  regions: ['eu-south-1', 'eu-central-1'],
};
const usual = {
  ...FILE,
  deployment: 'limits-watchdog',
  watch: [{ limits: ['iam', 'logs'] }],
  readStorageMode: true,
};
const { accounts, ...foundRest } = FOUND;
const found = { ...foundRest, accounts };

const delegated: StackSetSettings = { callAs: 'delegated-admin' };
const selfManaged: StackSetSettings = { permissions: 'self-managed' };
const perAccount: StackSetSettings = { permissions: 'per-account' };

const SETUPS: readonly SetupCase[] = [
  { name: 'an organisation', file: FILE },
  { name: 'names of all kinds, each by itself', file: hostile, stackSets: perAccount },
  { name: 'further limits and the usual name', file: usual, isJson: true },
  {
    name: 'a delegated administrator in a Region of its own',
    file: FILE,
    stackSets: { ...delegated, region: 'us-east-1' },
  },
  { name: 'self-managed StackSets', file: FILE, stackSets: selfManaged },
  { name: 'a stack in each account', file: FILE, stackSets: perAccount },
  { name: 'a tooling account in an opt-in Region', file: optIn, stackSets: selfManaged },
  { name: 'discovered accounts', file: found },
  { name: 'discovered accounts and self-managed StackSets', file: found, stackSets: selfManaged },
  { name: 'one account', file: FILE, account: '222222222222' },
  {
    name: 'one account by a delegated administrator',
    file: FILE,
    stackSets: delegated,
    account: '555555555555',
  },
  {
    name: 'one account of self-managed StackSets',
    file: FILE,
    stackSets: selfManaged,
    account: '222222222222',
  },
  {
    name: 'one account with its own stack',
    file: FILE,
    stackSets: perAccount,
    account: '222222222222',
  },
  { name: 'one discovered account that is listed', file: found, account: '222222222222' },
  { name: 'one discovered account', file: found, stackSets: selfManaged, account: '999999999999' },
  { name: 'an upgrade', file: usual, upgrade: true },
  {
    name: 'an upgrade of self-managed StackSets',
    file: FILE,
    stackSets: selfManaged,
    upgrade: true,
  },
  { name: 'an upgrade of stacks of their own', file: FILE, stackSets: perAccount, upgrade: true },
  {
    name: 'an upgrade by a delegated administrator',
    file: found,
    stackSets: delegated,
    upgrade: true,
    newExternalId: true,
  },
];

/** What `setup` prints for each of these files and flags, whole, as a script. */
export async function setupPlaces(): Promise<readonly CommandPlace[]> {
  return Promise.all(SETUPS.map(placeOf));
}

async function placeOf({
  name,
  file,
  stackSets,
  isJson,
  ...args
}: SetupCase): Promise<CommandPlace> {
  const all = stackSets === undefined ? file : { ...file, deploy: { stackSets } };
  const text = isJson ? JSON.stringify(all) : stringify(all);
  const flags = [
    ...(args.account === undefined ? [] : [`--account=${args.account}`]),
    ...(args.upgrade ? ['--upgrade'] : []),
    ...(args.newExternalId ? ['--new-external-id'] : []),
  ];
  const { printed } = await run(['setup', ...flags], { 'watchdog.yml': text });
  const result = parsed(text);
  if (!result.ok) throw new Error(`${name}: the file has faults`);
  const { configuration } = result;
  const watched = watchedLimits(catalogue, configuration).map(({ definition }) => definition);
  return printedPlace(`setup: ${name}`, printed, {
    kind: 'run',
    script: scriptOf(printed),
    meant: meantBySetup(configuration, watched, args),
    ...(args.upgrade && { hasStacks: true }),
    files: { 'watchdog.yml': text },
    stdin: `${configuration.role.externalId}\n`,
  });
}

const ANSWERS = [
  '--account=222222222222:dev:nonprod',
  '--account=555555555555:Ann’s "shop" $(id):prod',
];
const INITS: readonly (readonly [string, readonly string[]])[] = [
  ['an organisation', ['--tooling-account=111111111111', '--region=eu-west-1', ...ANSWERS]],
  [
    'self-managed',
    [
      '--tooling-account=111111111111',
      '--region=eu-west-1',
      '--permissions=self-managed',
      '--organization-id=o-a1b2c3d4e5',
      '--external-id=a+b=c,d.e@f:g/h-0',
      ...ANSWERS,
    ],
  ],
  ['one account', ['--single', '--region=eu-west-1', '--account=111111111111:shop:nonprod']],
];

/** What `init` prints after it has written a file, with the external id in the commands. */
export async function initPlaces(): Promise<readonly CommandPlace[]> {
  return Promise.all(
    INITS.map(async ([name, flags]) => {
      const { printed, files } = await run(['init', ...flags], {});
      const result = parsed(files.get('watchdog.yml') ?? '');
      if (!result.ok) throw new Error(`init, ${name}: the file has faults`);
      const watched = watchedLimits(catalogue, result.configuration).map(
        ({ definition }) => definition,
      );
      return printedPlace(`init: ${name}`, printed, {
        kind: 'run',
        script: scriptOf(printed),
        meant: meantBySetup(result.configuration, watched, {}),
      });
    }),
  );
}

function printedPlace(name: string, printed: string, row: CommandRow): CommandPlace {
  const notes = printed
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n');
  const left = notRun(
    notes,
    [row, ...IN_NOTES].map(({ script }) => script),
  );
  if (left.length > 0) throw new Error(`${name}: not run: ${left.join(' | ')}`);
  return { name, texts: [printed], rows: [row, ...IN_NOTES] };
}

/** What begins a script: what is before it is said to people. */
const HEADING = 'What is left to do, from the root of this repository:\n';

function scriptOf(printed: string): string {
  const at = printed.indexOf(HEADING);
  if (at === -1) throw new Error(`no commands in ${printed}`);
  return printed.slice(at + HEADING.length);
}

function parsed(text: string) {
  return parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
}

async function run(args: readonly string[], files: Readonly<Record<string, string>>) {
  const made = cliWorld({ files });
  const exitCode = await runProgram(args, commands, made.world);
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${made.err.join(' ')}`);
  return { printed: made.out.join('\n'), files: made.files };
}
