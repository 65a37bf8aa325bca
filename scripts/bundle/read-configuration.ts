import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../src/config/index.ts';
import { watchedLimits } from '../../src/limits/watched-limits.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';

/** The name of the client that every limit measured by a usage metric needs. */
export const METRICS = 'cloudwatch';

type ReadResult =
  | {
      readonly ok: true;
      readonly configuration: ConfigurationFile;
      /** The sets of limits with at least one watched limit. Absent: none. */
      readonly sets?: ReadonlySet<string>;
      /** Whether the configuration has an event bus. Absent: false. */
      readonly sendsEvents?: boolean;
    }
  | { readonly ok: false; readonly message: string };

/** Validates the text of a configuration file. Messages call the file `name`. */
export type ReadConfiguration = (text: string, name: string) => Promise<ReadResult>;

/** Validates with the product's own parser and limits. The message lists all faults. */
export const readConfiguration: ReadConfiguration = async (text, name) => {
  const parsed = parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
  if (parsed.ok) {
    const watched = watchedLimits(parsed.configuration);
    const sets = new Set<string>(watched.flatMap(({ definition: { set } }) => set ?? []));
    if (watched.some((limit) => 'usage' in limit)) sets.add(METRICS);
    const { eventBusArn } = parsed.configuration.alerts;
    return { ...parsed, sets, sendsEvents: eventBusArn !== undefined };
  }
  return { ok: false, message: describeFaults(parsed.faults, name) };
};
