import { describe, expect, it } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { encodeAccountList } from '../../src/accounts/list.ts';
import { rulesText } from '../../src/accounts/select.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { instant } from '../../src/model/time.ts';
import { DEV, PROD } from '../doctor/run-doctor.ts';
import { EXTERNAL_ID, STATE_BUCKET, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { LIST_KEY } from '../watch/run-discovery.ts';
import { cliWorld } from './cli-world.ts';
import { answering, runHere } from './run-check.ts';
import { answered, LOST, planned, PLAN_ID, progress, run, scripted } from './run-command.ts';

const FILE = {
  tooling: { account: TOOLING, region: 'eu-west-1' },
  role: { externalId: EXTERNAL_ID },
  alerts: { topicArn: TOPIC },
  regions: ['eu-west-1', 'us-east-1'],
};
const ORGANIZATIONS = { stage: { tag: 'environment', prod: ['prod'], nonprod: ['dev'] } };
const RULES = JSON.stringify({ ...FILE, accounts: { organizations: ORGANIZATIONS } });
const AND_LISTED = JSON.stringify({
  ...FILE,
  accounts: {
    organizations: ORGANIZATIONS,
    listed: [{ id: PROD, name: 'prod', stage: 'prod', thresholds: { warn: 70 } }],
  },
});

/** Returns the account list of a watch run, created `hoursAgo`. */
function list(hoursAgo: number): string {
  const parsed = parseConfiguration(
    RULES,
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok || parsed.configuration.discovery === undefined) throw new Error('no rules');
  return encodeAccountList(
    {
      listedAt: instant(Date.parse('2026-11-22T06:00:00Z') - hoursAgo * 3_600_000),
      rules: rulesText(parsed.configuration.discovery),
      accounts: [{ id: accountId(DEV), name: 'dev', stage: 'nonprod' }],
      leftOut: [],
    },
    'limits-watchdog',
  );
}

async function offline(args: readonly string[], file: string) {
  const { world, out, err } = cliWorld({ files: { 'watchdog.yml': file } });
  const exitCode = await runProgram(args, commands, world);
  return { exitCode, out, err };
}

describe('limits-watchdog targets, where accounts are found by rules', () => {
  it('shows listed accounts, and says what is known offline about the others', async () => {
    const { exitCode, out } = await offline(['targets'], AND_LISTED);
    expect(exitCode).toBe(0);
    expect(out.join('\n')).toContain('accounts.listed[0].thresholds.warn');
    expect(out.at(-1)).toBe(
      'Further accounts are discovered by rules over the organisation in each run; they are measured in eu-west-1, us-east-1. This command is offline and cannot list them: limits-watchdog check does.',
    );
  });

  it('says only that when no account is listed', async () => {
    const { exitCode, out } = await offline(['targets'], RULES);
    expect(exitCode).toBe(0);
    expect(out).toEqual([expect.stringContaining('All accounts are discovered by rules')]);
  });

  it('fails for an account that is not listed, and says which command knows it', async () => {
    const { exitCode, err } = await offline(['targets', '--account', 'dev'], AND_LISTED);
    expect(exitCode).toBe(1);
    expect(err.join('\n')).toContain('limits-watchdog check asks the deployed watch function');
  });
});

describe('limits-watchdog cost, where accounts are found by rules', () => {
  it('counts the list that each run reads and keeps, for as many accounts as are assumed', async () => {
    const listed = JSON.stringify({
      ...FILE,
      accounts: [
        { id: DEV, name: 'dev', stage: 'nonprod' },
        { id: PROD, name: 'prod', stage: 'nonprod' },
      ],
    });
    const perRun = async (file: string) => {
      const { out } = await offline(['cost', '--found-accounts', '2', '--json'], file);
      const { calls }: { readonly calls: readonly { action: string; perRun: number }[] } =
        JSON.parse(out.join('\n'));
      return Object.fromEntries(calls.map((one) => [one.action, one.perRun]));
    };
    const before = await perRun(listed);
    expect(await perRun(RULES)).toEqual({
      ...before,
      's3:GetObject': (before['s3:GetObject'] ?? 0) + 1,
      's3:PutObject': (before['s3:PutObject'] ?? 0) + 1,
    });
  });
});

describe('limits-watchdog check, where accounts are found by rules', () => {
  it('passes --account to the function unchecked', async () => {
    const asked: unknown[] = [];
    const { exitCode, err } = await answering(['check', '--account', 'dev'], undefined, {
      readFile: async () => RULES,
      invoker: () => async (event) => {
        asked.push(event);
        return LOST;
      },
    });
    expect(exitCode).toBe(1);
    expect(err[0]).toContain('Asking limits-watchdog-watch');
    expect(asked).toEqual([{ check: true, accounts: ['dev'] }]);
  });

  it('measures the accounts of the last list with --assume, and says how old it is', async () => {
    const { exitCode, out } = await runHere(['check', '--assume'], {
      files: { 'watchdog.yml': RULES },
      peopleOf: [DEV],
      objects: { [LIST_KEY]: list(2) },
    });
    expect(out.join('\n')).toContain(
      'accounts that are new in the organisation since 2026-11-22T04:00:00Z were not measured',
    );
    expect(out.join('\n')).toContain('of 1 account');
    expect(exitCode).toBe(0);
  });

  it('is incomplete with a list that is too old', async () => {
    const { exitCode, out } = await runHere(['check', '--assume'], {
      files: { 'watchdog.yml': RULES },
      peopleOf: [DEV],
      objects: { [LIST_KEY]: list(30) },
    });
    expect(out.join('\n')).toContain('counts for 24 hours');
    expect(exitCode).toBe(3);
  });

  it('says what to do where there is no list', async () => {
    const { exitCode, err } = await runHere(['check', '--assume'], {
      files: { 'watchdog.yml': RULES },
    });
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toBe(
      `There is no list of accounts in s3://${STATE_BUCKET}/${LIST_KEY} yet; a watch run keeps one. Without --assume the deployed watch function is asked, which finds them itself.`,
    );
  });

  it('measures the account of the credentials as if it were production', async () => {
    const { exitCode, out } = await runHere(['check', '--local', '--all'], {
      files: { 'watchdog.yml': RULES },
      account: DEV,
    });
    expect(out.join('\n')).toContain(
      'whether the rules select this one, with which stage, was not looked up',
    );
    expect(out.join('\n')).toContain('us-east-1');
    expect(exitCode).toBe(0);
    const named = await runHere(['check', '--local', '--account', 'dev'], {
      files: { 'watchdog.yml': RULES },
      account: DEV,
    });
    expect(named.exitCode).toBe(1);
    expect(named.err.at(-1)).toContain('Leave out --account');
  });
});

describe('limits-watchdog prune, where accounts are found by rules', () => {
  const functions = () =>
    scripted(({ kind }) => answered(kind === 'plan' ? planned() : progress('finished', 10)));

  it.each(['dev', DEV])('asks for the name that the plan says: %s', async (asked) => {
    const world = functions();
    const ran = await run(['apply', asked], world, { isTerminal: true, types: 'dev' }, RULES);
    expect(ran.questions).toEqual(['Deleted versions cannot be restored. Type dev to continue: ']);
    expect(ran.exitCode).toBe(0);
    expect(world.calls.at(-1)?.event).toMatchObject({ planId: PLAN_ID, confirm: 'dev' });
  });

  it('deletes nothing where another name was passed', async () => {
    const world = functions();
    const ran = await run(['apply', DEV, '--confirm', DEV], world, {}, RULES);
    expect(ran.exitCode).not.toBe(0);
    expect(world.calls.map(({ kind }) => kind)).toEqual(['plan']);
  });
});
