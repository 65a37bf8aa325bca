import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../src/config/index.ts';
import { watchedLimits } from '../../src/limits/watched-limits.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';

/** What all limits that are measured by a usage metric need, of any set. */
export const METRICS = 'cloudwatch';

type ReadResult =
  | {
      readonly ok: true;
      readonly configuration: ConfigurationFile;
      /** Sets of limits of which some are watched. Absent: none. */
      readonly sets?: ReadonlySet<string>;
      /** There is an event bus. Absent: there is none. */
      readonly sendsEvents?: boolean;
    }
  | { readonly ok: false; readonly message: string };

/** Validates the text of a configuration file. `name` is what messages call the file. */
export type ReadConfiguration = (text: string, name: string) => Promise<ReadResult>;

/** The project's own parser with the project's own limits; all faults at once. */
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
