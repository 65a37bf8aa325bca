/**
 * A command as people type it, such as `limits-watchdog prune plan dev`. Every text that names one is made
 * here, so that the setting `command` is what all of them say.
 * @param command the setting: what is typed before the arguments
 * @param args words of a shell, as they are to be typed
 */
export function typedCommand(command: string, args: string): string {
  return `${command} ${args}`;
}
