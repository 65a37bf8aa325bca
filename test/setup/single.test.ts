import { describe, expect, it } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { runWatch, TOOLING, toolingAccount } from '../watch/run-watch.ts';
import { awsIn, FILE, FOUND, printed } from './run-setup.ts';
import { awsWords, valuesOf } from './shell-words.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

async function initialised(args: readonly string[]) {
  const { world, out, err, files } = cliWorld({ files: {} });
  const exitCode = await runProgram(['init', '--single', ...args], commands, world);
  const lines = out.join('\n');
  const typed = lines.split('\n').filter((line) => /^(?:aws|npm|npx|limits-watchdog) /.test(line));
  const aws = lines.split(/\n(?=\S)/).filter((one) => one.startsWith('aws '));
  const words = await awsWords(aws);
  return { exitCode, err, typed, words, file: files.get('watchdog.yml') ?? '' };
}

/** What `aws cloudformation deploy` makes. */
const stackOf = (words: readonly string[]) => ({
  template: valuesOf(words, '--template-file')[0] ?? '',
  parameters: Object.fromEntries(
    valuesOf(words, '--parameter-overrides').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  ),
});

describe('limits-watchdog init --single', () => {
  it('prints four commands up to the first message, all for one account, with neither StackSets nor a prune role', async () => {
    const { exitCode, typed, words } = await initialised([
      `--tooling-account=${TOOLING}`,
      '--region=eu-west-1',
    ]);
    expect(exitCode).toBe(0);
    expect(typed.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'aws cloudformation deploy',
      'npm run package',
      'npx osls deploy',
      'limits-watchdog subscribe',
      'limits-watchdog doctor',
    ]);
    expect(words.map((one) => stackOf(one).template)).toEqual(['src/stacks/member-read-role.yml']);
  });

  it('makes a role with which a run measures the account that it is in', async () => {
    const { words, file } = await initialised([
      `--account=${TOOLING}:shop:prod`,
      '--region=eu-west-1',
    ]);
    const [read] = words.map(stackOf);
    if (read === undefined) throw new Error('no read role');
    expect(file).toContain('permissions: per-account');
    const home = toolingAccount();
    const { summary } = await runWatch({
      world: { accounts: [{ ...home, stacks: [...(home.stacks ?? []), read] }] },
      accounts: [{ id: TOOLING, name: 'shop', stage: 'prod' }],
      regions: ['eu-west-1'],
      settings: { role: { externalId: SECRET } },
    });
    expect(summary).toMatchObject({ status: 'complete' });
  });

  it.each([
    ['shop:nonprod', 2],
    ['shop:prod', 1],
    ['shop-prod:nonprod', 0],
  ])(
    'has a prune role on request, and never where it may be production: %s',
    async (name, many) => {
      const { words } = await initialised([`--account=${TOOLING}:${name}`, '--region=eu-west-1']);
      expect(words).toHaveLength(many);
    },
  );

  it.each([
    [[`--account=${TOOLING}:a:prod`, '--account=222222222222:b:prod'], '--single is for one'],
    [['--tooling-account=222222222222', `--account=${TOOLING}:a:prod`], '--single is for one'],
    [[], 'needed as flags: --tooling-account, --region'],
  ])('refuses %j', async (args, sentence) => {
    const { exitCode, err, file } = await initialised([
      ...args,
      ...(args.length === 0 ? [] : ['--region=eu-west-1']),
    ]);
    expect({ exitCode, file }).toEqual({ exitCode: 1, file: '' });
    expect(err.join('\n')).toContain(sentence);
  });
});

describe('roles without StackSets', () => {
  const deploy = { stackSets: { permissions: 'per-account' } };

  it('are a stack in each account, with what setup says of it, and the same command for an upgrade', async () => {
    const made = (await awsIn({ ...FILE, deploy })).map(stackOf);
    expect(made.map(({ template }) => template.replace('src/stacks/member-', ''))).toEqual([
      'read-role.yml',
      'prune-role.yml',
      'read-role.yml',
      'prune-role.yml',
      'read-role.yml',
      'read-role.yml',
    ]);
    const upgraded = (await awsIn({ ...FILE, deploy }, ['--upgrade'])).map(stackOf);
    expect(upgraded).toEqual(
      made.map(({ template, parameters: { ExternalId: _kept, ...parameters } }) => ({
        template,
        parameters,
      })),
    );
    const [read, prune, ...others] = await awsIn({ ...FILE, deploy }, [
      '--account',
      FILE.accounts[1]?.id ?? '',
    ]);
    expect([read, prune].map((one) => stackOf(one ?? []).parameters)).toMatchObject([
      { PlanEvidence: 'true', ReadLayers: 'false' },
      { Stage: 'nonprod', PruneLayers: 'false' },
    ]);
    expect(others).toEqual([]);
  });

  it('reach no account that only rules find, and say so', async () => {
    const { lines } = await printed({ ...FOUND, deploy });
    expect(lines).toContain('Without StackSets they get no role, and are blind spots');
    const { exitCode } = await printed({ ...FOUND, deploy }, ['--account', '999999999999']);
    expect(exitCode).toBe(1);
  });
});
