import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { expect } from 'vitest';

/*
 * The documents below `documents/` are data that releases have written: none is ever written again,
 * whatever becomes of the code. A release that writes `name.json` in another form has `name.v2.json`
 * beside it, and so on. Every form must be read; the newest is what is written. What has the id of a plan
 * in its path differs by that id instead: see stored-run.ts.
 */

const DOCUMENTS = new URL('documents/', import.meta.url);

/** The text of one form of a document, byte for byte as a release has stored or printed it. */
export function golden(name: string): string {
  return readFileSync(new URL(name, DOCUMENTS), 'utf8');
}

/** The same as data. */
export function goldenData(name: string): Record<string, unknown> {
  return JSON.parse(golden(name));
}

/** The forms of a document that releases have written one after another, the oldest first. */
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

/** The form that is written now. */
export function newestOf(name: string): string {
  return formsOf(name).at(-1) ?? name;
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

/**
 * Expects `text` to be the newest form of a document. What is under `prose`, at any depth, is written for
 * people: its wording is free, that it is there is not. `GOLDEN=add` adds a document that is not there
 * yet, or its next form where the newest differs; none is ever replaced.
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

/** As JSON, so that the order of fields counts. */
function withoutProse(data: unknown, keys: readonly string[]): string {
  return JSON.stringify(data, (key, value: unknown) => (keys.includes(key) ? 'prose' : value));
}

/**
 * Expects `text` to have the fields of the stored document, in their order and kind. For documents whose
 * content follows what is watched and what that costs.
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

/** Each value by its kind; of a list, the distinct shapes of its items. */
function shapeOf(data: unknown): unknown {
  if (Array.isArray(data)) {
    return [...new Set(data.map((item) => JSON.stringify(shapeOf(item))))].toSorted();
  }
  if (typeof data !== 'object' || data === null) return typeof data;
  return Object.entries(data).map(([key, value]) => [key, shapeOf(value)]);
}
