import type { Configuration, ConfigurationFile } from '../../src/model/configuration.ts';
import { isComplete } from '../../src/model/configuration.ts';

/**
 * Returns the configuration of a file with listed accounts.
 *
 * @throws Error for a file with discovered accounts
 */
export function complete(file: ConfigurationFile): Configuration {
  if (!isComplete(file)) throw new Error('the accounts of this file are found in each run');
  return file;
}
