import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../src/config/index.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';

export type ReadResult =
  | { readonly ok: true; readonly configuration: ConfigurationFile }
  | { readonly ok: false; readonly message: string };

/** Validates the text of a configuration file. `name` is what messages call the file. */
export type ReadConfiguration = (text: string, name: string) => Promise<ReadResult>;

/** The project's own parser with the project's own limits; all faults at once. */
export const readConfiguration: ReadConfiguration = async (text, name) => {
  const parsed = parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
  if (parsed.ok) return parsed;
  return { ok: false, message: describeFaults(parsed.faults, name) };
};
