import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { shellWord } from '../../src/text/shell-words.ts';
import { progress } from '../terminal.ts';
import { bundleCommand, runProgram } from './command.ts';
import type { DemoDeployment } from './deployment.ts';
import { personEnvironment } from './deployment.ts';
import { CONFIGURATION_FILE } from './organisation.ts';
import type { Running } from './running.ts';

const PROMPT = 'demo$ ';
const WELCOME = `
You are a platform engineer. Accounts dev, qa, staging, prod and data-lab are watched from the tooling
account, and somebody pruned dev yesterday. "limits-watchdog" is the command, and watchdog.yml is in this
directory. Begin with "limits-watchdog --help" or "limits-watchdog check". Nothing here is real or leaves
this machine; "exit" ends it and removes the directory.
`;

/**
 * Runs a shell in which `limits-watchdog` uses the simulated organisation: interactive on a terminal, else
 * with the commands on standard input.
 * @returns the exit code of the last command
 */
export async function runShell(
  deployment: DemoDeployment,
  directory: string,
  running: Running,
): Promise<number> {
  const isTerminal = process.stdin.isTTY;
  const file = await bundleCommand(directory);
  const programs = join(directory, 'bin');
  const home = join(directory, 'home');
  await mkdir(programs);
  await mkdir(home);
  await copyFile(CONFIGURATION_FILE, join(home, 'watchdog.yml'));
  // Without a terminal, the next commands are on standard input, so a command must not read it.
  const input = isTerminal ? '' : ' </dev/null';
  const script = `#!/bin/sh\nexec ${shellWord(process.execPath)} ${shellWord(file)} "$@"${input}\n`;
  await writeFile(join(programs, 'limits-watchdog'), script, { mode: 0o755 });
  progress('The organisation is there.');
  if (isTerminal) process.stderr.write(WELCOME);
  return runProgram('bash', isTerminal ? ['--noprofile', '--norc', '-i'] : ['--noprofile'], {
    cwd: home,
    env: {
      ...process.env,
      ...personEnvironment(deployment),
      PATH: [programs, process.env['PATH'] ?? ''].join(delimiter),
      PS1: PROMPT,
      HISTFILE: '',
      BASH_SILENCE_DEPRECATION_WARNING: '1',
    },
    running,
  });
}
