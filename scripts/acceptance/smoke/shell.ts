import { fileURLToPath } from 'node:url';

import type { CliWorld } from '../../../src/cli/cli-command.ts';
import { makeFreshClone } from '../../readme/fresh-clone.ts';
import { outputOf } from '../../rehearsal/shell.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
/** The longest command: a first run of the watch function. */
const COMMAND_MS = 17 * 60_000;

/** Where the commands are run that this project prints. */
export interface SmokeShell {
  /** What a command prints. @throws Error with its output where it fails. */
  readonly run: (command: string) => Promise<string>;
  /** Removes the folder in which the commands were run. */
  readonly end: () => Promise<void>;
}

export type OpenShell = (world: Pick<CliWorld, 'environment'>) => Promise<SmokeShell>;

/** A shell in a clone of the current commit, with the AWS settings of the caller and no others of npm's. */
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

/** A command that failed, with what it printed at its end. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const SHOWN_LINES = 6;

/** The same shell, whose commands fail with a CommandFailed. */
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

/** The same command, whose warnings do not get into what it prints. */
export function withoutWarnings(command: string): string {
  return `{ ${command}\n} 2> warnings.txt || { cat warnings.txt; false; }`;
}
