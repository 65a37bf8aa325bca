/**
 * A command line such as `limits-watchdog prune plan dev`. All texts that name a command use this, so that
 * the setting `command` applies everywhere.
 * @param args shell words, already quoted
 */
export function typedCommand(command: string, args: string): string {
  return `${command} ${args}`;
}
