/** JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One declaration of a stored or printed value: how it is read, how it is written, and its JSON Schema. */
export interface Codec<Value> {
  /**
   * The value in data as `JSON.parse` gives it.
   * @param isOpen ignores fields that the codec does not name; false by default.
   * @throws Unreadable for anything else.
   */
  readonly read: (stored: unknown, isOpen?: boolean) => Value;
  /** Data for `JSON.stringify`, of which `read` gives the same value again. */
  readonly write: (value: Value) => unknown;
  readonly schema: () => JsonSchema;
}

export type ValueOf<Any extends Pick<Codec<never>, 'schema'>> = Any extends {
  readonly read: (stored: unknown) => infer Value;
}
  ? Value
  : never;

/** The value of a document, or the first place that is not as this version has it. */
export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string };

/** Data that a codec cannot read. The message names the place. */
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

  /** The same fault, seen from what contains it: `step` is `.name` or `[0]`. */
  under(step: string): Unreadable {
    return new Unreadable(this.#stored, this.#wanted, `${step}${this.#path}`);
  }

  /** The fault with what is there instead. */
  get detail(): string {
    const place = this.#path === '' ? 'the whole' : this.#path.replace(/^\./, '');
    return `${place} should be ${this.#wanted} and is ${shown(this.#stored)}`;
  }
}

/** Any text gives a value or a fault. */
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

/** Any text as data; undefined where it is no JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The value in data, or undefined for anything else. */
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

/** The text of a document, of which `parse` gives the same value again. */
export function encode<Value>(value: Value, { write }: Pick<Codec<Value>, 'write'>): string {
  return JSON.stringify(write(value));
}

/** `read`, with `step` before the path of its fault. */
export function readAt<Value>(
  step: string,
  { read }: Pick<Codec<Value>, 'read'>,
  stored: unknown,
  isOpen?: boolean,
): Value {
  try {
    return read(stored, isOpen);
  } catch (error) {
    throw error instanceof Unreadable ? error.under(step) : error;
  }
}

/** The data as a published schema describes it. */
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

/** A stored value in a sentence: short, whatever it is. */
export function shown(stored: unknown): string {
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
