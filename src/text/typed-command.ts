/**
 * A command line, such as `limits-watchdog prune plan dev`. Every text that names a command uses this function, so
 * that the setting `command` applies everywhere.
 * @param args shell words, already quoted
 */
export function typedCommand(command: string, args: string): string {
  return `${command} ${args}`;
}
