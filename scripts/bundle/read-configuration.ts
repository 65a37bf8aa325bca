import type { Configuration } from '../../src/model/configuration.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';

export type ReadResult =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly message: string };

/** Validates the text of a configuration file. `name` is what messages call the file. */
export type ReadConfiguration = (text: string, name: string) => Promise<ReadResult>;

interface Fault {
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
  readonly line?: number;
}

/** What is used of `src/config/index.ts`. */
interface ConfigurationParser {
  parseConfiguration(
    text: string,
    limits: readonly LimitDefinition[],
  ):
    | { readonly ok: true; readonly configuration: Configuration }
    | { readonly ok: false; readonly faults: readonly Fault[] };
  describeFaults(faults: readonly Fault[], fileName: string): string;
}

/** What is used of `src/aws/limits/catalogue.ts`. */
interface LimitCatalogue {
  readonly catalogue: readonly { readonly definition: LimitDefinition }[];
}

/** The project's own parser with the project's own limits; all faults at once. */
export const readConfiguration: ReadConfiguration = async (text, name) => {
  const parser: ConfigurationParser = await import(fromSources('config/index.ts'));
  const limits: LimitCatalogue = await import(fromSources('aws/limits/catalogue.ts'));
  const parsed = parser.parseConfiguration(
    text,
    limits.catalogue.map(({ definition }) => definition),
  );
  if (parsed.ok) return parsed;
  return { ok: false, message: parser.describeFaults(parsed.faults, name) };
};

function fromSources(path: string): string {
  return new URL(`../../src/${path}`, import.meta.url).href;
}
