import { expect, it } from 'vitest';

import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { roleAllowing } from '../sandbox/fixtures/administrator.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { asClock, TOOLING, toolingAccount } from '../watch/run-watch.ts';
import { cliWorld } from './cli-world.ts';

const OTHER = '999999999999';

function sandboxOfTwo(): Sandbox {
  const person = roleAllowing('person', 'lambda:InvokeFunction');
  const withoutInvoke = roleAllowing('missing', 's3:GetObject');
  const tooling = toolingAccount({ roles: [person, withoutInvoke] });
  const other = { id: OTHER, name: 'other', roles: [person] };
  const clock = virtualClock('2026-11-22T06:00:00Z');
  return createSandbox({ accounts: [tooling, other] }, { clock });
}

async function typed(sandbox: Sandbox, args: readonly string[], account: string, role = 'person') {
  const credentials = async () => sandbox.credentialsOf({ account, role });
  const http = sandbox.requestHandler();
  const { world, out, err } = cliWorld({
    world: {
      clock: asClock(sandbox),
      http,
      credentials,
      invoker: (settings) => functionInvoker({ ...settings, http, credentials }),
    },
  });
  const exitCode = await runProgram(args, commands, world);
  return { exitCode, said: [...out, ...err].join('\n') };
}

const WHO = { operation: 'GetCallerIdentity' };

it.each([
  ['watch', ['check']],
  ['watch', ['doctor']],
  ['plan', ['prune', 'plan', 'dev']],
  ['mute', ['mutes']],
])(
  'with credentials of another account, the function %s of %j is not blamed',
  async (kind, args) => {
    const { exitCode, said } = await typed(sandboxOfTwo(), args, OTHER);
    expect(exitCode).toBe(1);
    expect(said).toContain(
      `These credentials are for account ${OTHER}, and limits-watchdog-${kind} (${TOOLING}, eu-west-1) is not in it; sign in to the tooling account (`,
    );
    expect(said).not.toContain('lambda:InvokeFunction');
    expect(said).not.toContain('There is no function');
  },
);

it('asks whose the credentials are only when an invocation was denied or found nothing', async () => {
  const sandbox = sandboxOfTwo();
  const absent = await typed(sandbox, ['check'], TOOLING);
  expect(absent.said).toContain('There is no function limits-watchdog-watch');
  expect(sandbox.calls.count(WHO)).toBe(1);
  const place = { account: TOOLING, region: 'eu-west-1' };
  sandbox.change(place).createFunction({ name: 'limits-watchdog-watch' });
  const denied = await typed(sandbox, ['check'], TOOLING, 'missing');
  expect(denied.said).toContain('they need lambda:InvokeFunction on it');
  expect(sandbox.calls.count(WHO)).toBe(2);
  sandbox.registerFunction({ ...place, name: 'limits-watchdog-watch', invoke: async () => ({}) });
  await typed(sandbox, ['check'], TOOLING);
  expect(sandbox.calls.count(WHO)).toBe(2);
});
