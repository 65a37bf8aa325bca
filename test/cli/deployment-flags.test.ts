import { describe, expect, it } from 'vitest';

import { functionInvoker } from '../../src/aws/invoke-function.ts';
import type { CliWorld } from '../../src/cli/cli-command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { devAccount, TOOLING } from '../e2e/prune/run-prune.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { cliWorld } from './cli-world.ts';
import { deployedWatch } from './run-check.ts';
import { deployment, oldFunctions, PLAN_ID } from './run-command.ts';

const BY_NAME = ['--deployment', 'limits-watchdog', '--region', 'eu-west-1'];

/** Runs a command in a directory without watchdog.yml. */
async function without(args: readonly string[], world: Partial<CliWorld> = {}) {
  const { world: base, out, err } = cliWorld({ files: {}, world });
  return { exitCode: await runProgram(args, commands, base), out, err };
}

function watched() {
  const { sandbox, signIn, events } = deployedWatch({ mayRead: false });
  const http = sandbox.requestHandler({ requestTimeout: 910_000, throwOnRequestTimeout: true });
  const credentials = async () => sandbox.credentialsOf(signIn);
  const invoker: CliWorld['invoker'] = (settings) =>
    functionInvoker({ ...settings, http, credentials });
  return { events, world: { http, credentials, invoker } };
}

describe('--deployment, without watchdog.yml and with lambda:InvokeFunction alone', () => {
  it('check asks the watch function for every account', async () => {
    const { world, events } = watched();
    const { exitCode, out } = await without(['check', ...BY_NAME], world);
    expect({ exitCode, events }).toEqual({ exitCode: 0, events: [{ check: true }] });
    expect(out.join('\n')).toContain('CRITICAL  dev      eu-west-1  Lambda code storage');
  });

  it('--only-region narrows, and --region is where the functions are', async () => {
    const { world, events } = watched();
    await without(['check', ...BY_NAME, '--only-region', 'us-*', '--account', 'dev'], world);
    expect(events).toEqual([{ check: true, accounts: ['dev'], regions: ['us-*'] }]);
  });

  it('takes the Region of AWS_REGION', async () => {
    const { world, events } = watched();
    const named = { ...world, environment: { AWS_REGION: 'eu-west-1' } };
    await without(['check', '--deployment', 'limits-watchdog'], named);
    expect(events).toEqual([{ check: true }]);
  });

  it('report writes the page', async () => {
    const { world } = watched();
    const { out } = await without(['report', ...BY_NAME, '--out', '-'], world);
    expect(out[0]).toBe('<!doctype html>');
  });

  it('doctor asks the watch function', async () => {
    expectDenied({ action: 'lambda:GetFunction', because: 'ReadStorageMode is false' });
    const { world, events } = watched();
    const { out } = await without(['doctor', ...BY_NAME], world);
    expect(events).toEqual([{ doctor: true }]);
    expect(out.join('\n')).toContain('dev');
  });

  it('prune plans, applies and says how far it is, with a command that resumes it as printed', async () => {
    const functions = oldFunctions(1);
    const deployed = deployment([devAccount({ functions })]);
    const { sandbox } = deployed;
    const world = {
      ...deployed,
      http: sandbox.requestHandler({}),
      credentials: async () =>
        sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-plan-function' }),
    };
    const planned = await without(['prune', 'plan', 'dev', ...BY_NAME], world);
    const last = planned.out.at(-1) ?? '';
    const [, line = ''] = /^To delete this: limits-watchdog (.*)$/.exec(last) ?? [];
    expect(line).toMatch(/ --deployment limits-watchdog --region eu-west-1$/);
    const applied = await without([...line.split(' '), '--confirm', 'dev'], world);
    expect(applied.exitCode).toBe(0);
    expect(deployed.versions()).toBe(3);
    const [, , planId = ''] = line.split(' ');
    expect((await without(['prune', 'status', planId, ...BY_NAME], world)).exitCode).toBe(0);
  });
});

describe('--deployment with missing or contradicting flags', () => {
  it.each([
    [['check'], 'Without the file, name the deployment: --deployment NAME --region REGION.'],
    [
      ['check', '--deployment', 'acme'],
      'No Region for --deployment acme: add --region, such as --region eu-west-1, or set AWS_REGION.',
    ],
    [['check', '--deployment', 'a b', '--region', 'eu-west-1'], 'is no name of a deployment'],
    [['check', '--deployment', 'acme', '--region', 'eu-*'], '"eu-*" is no AWS Region known here.'],
    [['check', ...BY_NAME, '--config', 'a.yml'], '--deployment and --config exclude each other'],
    [['check', ...BY_NAME, '--region', 'us-east-1'], 'With --deployment there is one --region'],
    [['check', ...BY_NAME, '--local'], 'takes the Regions and thresholds of watchdog.yml'],
    [['prune', 'status', PLAN_ID, '--region', 'eu-west-1'], '--region goes with --deployment'],
    [['validate', '--deployment', 'acme'], "unknown option '--deployment'"],
  ])('%j: %s', async (args, sentence) => {
    const { world, events } = watched();
    const { exitCode, err } = await without(args, world);
    expect(err.join(' ')).toContain(sentence);
    expect({ exitCode, events }).toEqual({ exitCode: 1, events: [] });
  });

  it('invokes nothing when AWS accepts no credentials, and says why', async () => {
    const { world, events } = watched();
    const expired = async () => {
      const error = new Error(
        "The SSO session associated with this profile has expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
      );
      error.name = 'CredentialsProviderError';
      throw error;
    };
    const { exitCode, err } = await without(['check', ...BY_NAME], {
      ...world,
      credentials: expired,
    });
    expect({ exitCode, events, err }).toEqual({
      exitCode: 1,
      events: [],
      err: [
        'No valid AWS credentials to ask AWS whose they are: The SSO session associated with this profile has expired (CredentialsProviderError); sign in, such as with aws sso login, and set AWS_PROFILE.',
      ],
    });
  });
});
