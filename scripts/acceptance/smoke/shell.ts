import { fileURLToPath } from 'node:url';

import type { CliWorld } from '../../../src/cli/cli-command.ts';
import { makeFreshClone } from '../../readme/fresh-clone.ts';
import { outputOf } from '../../rehearsal/shell.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
/** The time limit of a command. The longest is the first run of the watch function. */
const COMMAND_MS = 17 * 60_000;

/** Runs the commands that this project prints. */
export interface SmokeShell {
  /** Runs a command and returns what it prints. @throws Error with its output when it fails */
  readonly run: (command: string) => Promise<string>;
  /** Removes the folder in which the commands ran. */
  readonly end: () => Promise<void>;
}

export type OpenShell = (world: Pick<CliWorld, 'environment'>) => Promise<SmokeShell>;

/** Opens a shell in a clone of the current commit. It has the caller's `AWS_` variables, but no settings of npm. */
export const openClone: OpenShell = async ({ environment }) => {
  const ofAws = Object.fromEntries(
    Object.entries(environment).filter(([name]) => name.startsWith('AWS_')),
  );
  const clone = await makeFreshClone(
    REPOSITORY,
    COMMAND_MS,
    [`ln -s '${REPOSITORY}node_modules' node_modules`],
    undefined,
    undefined,
    { ...ofAws, AWS_PAGER: '' },
  );
  return { run: (command) => outputOf(clone, command), end: () => clone.remove() };
};

/** The error of a failed command, with the last lines of its output. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const SHOWN_LINES = 6;

/** Returns a shell whose failed commands throw a CommandFailed. */
export function namingFailures({ run, end }: SmokeShell): SmokeShell {
  return {
    end,
    run: async (command) => {
      try {
        return await run(command);
      } catch (error) {
        const text = error instanceof Error ? error.message : 'no reason';
        const last = text.trim().split('\n').slice(-SHOWN_LINES).join('\n');
        const name = /(?:aws|npx|npm)\s[\w\s-]*/.exec(command)?.[0].trim() ?? command;
        throw new CommandFailed(`${name} failed:\n${last}`, { cause: error });
      }
    },
  };
}

/** Returns a shell command that keeps standard error in a file, and prints the file only when it fails. */
export function withoutWarnings(command: string): string {
  return `{ ${command}\n} 2> warnings.txt || { cat warnings.txt; false; }`;
}
