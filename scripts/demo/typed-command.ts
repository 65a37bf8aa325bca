import { readFile } from 'node:fs/promises';

import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { instant } from '../../src/model/time.ts';
import { cliWorld } from '../../test/cli/cli-world.ts';
import type { DemoOrganisation } from './organisation.ts';
import { CONFIGURATION_FILE } from './organisation.ts';
import { PERSON_ROLE, TOOLING } from './places.ts';

export interface TypedCommand {
  readonly exitCode: number;
  /** The lines of standard output. */
  readonly out: readonly string[];
  /** The lines of standard error. */
  readonly err: readonly string[];
  /** The files that the command wrote, by name. */
  readonly files: ReadonlyMap<string, string>;
}

/** Runs a command in this process, as it would run in the demo's shell without a terminal. */
export async function typeCommand(
  { sandbox }: DemoOrganisation,
  args: readonly string[],
): Promise<TypedCommand> {
  const { clock } = sandbox;
  const http = sandbox.requestHandler();
  const credentials = async () => sandbox.credentialsOf({ account: TOOLING, role: PERSON_ROLE });
  const { world, out, err, files } = cliWorld({
    files: { 'watchdog.yml': await readFile(CONFIGURATION_FILE, 'utf8') },
    world: {
      clock: {
        now: () => instant(clock.now()),
        sleep: (ms, signal) => clock.sleep(ms, signal),
      },
      environment: { USER: 'sam', COLUMNS: '100' },
      http,
      credentials,
      invoker: (settings) => functionInvoker({ ...settings, http, credentials }),
    },
  });
  const exitCode = await runProgram(args, commands, world);
  return { exitCode, out, err, files };
}
