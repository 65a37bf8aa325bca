import { catalogue } from '../../../aws/limits/catalogue.ts';
import type { CliWorld } from '../cli-command.ts';
import { readConfigurationFile } from '../read-configuration.ts';
import { askDeployed } from './ask-deployed.ts';
import type { CheckOptions } from './check-flags.ts';
import { measureLocally } from './measure-locally.ts';
import { selectHere } from './select.ts';
import type { Taken } from './taken.ts';
import { notTaken } from './taken.ts';

/** Measures now, in the way that the flags say; which way it is, is said before. */
export async function takeReport(options: CheckOptions, world: CliWorld): Promise<Taken> {
  const read = await readConfigurationFile(options.config, world.readFile);
  if (!read.ok) return notTaken(...read.messages);
  const { configuration } = read;
  const limits = catalogue.map(({ definition }) => definition);
  const isLocal = options.local === true || options.assume === true;
  if (isLocal && options.watchFunction !== undefined) {
    return notTaken(
      '--watch-function names a function, and --local and --assume ask none; leave one out.',
    );
  }
  const selection = selectHere(configuration, limits, options);
  if (!selection.ok) return notTaken(...selection.messages, 'Nothing was measured.');
  const { selected } = selection;
  const asked = { options, configuration, selected };
  return isLocal ? measureLocally(asked, world) : askDeployed(asked, world);
}
