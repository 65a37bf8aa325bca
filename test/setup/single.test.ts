import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { rolesInStack } from '../../src/setup/roles-in-stack.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { runWatch, TOOLING, toolingAccount } from '../watch/run-watch.ts';
import { awsIn, FILE, FOUND, printed } from './run-setup.ts';
import { valuesOf } from './shell-words.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

async function initialised(args: readonly string[]) {
  const { world, out, err, files } = cliWorld({ files: {} });
  const exitCode = await runProgram(['init', '--single', ...args], commands, world);
  const typed = out
    .join('\n')
    .split('\n')
    .filter((line) => /^(?:aws|npm|npx|limits-watchdog) /.test(line));
  return { exitCode, err, typed, file: files.get('watchdog.yml') ?? '' };
}

const DEFINITIONS = catalogue.map(({ definition }) => definition);
const WITHOUT = { template: 'none' };

function configurationIn(file: string) {
  const parsed = parseConfiguration(file, DEFINITIONS);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.configuration;
}

/**
 * Returns the roles that packaging puts into the stack, as separate stacks; test/stacks tests that they are the
 * same.
 */
function rolesOf(file: string) {
  const { roles } = rolesInStack(configurationIn(file), DEFINITIONS);
  return roles.map(({ template, parameters }) => ({
    template,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    ),
  }));
}

/** Returns the stack that `aws cloudformation deploy` creates. */
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
  it('prints four more commands up to the first message, all for one account, and creates no role in others', async () => {
    const { exitCode, typed, file } = await initialised([
      `--tooling-account=${TOOLING}`,
      '--region=eu-west-1',
      '--email=ops@example.com',
    ]);
    expect(exitCode).toBe(0);
    expect(typed).toEqual([
      'npm run package',
      'npx osls deploy --package .serverless --stage live --region eu-west-1',
      'limits-watchdog subscribe',
      expect.stringMatching(/^aws lambda invoke --region eu-west-1 .*limits-watchdog-watch/),
      'limits-watchdog doctor',
    ]);
    expect(configurationIn(file)).toMatchObject({
      accounts: [{ id: TOOLING, name: 'main', stage: 'prod' }],
      alerts: { emails: ['ops@example.com'] },
      health: { emails: ['ops@example.com'] },
      deploy: { rolesInStack: 'read' },
    });
  });

  it('creates a role with which a run measures its own account', async () => {
    const { file } = await initialised([`--account=${TOOLING}:shop:prod`, '--region=eu-west-1']);
    const [read] = rolesOf(file);
    const home = toolingAccount();
    const { summary } = await runWatch({
      world: { accounts: [{ ...home, stacks: [...(home.stacks ?? []), read ?? WITHOUT] }] },
      accounts: [{ id: TOOLING, name: 'shop', stage: 'prod' }],
      regions: ['eu-west-1'],
      settings: { role: { externalId: SECRET } },
    });
    expect(summary).toMatchObject({ status: 'complete' });
  });

  it.each([
    ['shop:nonprod', [], ['read']],
    ['shop:prod', [], ['read']],
    ['shop:nonprod', ['--prune'], ['read', 'prune']],
  ])('has the prune role of %s where somebody asks for it: %j', async (name, flags, roles) => {
    const args = [`--account=${TOOLING}:${name}`, '--region=eu-west-1', ...flags];
    const { exitCode, file } = await initialised(args);
    expect(exitCode).toBe(0);
    expect(rolesOf(file).map(({ template }) => template)).toEqual(
      roles.map((one) => `src/stacks/member-${one}-role.yml`),
    );
  });

  it.each(['shop:prod', 'shop-prod:nonprod'])(
    'never has a prune role where it may be production: %s, also after the file was changed',
    async (name) => {
      const args = [`--account=${TOOLING}:${name}`, '--region=eu-west-1'];
      const { exitCode, err, file } = await initialised([...args, '--prune']);
      expect({ exitCode, file }).toEqual({ exitCode: 1, file: '' });
      expect(err.join()).toContain('--prune: only for an account that is given with the stage');
      const dev = await initialised([
        `--account=${TOOLING}:dev:nonprod`,
        ...args.slice(1),
        '--prune',
      ]);
      const [, changed = ''] = name.split(':');
      const turned = dev.file
        .replace('name: dev', `name: ${name.split(':')[0] ?? ''}`)
        .replace('stage: nonprod', `stage: ${changed}`);
      const { roles, isPruneRefused } = rolesInStack(configurationIn(turned), DEFINITIONS);
      expect(roles.map(({ template }) => template)).toEqual(['src/stacks/member-read-role.yml']);
      expect(isPruneRefused).toBe(true);
    },
  );

  it.each([
    [[`--account=${TOOLING}:a:prod`, '--account=222222222222:b:prod'], '--single is for one'],
    [['--tooling-account=222222222222', `--account=${TOOLING}:a:prod`], '--single is for one'],
    [[], 'needed as flags: --tooling-account, --region'],
    [[`--account=${TOOLING}:a:prod`, '--email=ops'], '--email: "ops" is not'],
  ])('refuses %j', async (args, sentence) => {
    const { exitCode, err, file } = await initialised([
      ...args,
      ...(args.length === 0 ? [] : ['--region=eu-west-1']),
    ]);
    expect({ exitCode, file }).toEqual({ exitCode: 1, file: '' });
    expect(err.join('\n')).toContain(sentence);
  });
});

