import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/* The documents below `documents/` are data: they are never written again, whatever becomes of the code. */

const DOCUMENTS = new URL('documents/', import.meta.url);

/** The text of one document, byte for byte as a release has stored or printed it. */
export function golden(name: string): string {
  return readFileSync(new URL(name, DOCUMENTS), 'utf8');
}

/** The same as data. */
export function goldenData(name: string): Record<string, unknown> {
  return JSON.parse(golden(name));
}

/** A store that holds the documents of pruning, and keeps what is written to it. */
export function goldenStore() {
  const written = new Map<string, string>();
  return {
    written,
    read: async (name: string) => {
      try {
        return golden(`prune/${name}`);
      } catch {
        return undefined; // There is no such document.
      }
    },
    create: async (name: string, text: string) => {
      written.set(name, text);
      return 'created' as const;
    },
    locationOf: (name: string) => name,
  };
}

/** Data with the texts under `keys`, at any depth, as milliseconds since 1970. */
export function withTimes(data: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(data)) return data.map((item) => withTimes(item, keys));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      keys.includes(key) && typeof value === 'string' ? Date.parse(value) : withTimes(value, keys),
    ]),
  );
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
