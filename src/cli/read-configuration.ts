import { catalogue } from '../limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../config/index.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { plain } from '../text/plain.ts';

export type ConfigurationRead =
  | {
      readonly ok: true;
      readonly configuration: ConfigurationFile;
      readonly text: string;
    }
  | {
      readonly ok: false;
      readonly fault: 'unreadable' | 'invalid';
      readonly messages: readonly string[];
    };

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Reads and checks a configuration. Never rejects: faults are returned as messages. */
export async function readConfigurationFile(
  path: string,
  readFile: (path: string) => Promise<string>,
): Promise<ConfigurationRead> {
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    const message = `The configuration ${plain(path)} cannot be read (${plain(codeOf(error) ?? 'unreadable')}); run this in its directory, or name it with --config.`;
    return { ok: false, fault: 'unreadable', messages: [message] };
  }
  const parsed = parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
  if (parsed.ok) return { ...parsed, text };
  const messages = describeFaults(parsed.faults, path).split('\n').map(plain);
  return { ok: false, fault: 'invalid', messages };
}