it('reports an account id that is too short once, at the flag', async () => {
  const { exitCode, err } = await initialised([
    '--account=12345678901:shop:prod',
    '--region=eu-west-1',
  ]);
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: [
      '--account: "12345678901" has 11 digits, and an account id has 12: leading zeros count (did you mean 012345678901?)',
    ],
  });
});

describe('roles without StackSets', () => {
  const deploy = { stackSets: { permissions: 'per-account' } };

  it('are a stack in each account, with the same command for setup and upgrade', async () => {
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

  it('reach no account that only rules find, and setup says so', async () => {
    const { lines } = await printed({ ...FOUND, deploy });
    expect(lines).toContain('Without StackSets they get no role, and are blind spots');
    const { exitCode } = await printed({ ...FOUND, deploy }, ['--account', '999999999999']);
    expect(exitCode).toBe(1);
  });
});

describe('roles in the stack of the tooling account', () => {
  const TOO = { id: '111111111111', name: 'tools', stage: 'nonprod' };
  const deploy = { rolesInStack: 'read-and-prune' };
  const alone = { ...FILE, accounts: [TOO], deploy };
  const joined = { ...FILE, accounts: [TOO, ...FILE.accounts], deploy };

  it('leave no role to create in that account, with any flags', async () => {
    for (const args of [[], ['--upgrade'], ['--upgrade', '--new-external-id']]) {
      expect(await awsIn(alone, args)).toEqual([]);
    }
    for (const file of [alone, joined]) {
      const { lines } = await printed(file, ['--account', TOO.id]);
      expect(lines).not.toContain('role');
      expect(lines).toContain('npm run package');
    }
  });

  it('stay there when accounts are added, whose roles are created separately', async () => {
    for (const permissions of ['service-managed', 'self-managed', 'per-account']) {
      for (const args of [[], ['--upgrade']]) {
        const stackSets = { permissions };
        const more = await awsIn({ ...joined, deploy: { ...deploy, stackSets } }, args);
        expect(more).toEqual(await awsIn({ ...FILE, deploy: { stackSets } }, args));
        expect(more.length).toBeGreaterThan(2);
      }
    }
  });

  it('are left out of a StackSet that reaches every account of the organisation', async () => {
    const targets = (await awsIn({ ...FOUND, deploy })).map((one) =>
      valuesOf(one, '--deployment-targets').join(),
    );
    expect(targets.join()).toContain(`AccountFilterType=DIFFERENCE,Accounts=${TOO.id}`);
  });

  it('require that the tooling account is watched', () => {
    const parsed = parseConfiguration(stringify({ ...FILE, deploy }), DEFINITIONS);
    expect(parsed.ok ? [] : parsed.faults.map(({ path }) => path)).toEqual(['deploy.rolesInStack']);
    expect(parseConfiguration(stringify({ ...FOUND, deploy }), DEFINITIONS).ok).toBe(true);
  });
});
