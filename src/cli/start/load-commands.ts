import type { CommandEntry, DefineCommand } from '../cli-command.ts';

/** They ask for what the list of commands alone can answer. */
const OVERVIEW: readonly string[] = ['--help', '-h', '--version', 'help', '--no-color'];

/** A command with its definition, where the arguments may be about it. */
export interface LoadedCommand extends CommandEntry {
  readonly define?: DefineCommand;
}

/**
 * Loads each command that the arguments name: none for an overview, and all where they name none, as
 * what is meant instead may be a part of any.
 */
export function loadCommands(
  args: readonly string[],
  entries: readonly CommandEntry[],
): Promise<readonly LoadedCommand[]> {
  const isOverview = args.every((arg) => OVERVIEW.includes(arg));
  const isNamed = entries.some(({ name }) => args.includes(name));
  return Promise.all(
    entries.map(async (entry): Promise<LoadedCommand> => {
      if (isOverview || (isNamed && !args.includes(entry.name))) return entry;
      return { ...entry, define: await entry.load() };
    }),
  );
}
