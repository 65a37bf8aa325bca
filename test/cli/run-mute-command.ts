import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { mutes, muteSandbox, run } from '../alerts/mutes/run-mute.ts';
import { roleAllowing } from '../sandbox/fixtures/administrator.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { asClock, EXTERNAL_ID, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { cliWorld } from './cli-world.ts';

const ARN = `arn:aws:lambda:eu-west-1:${TOOLING}:function:limits-watchdog-mute`;

/** Returns a sandbox with the deployed mute function, and a person who may only invoke it. */
export function deployedMutes(answers?: (event: unknown) => unknown): Sandbox {
  const sandbox = muteSandbox({}, [], [roleAllowing('person', 'lambda:InvokeFunction', ARN)]);
  const place = { account: TOOLING, region: 'eu-west-1' };
  sandbox.change(place).createFunction({ name: 'limits-watchdog-mute' });
  sandbox.registerFunction({
    ...place,
    name: 'limits-watchdog-mute',
    invoke: async (event) => answers?.(event) ?? mutes(sandbox, Object(event)),
  });
  return sandbox;
}

/** Runs a command as that person. */
export async function typeMute(
  sandbox: Sandbox,
  args: readonly string[],
  user = 'ana',
  settings: Readonly<Record<string, unknown>> = {},
) {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions: run.regions,
    accounts: run.accounts.map((account) => ({ stage: 'nonprod', ...account })),
    ...settings,
  };
  const credentials = async () => sandbox.credentialsOf({ account: TOOLING, role: 'person' });
  const http = sandbox.requestHandler({ requestTimeout: 120_000, throwOnRequestTimeout: true });
  const { world, out, err } = cliWorld({
    files: { 'watchdog.yml': JSON.stringify(file) },
    world: {
      clock: asClock(sandbox),
      environment: { USER: user },
      invoker: (settings) => functionInvoker({ ...settings, http, credentials }),
    },
  });
  const exitCode = await runProgram(args, commands, world);
  return { exitCode, out, err };
}
