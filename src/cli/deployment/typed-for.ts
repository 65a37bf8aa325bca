import { shellWord } from '../../text/shell-words.ts';
import { typedCommand } from '../../text/typed-command.ts';
import { plain } from '../../text/plain.ts';
import type { CliWorld, SharedOptions } from '../cli-command.ts';
import type { Typing } from '../help.ts';

const USUAL_CONFIG = 'watchdog.yml';

/** Makes command lines for the deployment of these options. */
export function typedFor(
  options: Partial<SharedOptions>,
  { command }: Pick<CliWorld, 'command'>,
): Typing {
  return (args) => typedCommand(command, `${args}${deploymentWords(options)}`);
}

/** Flags that name the deployment, each after a space. */
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
