import { shellWord } from '../../text/shell-words.ts';
import { typedCommand } from '../../text/typed-command.ts';
import { plain } from '../../text/plain.ts';
import type { CliWorld, SharedOptions } from '../cli-command.ts';
import type { Typing } from '../help.ts';

const USUAL_CONFIG = 'watchdog.yml';

/** Makes commands that are about the same deployment as these options, as they are to be typed. */
export function typedFor(
  options: Partial<SharedOptions>,
  { command }: Pick<CliWorld, 'command'>,
): Typing {
  return (args) => typedCommand(command, `${args}${deploymentWords(options)}`);
}

/** Flags with which another command asks the same deployment; each begins with a space. */
export function deploymentWords({
  config,
  deployment,
  deploymentRegion,
}: Partial<SharedOptions>): string {
  if (deployment === undefined) return config === USUAL_CONFIG ? '' : flagText('--config', config);
  return flagText('--deployment', deployment) + flagText('--region', deploymentRegion);
}

function flagText(flag: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${flag} ${shellWord(plain(value))}`;
}
