import type { Configuration, ConfigurationFile } from '../../src/model/configuration.ts';
import { isComplete } from '../../src/model/configuration.ts';

/** For files that list their accounts. @throws for one that leaves some to be found. */
export function complete(file: ConfigurationFile): Configuration {
  if (!isComplete(file)) throw new Error('the accounts of this file are found in each run');
  return file;
}
