import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { expect } from 'vitest';

/**
 * Documents in `documents/` are data that releases have written, and are never changed. When a release writes
 * `name.json` in another form, the new form is `name.v2.json`, and so on. Every form must be readable; the newest
 * is the one that is written. Documents whose path contains a plan id have different ids instead of versions: see
 * stored-run.ts.
 */

const DOCUMENTS = new URL('documents/', import.meta.url);

/** Returns the text of one form of a document, byte for byte as a release wrote it. */
export function golden(name: string): string {
  return readFileSync(new URL(name, DOCUMENTS), 'utf8');
}

/** Returns one form of a document, parsed from JSON. */
export function goldenData(name: string): Record<string, unknown> {
  return JSON.parse(golden(name));
}

/** Returns the names of all forms of a document, the oldest first. */
export function formsOf(name: string): readonly string[] {
  const forms = [name];
  for (;;) {
    const next = formOf(name, forms.length + 1);
    if (!existsSync(new URL(next, DOCUMENTS))) return forms;
    forms.push(next);
  }
}

function formOf(name: string, form: number): string {
  return name.replace(/\.json$/, `.v${form}.json`);
}

/** Returns the name of the form that is written now. */
export function newestOf(name: string): string {
  return formsOf(name).at(-1) ?? name;
}

/** Returns a store with the documents of pruning, which records what is written to it. */
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

/** Returns the data with the times under `keys`, at any depth, as milliseconds since 1970 instead of text. */
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

/**
 * Expects `text` to equal the newest form of a document. Fields named in `prose`, at any depth, must exist but may
 * have any wording. With `GOLDEN=add` a missing document is added, or the next form when the newest differs;
 * existing forms are never replaced.
 */
export function expectGolden(name: string, text: string, prose: readonly string[] = []): void {
  const comparable = (document: string) =>
    prose.length === 0 ? document : withoutProse(JSON.parse(document), prose);
  if (process.env['GOLDEN'] === 'add') {
    if (!existsSync(new URL(name, DOCUMENTS))) add(name, text);
    const isNewest = comparable(golden(newestOf(name))) === comparable(text);
    if (!isNewest) add(formOf(name, formsOf(name).length + 1), text);
  }
  expect(comparable(text)).toBe(comparable(golden(newestOf(name))));
}

function add(name: string, text: string): void {
  const file = new URL(name, DOCUMENTS);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}

/** Returns the data as JSON, so that the order of fields is compared too, with prose replaced by a constant. */
function withoutProse(data: unknown, keys: readonly string[]): string {
  return JSON.stringify(data, (key, value: unknown) => (keys.includes(key) ? 'prose' : value));
}

/**
 * Expects `text` to have the fields of the stored document with the same types and order. For documents whose
 * content depends on the watched limits and their cost.
 */
export function expectGoldenShape(name: string, text: string): void {
  if (process.env['GOLDEN'] === 'add') {
    const [newest, here] = [goldenData(newestOf(name)), JSON.parse(text)].map((data: unknown) =>
      JSON.stringify(shapeOf(data)),
    );
    if (newest !== here) add(formOf(name, formsOf(name).length + 1), text);
  }
  expect(shapeOf(JSON.parse(text))).toEqual(shapeOf(goldenData(newestOf(name))));
}

/** Returns the type of each value; for a list, the distinct shapes of its items. */
function shapeOf(data: unknown): unknown {
  if (Array.isArray(data)) {
    return [...new Set(data.map((item) => JSON.stringify(shapeOf(item))))].toSorted();
  }
  if (typeof data !== 'object' || data === null) return typeof data;
  return Object.entries(data).map(([key, value]) => [key, shapeOf(value)]);
}
