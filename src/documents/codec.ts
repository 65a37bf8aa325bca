/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Declares a stored or printed value once: how it is read, how it is written, and its JSON Schema. */
export interface Codec<Value> {
  /**
   * Converts data from `JSON.parse` into a value.
   * @param isOpen ignores fields that the codec does not name; false by default.
   * @throws Unreadable for any other data.
   */
  readonly read: (stored: unknown, isOpen?: boolean) => Value;
  /** Converts a value into data for `JSON.stringify`, which `read` converts back into an equal value. */
  readonly write: (value: Value) => unknown;
  readonly schema: () => JsonSchema;
}

export type ValueOf<Any extends Pick<Codec<never>, 'schema'>> = Any extends {
  readonly read: (stored: unknown) => infer Value;
}
  ? Value
  : never;

/** The value of a document or, as `fault`, the first place in it that this version cannot read. */
export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string };

/** The error for data that a codec cannot read. Its message names the place in the document. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly #path: string;
  readonly #wanted: string;
  readonly #stored: unknown;

  constructor(stored: unknown, wanted: string, path = '') {
    super(`${path === '' ? 'the document' : path} is not ${wanted}`);
    this.#stored = stored;
    this.#wanted = wanted;
    this.#path = path;
  }

  /** The same fault with `step` before its path, the place in the enclosing value: `.name` or `[0]`. */
  insideOf(step: string): Unreadable {
    return new Unreadable(this.#stored, this.#wanted, `${step}${this.#path}`);
  }

  /** What the data at the place of the fault should be, and what it is, as a sentence. */
  get detail(): string {
    const place = this.#path === '' ? 'the whole' : this.#path.replace(/^\./, '');
    return `${place} should be ${this.#wanted} and is ${valueText(this.#stored)}`;
  }
}

/** Parses a document with a codec. Never throws for a faulty text, which gives a `fault`. */
export function parse<Value>(json: string, { read }: Pick<Codec<Value>, 'read'>): Parsed<Value> {
  const stored = parseJson(json);
  if (stored === undefined) return { ok: false, fault: 'the document is not JSON' };
  try {
    return { ok: true, value: read(stored) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, fault: error.message };
    throw error;
  }
}

/** The data in a JSON text; undefined when the text is not JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The value that a codec reads from data; undefined when it cannot read the data. */
export function tryRead<Value>(
  { read }: Pick<Codec<Value>, 'read'>,
  stored: unknown,
): Value | undefined {
  try {
    return read(stored);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** The JSON text of a value, which `parse` converts back into an equal value. */
export function encode<Value>(value: Value, { write }: Pick<Codec<Value>, 'write'>): string {
  return JSON.stringify(write(value));
}

/** Reads a part of a document. @throws Unreadable whose path begins with `step`. */
export function readAt<Value>(
  step: string,
  { read }: Pick<Codec<Value>, 'read'>,
  stored: unknown,
  isOpen?: boolean,
): Value {
  try {
    return read(stored, isOpen);
  } catch (error) {
    throw error instanceof Unreadable ? error.insideOf(step) : error;
  }
}

/** The JSON Schema of a codec as a schema document with a title. */
export function jsonSchema(title: string, { schema }: Pick<Codec<never>, 'schema'>): JsonSchema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema() };
}

export function isTable(stored: unknown): stored is Readonly<Record<string, unknown>> {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored);
}

export function tableIn(stored: unknown): Readonly<Record<string, unknown>> {
  if (!isTable(stored)) throw new Unreadable(stored, 'an object');
  return stored;
}

const LONGEST_QUOTE = 40;

/** A stored value as part of a sentence, in a few words at most. */
export function valueText(stored: unknown): string {
  if (stored === undefined) return 'nothing';
  if (typeof stored === 'string') return quoted(stored);
  if (Array.isArray(stored)) return 'a list';
  return isTable(stored) ? 'an object' : JSON.stringify(stored);
}

export function quoted(stored: string): string {
  return JSON.stringify(
    stored.length <= LONGEST_QUOTE ? stored : `${stored.slice(0, LONGEST_QUOTE)}…`,
  );
}
