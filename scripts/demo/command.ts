import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, relative } from 'node:path';

import { shellWord } from '../../src/text/shell-words.ts';
import { buildCommand, COMMAND_FILE } from '../bundle/build-command.ts';
import { progress } from '../terminal.ts';
import { commandArguments } from './arguments.ts';
import type { DemoDeployment } from './deployment.ts';
import { personEnvironment } from './deployment.ts';
import { CONFIGURATION_FILE } from './organisation.ts';
import type { Running } from './running.ts';

/** Bundles the command as users install it, and returns the path of its file. @throws when it cannot be bundled */
export async function bundleCommand(directory: string): Promise<string> {
  progress('Bundling the command …');
  const built = await buildCommand(join(directory, 'command'));
  if (!built.ok) throw new Error(built.message);
  return join(built.directory, COMMAND_FILE);
}

/** Runs one command on this terminal, in the current directory. @returns its exit code */
export async function runCommand(
  args: readonly string[],
  deployment: DemoDeployment,
  directory: string,
  running: Running,
): Promise<number> {
  const file = await bundleCommand(directory);
  const typed = commandArguments(args, process.stdin.isTTY);
  progress(`$ ${['limits-watchdog', ...typed].map(shellWord).join(' ')}`);
  const configured = withConfiguration(typed, relative('', CONFIGURATION_FILE));
  return runProgram(process.execPath, [file, ...configured], {
    cwd: process.cwd(),
    env: { ...process.env, ...personEnvironment(deployment) },
    running,
  });
}

/** Adds the configuration of the demo, unless the arguments name a configuration or deployment. */
function withConfiguration(args: readonly string[], file: string): readonly string[] {
  const isNamed = args.some((word) => /^--(?:config|deployment)(?:=|$)/.test(word));
  return isNamed ? args : [...args, '--config', file];
}

export interface ProgramSetting {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly running: Running;
}

/** Runs a program on this terminal, which gets Ctrl-C. @returns its exit code, 1 after a signal */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, running }: ProgramSetting,
): Promise<number> {
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  try {
    const child = spawn(program, args, { cwd, env, stdio: 'inherit' });
    const ended = once(child, 'exit');
    running.add(async () => {
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) {
        await ended;
      }
    });
    await ended;
    return child.exitCode ?? 1;
  } finally {
    process.off('SIGINT', ignore);
  }
}
