/**
 * `npm start`: runs the bundled watch function as Lambda does, against a simulated organisation.
 * `npm start -- check`, or another command: runs that command against it.
 * `npm start -- shell`: opens a shell to try several commands.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEMO_COMMANDS, isAccepted } from './demo/arguments.ts';
import { runCommand } from './demo/command.ts';
import { startDeployment } from './demo/deployment.ts';
import { Running } from './demo/running.ts';
import { runShell } from './demo/shell.ts';
import { showWatchRun } from './demo/watch-run.ts';
import { plain, progress } from './terminal.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// Keeps the logs of functions that run in this process out of the output.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const running = new Running();

const stop = (exitCode: number): void => {
  progress('Stopping.');
  void running.stopAll().finally(() => process.exit(exitCode));
};
process.once('SIGTERM', () => stop(143));
process.on('SIGINT', () => {
  // A running command has its own handler of Ctrl-C.
  if (process.listenerCount('SIGINT') === 1) stop(130);
});

try {
  process.exitCode = await runDemo(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await running.stopAll();
}

/** @returns the exit code */
async function runDemo(args: readonly string[]): Promise<number> {
  const [first] = args;
  if (!isAccepted(args)) {
    throw new Error(
      `npm start takes no arguments, "shell", or a command with its arguments (${DEMO_COMMANDS.join(', ')}), such as npm start -- check; not "${plain(args.join(' '))}".`,
    );
  }
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-'));
  running.add(() => rm(directory, { recursive: true, force: true }));
  const deployment = await startDeployment(directory, running);
  if (first === undefined) return showWatchRun(deployment);
  if (first === 'shell') return runShell(deployment, directory, running);
  return runCommand(args, deployment, directory, running);
}
