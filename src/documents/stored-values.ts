/** Something stored is not what it has to be; the message says where, and what stands there instead. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** Makes a value of the model out of stored data. @throws NotUnderstood, naming `path`, for anything else. */
export type Reader<Value> = (stored: unknown, path: string) => Value;

const LONGEST_QUOTE = 40;

export function text(stored: unknown, path: string): string {
  if (typeof stored !== 'string') throw unlike(stored, path, 'a text');
  return stored;
}

export function flag(stored: unknown, path: string): boolean {
  if (typeof stored !== 'boolean') throw unlike(stored, path, 'true or false');
  return stored;
}

export function finite(stored: unknown, path: string): number {
  if (typeof stored !== 'number' || !Number.isFinite(stored)) {
    throw unlike(stored, path, 'a number');
  }
  // JSON has a -0 that is written back as 0: plain 0 from the start.
  return stored === 0 ? 0 : stored;
}

export function whole(stored: unknown, path: string): number {
  if (!Number.isSafeInteger(stored)) throw unlike(stored, path, 'a whole number');
  return finite(stored, path);
}

/** A day as samples name it: `2026-11-22`. */
export function day(stored: unknown, path: string): string {
  const named = text(stored, path);
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(named) ? Date.parse(named) : Number.NaN;
  if (Number.isNaN(midnight)) throw unlike(stored, path, 'a day such as 2026-11-22');
  return named;
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Reader<Value> {
  return (stored, path) => {
    const found = values.find((value) => value === stored);
    if (found === undefined) throw unlike(stored, path, `one of ${values.join(', ')}`);
    return found;
  };
}

export function listOf<Value>(read: Reader<Value>): Reader<readonly Value[]> {
  return (stored, path) => {
    if (!Array.isArray(stored)) throw unlike(stored, path, 'a list');
    return stored.map((item: unknown, at) => read(item, `${path}[${at}]`));
  };
}

export function pairOf<A, B>(first: Reader<A>, second: Reader<B>): Reader<readonly [A, B]> {
  return (stored, path) => {
    if (!Array.isArray(stored) || stored.length !== 2) throw unlike(stored, path, 'a pair');
    const [a, b]: readonly unknown[] = stored;
    return [first(a, `${path}[0]`), second(b, `${path}[1]`)];
  };
}

/** Keys that are data, each with a value of one kind. */
export function tableOf<Value>(read: Reader<Value>): Reader<Readonly<Record<string, Value>>> {
  return (stored, path) =>
    // Not by assignment: that would take the key `__proto__` for something else.
    Object.fromEntries(
      Object.entries(table(stored, path)).map(([key, value]) => [
        key,
        read(value, `${path}[${quoted(key)}]`),
      ]),
    );
}

/** What a constructor of the model makes of a value; its refusal is a refusal of the stored data. */
export function made<Raw, Value>(read: Reader<Raw>, make: (raw: Raw) => Value): Reader<Value> {
  return (stored, path) => {
    const raw = read(stored, path);
    try {
      return make(raw);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) {
        throw new NotUnderstood(`${path}: ${error.message.slice(0, 4 * LONGEST_QUOTE)}`);
      }
      throw error;
    }
  };
}

/** The named fields of one object. Fields that nobody asks for are left alone: a later release may have added them. */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(stored: unknown, path: string) {
    this.#fields = table(stored, path);
    this.#path = path;
  }

  get<Value>(name: string, read: Reader<Value>): Value {
    return read(this.#stored(name), this.#at(name));
  }

  /** `undefined` only when the field is not there. */
  maybe<Value>(name: string, read: Reader<Value>): Value | undefined {
    const stored = this.#stored(name);
    return stored === undefined ? undefined : read(stored, this.#at(name));
  }

  #stored(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  #at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

/** A reader of objects, from what it takes out of their fields. */
export function objectOf<Value>(take: (fields: Fields) => Value): Reader<Value> {
  return (stored, path) => take(new Fields(stored, path));
}

/** The same without a path to name, for whoever looks before reading. */
export function isTable(stored: unknown): stored is Readonly<Record<string, unknown>> {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored);
}

/** A value in a sentence: short, whatever it is. */
export function shown(stored: unknown): string {
  if (stored === undefined) return 'nothing';
  if (typeof stored === 'string') return quoted(stored);
  if (typeof stored === 'number' || typeof stored === 'boolean') return String(stored);
  if (stored === null) return 'null';
  return Array.isArray(stored) ? 'a list' : 'an object';
}

function table(stored: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isTable(stored)) throw unlike(stored, path, 'an object');
  return stored;
}

function quoted(stored: string): string {
  return JSON.stringify(
    stored.length <= LONGEST_QUOTE ? stored : `${stored.slice(0, LONGEST_QUOTE)}…`,
  );
}

function unlike(stored: unknown, path: string, wanted: string): NotUnderstood {
  const where = path === '' ? 'the whole' : path;
  return new NotUnderstood(`${where} should be ${wanted} and is ${shown(stored)}`);
}
