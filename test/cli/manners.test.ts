import { Command } from 'commander';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { AwsCallError } from '../../src/aws/failures.ts';
import type {
  CliOutcome,
  CliWorld,
  CommandEntry,
  DefineCommand,
} from '../../src/cli/cli-command.ts';
import { paintFor } from '../../src/cli/terminal-settings.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { readConfigurationFile } from '../../src/cli/read-configuration.ts';
import { cliWorld } from './cli-world.ts';

function example(work: (world: CliWorld) => Promise<CliOutcome>): readonly CommandEntry[] {
  const define: DefineCommand = (program, act) =>
    program.command('example').action((options) => act(options, work));
  return [{ name: 'example', description: 'an example', load: async () => define }];
}

describe('colours', () => {
  const at = (environment: Record<string, string>, isTerminal = true, color = true) =>
    paintFor({ color, environment, isTerminal })('bad', 'word') !== 'word';

  it.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [{ FORCE_COLOR: '0' }, false],
    [{ TERM: 'dumb' }, false],
  ])('at a terminal with %j: %s', (environment, expected) => {
    expect(at(environment)).toBe(expected);
  });

  it('are off without a terminal, unless they are forced, and --no-color is stronger', () => {
    expect(at({}, false)).toBe(false);
    expect(at({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(at({ FORCE_COLOR: '1' }, true, false)).toBe(false);
  });
});

/** Invented secrets in the format of real ones. */
const PLANTED = {
  externalId: 'test-external-id',
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  sessionKey: 'ASIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ownSecret: 'the-secret-of-this-very-environment',
  webhook: 'https://hooks.slack.com/services/T000/B000/abcdefgh',
  signature: 'X-Amz-Signature=0123456789abcdef',
};
const TOLD = `refused for ${Object.values(PLANTED).join(', then ')}; sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE"`;
const SECRETS = [
  ...Object.values(PLANTED).filter((one) => one !== PLANTED.signature),
  '0123456789abcdef',
  'IQoJb3JpZ2luX2VjEXAMPLE',
];

describe('secrets', () => {
  const environment = { AWS_SECRET_ACCESS_KEY: PLANTED.ownSecret };
  const done = (text: string): CliOutcome => ({
    outcome: 'done',
    lines: [text],
    messages: [text],
    document: { version: 1, kind: 'limits-watchdog.example', deep: [{ text }] },
  });

  it.each([
    ['results', [], async () => done(TOLD)],
    ['a document', ['--json'], async () => done(TOLD)],
    ['an error', [], () => Promise.reject(new Error(TOLD))],
    ['a stack', ['--debug'], () => Promise.reject(new Error(TOLD))],
    [
      'what AWS said',
      ['--debug'],
      () =>
        Promise.reject(
          new AwsCallError({
            reason: 'denied',
            operation: 'sts:AssumeRole',
            errorName: 'AccessDenied',
            message: TOLD,
            attempts: 1,
          }),
        ),
    ],
  ] as const)('reach no output as part of %s', async (_, flags, work) => {
    const { world, out, err } = cliWorld({ world: { environment } });
    const reading = async (around: CliWorld) => {
      await readConfigurationFile('watchdog.yml', around.readFile);
      around.terminal.err(TOLD);
      around.terminal.out(flags.some((flag) => flag === '--json') ? '' : TOLD);
      return work();
    };
    await runProgram(['example', ...flags], example(reading), world);
    const said = [...out, ...err].join('\n');
    expect(said).toContain('refused for [redacted]');
    expect(SECRETS.filter((secret) => said.includes(secret))).toEqual([]);
  });

  it.each([
    ['a block', 'role:\n  externalId: >-\n    its-secret,text\n'],
    ['an anchor', 'role:\n  externalId: &id its-secret,text\n'],
    ['a tag', 'role: {externalId: !!str "its-secret,text"}\n'],
    ['a comma', 'role:\n  externalId: its-secret,text\n'],
    ['an escape', 'role: {externalId: "its-\\x73ecret,text"}\n'],
    ['an explicit key', 'role:\n  ? externalId\n  : its-secret,text\n'],
    ['an alias', 'alerts: {x: &id "its-secret,text"}\nrole: {externalId: *id}\n'],
  ])('are known however the file writes them: with %s', async (_, text) => {
    const { world, out } = cliWorld({ files: { 'watchdog.yml': text } });
    const reading = async (around: CliWorld) => {
      await around.readFile('watchdog.yml');
      return done('denied for its-secret,text, it says');
    };
    await runProgram(['example'], example(reading), world);
    expect(out).toEqual(['denied for [redacted], it says']);
  });

  it('of a faulty configuration are in none of its faults', async () => {
    const files = {
      'watchdog.yml': `role: {externalId: 'my secret'}\nmy secret: 7\naccounts: [my secret]\n`,
    };
    const { world, err } = cliWorld({ files });
    expect(await runProgram(['validate'], commands, world)).toBe(1);
    expect(err.join('\n')).not.toContain('my secret');
  });

  it.each(['limits-watchdog', 'complete', 'prod', 'dev', 'eu-west-1', 'lambda', 'own-bucket'])(
    'are not the words that the output is made of, which to hide would tell: an external id %s',
    async (externalId) => {
      const files = {
        'watchdog.yml': `state: {bucket: own-bucket}\nrole: {externalId: ${externalId}}\naccounts: [{"name": "dev"}] # ${externalId}\n`,
      };
      const text =
        'limits-watchdog.report incomplete complete prod dev eu-west-1 lambda-code-storage (lambda:ListFunctions) own-bucket';
      const { world, out } = cliWorld({ files });
      const reading = async (around: CliWorld) => {
        await around.readFile('watchdog.yml');
        return done(text);
      };
      await runProgram(['example'], example(reading), world);
      expect(out).toEqual([text]);
    },
  );

  it('do not cause words that look similar to be redacted', async () => {
    const words =
      'arn:aws:iam::222222222222:role/limits-watchdog-read 0123456789abcdef0123456789abcdef01234567 externalId: use 2 to 1,224 letters s3://limits-watchdog-state-111111111111-eu-west-1/limits-watchdog/prune/plans/20261122T060000Z-c0ad9efc42e77587/plan.txt';
    const { world, out } = cliWorld();
    await runProgram(
      ['example'],
      example(async () => done(words)),
      world,
    );
    expect(out).toEqual([words]);
  });
});

describe('an unforeseen error', () => {
  it("says what AWS said, its request's id, and what to try", async () => {
    const failure = {
      reason: 'credentials',
      operation: 'sts:AssumeRole',
      errorName: 'ExpiredToken',
      message: 'The security token is expired',
      attempts: 1,
      requestId: 'c1a5-77',
    } as const;
    const { world, err } = cliWorld();
    await runProgram(
      ['example'],
      example(() => Promise.reject(new AwsCallError(failure))),
      world,
    );
    expect(err).toEqual([
      'sts:AssumeRole: ExpiredToken: The security token is expired. (AWS request c1a5-77) Sign in again, such as with aws sso login, and set AWS_PROFILE.',
    ]);
  });
});

describe('what people type', () => {
  async function typed(line: string) {
    const { world, out, err } = cliWorld();
    const exitCode = await runProgram(line === '' ? [] : line.split(' '), commands, world);
    return { exitCode, out: out.join('\n'), err: err.join('\n') };
  }

  it.each([
    ['status', "unknown command 'status'\n(Did you mean limits-watchdog prune status?)"],
    ['plan dev', "unknown command 'plan'\n(Did you mean limits-watchdog prune plan?)"],
    ['plan dev --until 60%', '(Did you mean limits-watchdog prune plan?)'],
    ['help plan', '(Did you mean limits-watchdog prune plan?)'],
    ['help chek', "unknown command 'chek'\n(Did you mean check?)"],
    ['prove --region eu-west-1', '(It is run in a checkout of the project: npm run prove --'],
    ['version', '(Did you mean limits-watchdog --version?)'],
    ['-v', "unknown option '-v'\n(Did you mean limits-watchdog --version?)"],
    ['check -v', '(Did you mean limits-watchdog --version?)'],
    ['check dev', 'error: check takes no names; did you mean --account dev?'],
    ['report dev qa', 'report takes no names; did you mean --account dev --account qa?'],
    ['doctor team-*', "doctor takes no names; did you mean --account 'team-*'?"],
    ['targets 222222222222', 'targets takes no names; did you mean --account 222222222222?'],
    ['--no-color check dev', 'check takes no names; did you mean --account dev?'],
    ['cost dev', 'error: cost takes flags alone, and was given dev.'],
    ['validate my.yml', 'and was given my.yml; did you mean --config my.yml?'],
    ['cost --runs 4', "unknown option '--runs'\n(Did you mean --runs-per-day?)"],
    ['cost --runs=4', '(Did you mean --runs-per-day?)'],
    ['prune dev --older 30', '(Did you mean --older-than?)'],
    ['doctor --acc dev', '(Did you mean --account?)'],
    ['--account dev check', '(It goes after the command: limits-watchdog check --account)'],
    [
      '--json',
      "unknown option '--json'\n(It goes after the command: limits-watchdog COMMAND --json)",
    ],
    ['--config --json targets', '--config needs a value.'],
    ['--__proto__ check', "unknown option '--__proto__'\n(--help shows"],
  ])('%s: is answered with what was meant', async (line, sentence) => {
    const { exitCode, out, err } = await typed(line);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain(sentence);
    expect(err.match(/did you mean/gi) ?? []).toHaveLength(/did you mean/i.test(sentence) ? 1 : 0);
  });

  it.each([
    ['help', '--help'],
    ['help check', 'check --help'],
    ['help prune plan', 'prune plan --help'],
    ['help check dev', 'check --help'],
    ['--no-color help cost', 'cost --help'],
    ['--no-color targets', 'targets --no-color'],
    ['--config watchdog.yml --json validate', 'validate --config watchdog.yml --json'],
    ['--config=watchdog.yml validate', 'validate'],
  ])('%s: is %s', async (line, meant) => {
    const said = await typed(line);
    expect(said).toEqual(await typed(meant));
    expect(said.exitCode).toBe(0);
  });
});

describe('--help', () => {
  async function help(...names: readonly string[]): Promise<readonly string[]> {
    const { world, out } = cliWorld();
    expect(await runProgram([...names, '--help'], commands, world)).toBe(0);
    return out.join('\n').split('\n');
  }

  it('groups the commands, a line each, and shows first steps', async () => {
    const text = (await help()).join('\n');
    for (const heading of ['Set up:', 'Look:', 'Make room:', 'First steps:', 'Exit codes:'])
      expect(text).toContain(`\n${heading}\n`);
    expect(text).toContain('$ limits-watchdog prune plan dev --until 60%');
    expect(text).toContain('$ limits-watchdog targets --account dev');
    expect(text).toContain('$ limits-watchdog cost');
    expect(text).toContain('Where several fit: 1 before 3 before 2.');
  });

  it('has examples of its own for every command and every command within one', async () => {
    const program = new Command();
    for (const { load } of commands) (await load())(program, () => Promise.resolve());
    const paths = program.commands.flatMap((command) => [
      [command.name()],
      ...command.commands.map((inner) => [command.name(), inner.name()]),
    ]);
    expect(paths).toContainEqual(['prune', 'status']);
    for (const path of paths) {
      const text = (await help(...path)).join('\n');
      expect(`${path.join(' ')}: ${text}`).toContain('Examples:\n  $ limits-watchdog ');
    }
  });

  it('says the version', async () => {
    const { world, out } = cliWorld();
    expect(await runProgram(['--version'], commands, world)).toBe(0);
    expect(out).toEqual(['1.2.3']);
  });

  it('keeps its lists within 80 cells', async () => {
    const lines = [
      ...(await help()),
      ...(await help('targets')),
      ...(await help('prune', 'apply')),
    ];
    const lists = lines.filter((line) => /^ {2}(?:-|[a-z])/.test(line));
    expect(lists.length).toBeGreaterThan(20);
    expect(lists.filter((line) => stringWidth(line) > 80)).toEqual([]);
  });
});
