import { catalogue } from '../../../aws/limits/catalogue.ts';
import { plain } from '../../../render/plain.ts';
import { selectForCheck } from '../../check-selection.ts';
import type { CliWorld } from '../cli-command.ts';
import { readConfigurationFile } from '../read-configuration.ts';
import { askDeployed } from './ask-deployed.ts';
import type { CheckOptions } from './check-flags.ts';
import { selectionOf } from './check-flags.ts';
import { measureLocally } from './measure-locally.ts';
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
  const selected = selectForCheck(configuration, limits, selectionOf(options));
  // Who measures the account of these credentials may mean one that the configuration does not name.
  const isOwnOnly = options.local === true && options.assume !== true;
  if (typeof selected === 'string') {
    if (!isOwnOnly || options.account.length > 0) {
      return notTaken(plain(`Nothing was measured. ${selected}.`));
    }
    return measureLocally({ options, configuration, selected: { accounts: [], limits } }, world);
  }
  const asked = { options, configuration, selected };
  return isLocal ? measureLocally(asked, world) : askDeployed(asked, world);
}
