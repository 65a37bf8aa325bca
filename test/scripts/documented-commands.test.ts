import { readdirSync, readFileSync } from 'node:fs';

import { Command } from 'commander';
import { describe, expect, it } from 'vitest';

import type { CommandParsers } from '../../scripts/readme/check-command.ts';
import { commandFault, flagsOf } from '../../scripts/readme/check-command.ts';
import { PROVE } from '../../scripts/acceptance/prove/entry.ts';
import { smokeEntry } from '../../scripts/acceptance/smoke/entry.ts';
import { PACKAGE_FLAGS } from '../../scripts/package/settings.ts';
import { documentedCode } from '../../scripts/readme/commands.ts';
import type { CommandEntry } from '../../src/cli/cli-command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from '../cli/cli-world.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'test/sandbox/README.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Flags of other programs on the pages, with the reason. */
const OTHERS: Readonly<Record<string, string>> = {
  '--yes': 'the README says that there is none',
  '--accounts': 'of aws cloudformation',
  '--deployment-targets': 'of aws cloudformation',
  '--collector.textfile.directory': 'of node_exporter',
};

/** A command with its arguments, without its action. */
function idle(entry: CommandEntry): CommandEntry {
  return {
    ...entry,
    load: async () => {
      const define = await entry.load();
      return (program) => define(program, async () => {});
    },
  };
}

const ofCli = commands.map(idle);
const ofAcceptance = [...PROVE, smokeEntry()].map(idle);

const parse = (entries: readonly CommandEntry[]) => async (args: readonly string[]) => {
  const { world, err } = cliWorld();
  const exitCode = await runProgram(args, entries, world);
  return exitCode === 0 ? undefined : err.join(' ');
};

async function parsers(): Promise<CommandParsers> {
  const program = new Command();
  for (const { load } of ofCli) (await load())(program, async () => {});
  const commandNames = program.commands.map((command) => command.name());
  for (const { load } of ofAcceptance) (await load())(program, async () => {});
  const all = program.commands.flatMap((command) => [command, ...command.commands]);
  const shared = [
    '--deployment',
    '--only-region',
    '--config',
    '--json',
    '--no-color',
    '--debug',
    '--help',
    '--version',
  ];
  const own = all.flatMap(({ options }) => options.map(({ long }) => long ?? ''));
  const manifest = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
  const files = readdirSync(new URL('scripts/', ROOT)).filter((name) => name.endsWith('.ts'));
  const ofScripts = files
    .flatMap((name) => Object.values(flagsOf(`scripts/${name}`)).flat())
    .concat(Object.keys(PACKAGE_FLAGS))
    .map((name) => `--${name}`);
  return {
    manifest,
    commandNames,
    flags: new Set([...shared, ...own, ...ofScripts]),
    parseCli: parse(ofCli),
    parseAcceptance: parse(ofAcceptance),
  };
}

const PARSERS = await parsers();

describe('every command of the documentation, in its blocks and in its sentences', () => {
  it.each(PAGES)('exists: %s', async (page) => {
    const code = documentedCode(readFileSync(new URL(page, ROOT), 'utf8'), page);
    const faults = await Promise.all(
      code.map(async ({ place, text }) => {
        const [first = ''] = text.split(/[ =]/);
        if (Object.hasOwn(OTHERS, first)) return [];
        const fault = await commandFault(text, PARSERS);
        return fault === undefined ? [] : [`${place}: ${text}: ${fault}`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it('is found: there are many', () => {
    const pages = PAGES.map((page) => readFileSync(new URL(page, ROOT), 'utf8'));
    const ours = pages
      .flatMap((page) => documentedCode(page, ''))
      .filter(({ text }) => /^(?:npx|npm|limits-watchdog) /.test(text));
    expect(ours.length).toBeGreaterThan(40);
  });
});

describe('a command', () => {
  it.each([
    ['npm run prune -- <account> --plan <plan id>', '--plan'],
    ['npm run prune -- dev --keepp 3', '--keepp'],
    ['npx limits-watchdog chekc', 'chekc'],
    ['npx limits-watchdog prune plan dev qa', 'too many arguments'],
    ['limits-watchdog validate --offline', '--offline'],
    ['npx limits-watchdogs', 'there is no package limits-watchdogs here'],
    ['npm run deploy', 'package.json has no script deploy'],
    ['npm run prove -- --regoin eu-west-1', '--regoin'],
    ['npm run package --param dashboard=yes', 'put -- before it'],
    ['npm run package -- --param dashbord=yes', 'dashbord'],
    ['npm run bench -- --onlly wall', '--onlly'],
    ['npm start -- plan dev', 'does not take plan dev'],
    ['npm start -- check --locl', '--locl'],
    ['npx tsx scripts/scales.ts', 'there is no file scripts/scales.ts'],
    ['check --locl', '--locl'],
    ['prune apply', 'plan'],
    ['--keep-newest 3', 'nothing takes --keep-newest'],
  ])('is reported when it does not exist: %s', async (text, fault) => {
    expect(await commandFault(text, PARSERS)).toContain(fault);
  });

  it.each([
    'npm run prune -- dev --until 60% --function orders --function "legacy-*"',
    'npx limits-watchdog prune',
    'npm start -- shell',
    'npm start -- prune dev --until 80%',
    'LAWS=full npm test',
    'prune apply PLANID',
    'report not kept',
    'aws s3 ls',
    'npm run package -- --param name=value',
    '--until 20GiB',
  ])('is accepted when it exists or is not one of this project: %s', async (text) => {
    expect(await commandFault(text, PARSERS)).toBe(undefined);
  });
});

describe('the code of a page', () => {
  it('is each command of its blocks on one line, and each code span, with file and line', () => {
    const page = `Type \`npm run
lint\` and \`a\`.

\`\`\`sh no-run
npm ci && npm start # plays
aws s3 ls \\
  --summarize
\`\`\`

\`\`\`text
npm run nothing
\`\`\`
Then \`b\`.
`;
    expect(documentedCode(page, 'a.md')).toEqual([
      { place: 'a.md:4', text: 'npm ci' },
      { place: 'a.md:4', text: 'npm start' },
      { place: 'a.md:4', text: 'aws s3 ls --summarize' },
      { place: 'a.md:1', text: 'npm run lint' },
      { place: 'a.md:2', text: 'a' },
      { place: 'a.md:13', text: 'b' },
    ]);
  });
});
