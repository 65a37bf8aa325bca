import { stringify } from 'yaml';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { watchedDefinitions } from '../../src/limits/watched-limits.ts';
import { cliWorld } from '../cli/cli-world.ts';
import type { CommandPlace, CommandRow } from './command-row.ts';
import { call } from './command-row.ts';
import { PROFILE_REGION } from './cli.ts';
import { expectedByRemoval } from './expected-removal.ts';
import { expectedBySetup } from './expected-setup.ts';
import type { SetupCase } from './setup-cases.ts';
import { parsedFile, SETUPS } from './setup-cases.ts';
import { notRun } from './mentions.ts';

/** Commands in the notes between the printed commands. */
const IN_NOTES: readonly CommandRow[] = [
  {
    kind: 'run',
    script: 'aws cloudformation activate-organizations-access',
    expected: [call('cloudformation:ActivateOrganizationsAccess', PROFILE_REGION)],
  },
];

const deployOf = (file: object): object =>
  'deploy' in file && typeof file.deploy === 'object' ? (file.deploy ?? {}) : {};

/** Returns the complete output of `setup` for each configuration and its flags, as a script. */
export async function setupPlaces(): Promise<readonly CommandPlace[]> {
  return Promise.all(SETUPS.map(placeOf));
}

async function placeOf({
  name,
  file,
  stackSets,
  isJson,
  remove,
  ...args
}: SetupCase): Promise<CommandPlace> {
  const all =
    stackSets === undefined ? file : { ...file, deploy: { ...deployOf(file), stackSets } };
  const text = isJson ? JSON.stringify(all) : stringify(all);
  const flags = [
    ...(args.account === undefined ? [] : [`--account=${args.account}`]),
    ...(remove === undefined ? [] : ['--remove']),
    ...(args.upgrade ? ['--upgrade'] : []),
    ...(args.newExternalId ? ['--new-external-id'] : []),
  ];
  const { printed } = await run(['setup', ...flags], { 'watchdog.yml': text });
  const result = parsedFile(text);
  if (!result.ok) throw new Error(`${name}: the file has faults`);
  const { configuration } = result;
  const watched = watchedDefinitions(configuration);
  return printedPlace(`setup: ${name}`, printed, {
    kind: 'run',
    script: scriptOf(printed),
    expected:
      remove === undefined
        ? expectedBySetup(configuration, watched, args)
        : expectedByRemoval(configuration, remove),
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

/** Returns the commands that `init` prints after writing a file, with the external id in them. */
export async function initPlaces(): Promise<readonly CommandPlace[]> {
  return Promise.all(
    INITS.map(async ([name, flags]) => {
      const { printed, files } = await run(['init', ...flags], {});
      const result = parsedFile(files.get('watchdog.yml') ?? '');
      if (!result.ok) throw new Error(`init, ${name}: the file has faults`);
      const watched = watchedDefinitions(result.configuration);
      return printedPlace(`init: ${name}`, printed, {
        kind: 'run',
        script: scriptOf(printed),
        expected: expectedBySetup(result.configuration, watched, {}),
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

/** The heading that begins the script; the text before it is for people. */
const HEADING = 'Next steps, from the root of this repository:\n';

function scriptOf(printed: string): string {
  const at = printed.indexOf(HEADING);
  if (at === -1) throw new Error(`no commands in ${printed}`);
  return printed.slice(at + HEADING.length);
}

async function run(args: readonly string[], files: Readonly<Record<string, string>>) {
  const made = cliWorld({ files });
  const exitCode = await runProgram(args, commands, made.world);
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${made.err.join(' ')}`);
  return { printed: made.out.join('\n'), files: made.files };
}
