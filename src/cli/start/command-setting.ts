import { USUAL_COMMAND } from '../../model/configuration.ts';
import { command } from '../../config/values.ts';
import { readYaml } from '../../config/yaml-source.ts';

/** The setting `command` of a configuration that may have faults; the default without one. */
export function commandSetting(text: string): string {
  const read = readYaml(text);
  if (!read.ok || !('command' in read.source.value)) return USUAL_COMMAND;
  const parsed = command.safeParse(read.source.value.command);
  return parsed.success ? parsed.data : USUAL_COMMAND;
}
