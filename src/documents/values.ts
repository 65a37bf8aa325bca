import type { Codec, JsonSchema } from './codec.ts';
import { quoted, readAt, tableIn, tryRead, Unreadable } from './codec.ts';

/** The codec of a value whose stored form is the value itself. */
function asIs<Value>(
  isValue: (stored: unknown) => stored is Value,
  wanted: string,
  schema: JsonSchema,
): Codec<Value> {
  return {
    read: (stored) => {
      if (!isValue(stored)) throw new Unreadable(stored, wanted);
      return stored;
    },
    write: (value) => value,
    schema: () => schema,
  };
}

export const text = asIs((stored) => typeof stored === 'string', 'a text', { type: 'string' });

export const flag = asIs((stored) => typeof stored === 'boolean', 'true or false', {
  type: 'boolean',
});

/** The codec of a finite number. A stored -0 is read as 0, since JSON.stringify writes both as 0. */
export const number: Codec<number> = {
  read: (stored) => {
    if (typeof stored !== 'number' || !Number.isFinite(stored)) {
      throw new Unreadable(stored, 'a number');
    }
    return stored === 0 ? 0 : stored;
  },
  write: (value) => value,
  schema: () => ({ type: 'number' }),
};

export const wholeNumber = restrict(
  number,
  (value) => (Number.isSafeInteger(value) ? value : undefined),
  'a whole number',
  { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
);

/** The codec of any data, which is neither checked nor changed. */
export const anything: Codec<unknown> = {
  read: (stored) => stored,
  write: (value) => value,
  schema: () => ({}),
};

/** The codec of a value that is one of a few texts, numbers or booleans. */
export interface ChoiceCodec<Choice> extends Codec<Choice> {
  readonly choices: readonly Choice[];
}

export function oneOf<const Choice extends string | number | boolean>(
  choices: readonly Choice[],
): ChoiceCodec<Choice> {
  const [first] = choices;
  const only = choices.length === 1 ? { const: first } : { enum: choices };
  return {
    choices,
    read: (stored) => {
      const chosen = choices.find((choice) => choice === stored);
      if (chosen === undefined) throw new Unreadable(stored, `one of ${choices.join(', ')}`);
      return chosen;
    },
    write: (value) => value,
    schema: () => ({ type: typeof first, ...only }),
  };
}

export function list<Item>(item: Codec<Item>): Codec<readonly Item[]> {
  return {
    read: (stored, isOpen) => listIn(stored).map((one, at) => readAt(`[${at}]`, item, one, isOpen)),
    write: (value) => value.map(item.write),
    schema: () => ({ type: 'array', items: item.schema() }),
  };
}

/** The codec of a list with at least one item. */
export function nonEmptyList<Item>(item: Codec<Item>): Codec<readonly [Item, ...Item[]]> {
  const { read, write, schema } = list(item);
  return {
    read: (stored, isOpen) => {
      const [first, ...others] = read(stored, isOpen);
      if (first === undefined) throw new Unreadable(stored, 'a list of at least one');
      return [first, ...others];
    },
    write,
    schema,
  };
}

/** The codec of a list with exactly two items. */
export function pair<A, B>(first: Codec<A>, second: Codec<B>): Codec<readonly [A, B]> {
  return {
    read: (stored, isOpen) => {
      const parts = listIn(stored);
      if (parts.length !== 2) throw new Unreadable(stored, 'a pair');
      return [readAt('[0]', first, parts[0], isOpen), readAt('[1]', second, parts[1], isOpen)];
    },
    write: ([a, b]) => [first.write(a), second.write(b)],
    schema: () => ({ type: 'array', prefixItems: [first.schema(), second.schema()] }),
  };
}

/** The codec of an object whose keys are data, such as ids. */
export function table<Value>(value: Codec<Value>): Codec<Readonly<Record<string, Value>>> {
  return {
    // Not by assignment, which takes the key `__proto__` for something else.
    read: (stored, isOpen) =>
      Object.fromEntries(
        Object.entries(tableIn(stored)).map(([key, one]) => [
          key,
          readAt(`[${quoted(key)}]`, value, one, isOpen),
        ]),
      ),
    write: (values) =>
      Object.fromEntries(Object.entries(values).map(([key, one]) => [key, value.write(one)])),
    schema: () => ({
      type: 'object',
      propertyNames: { type: 'string' },
      additionalProperties: value.schema(),
    }),
  };
}

/** The codec of an object whose keys are data, which is read as a map. */
export function tableAsMap<Value>(value: Codec<Value>): Codec<ReadonlyMap<string, Value>> {
  return converted(
    table(value),
    (values): ReadonlyMap<string, Value> => new Map(Object.entries(values)),
    (values) => Object.fromEntries(values),
  );
}

/** The codec of a map that is stored as a list of pairs, in its order. */
export function entries<Value>(value: Codec<Value>): Codec<ReadonlyMap<string, Value>> {
  return converted(
    list(pair(text, value)),
    (pairs): ReadonlyMap<string, Value> => new Map(pairs),
    (values) => [...values],
  );
}

const nothing = asIs((stored) => stored === null, 'null', { type: 'null' });

/** Reads null or the value of `codec`. It cannot write. */
export function nullable<Value>(codec: Pick<Codec<Value>, 'read' | 'schema'>) {
  return either(codec, nothing);
}

/** The codec of a converted value. To reject data, `make` returns undefined or throws a TypeError or RangeError. */
export function converted<Raw, Value>(
  raw: Codec<Raw>,
  make: (raw: Raw) => Value | undefined,
  unmake: (value: Value) => Raw,
  wanted = 'understood',
  schema: JsonSchema = raw.schema(),
): Codec<Value> {
  return {
    read: (stored, isOpen) => {
      const value = convert(raw.read(stored, isOpen), make);
      if (value === undefined) throw new Unreadable(stored, wanted);
      return value;
    },
    write: (value) => raw.write(unmake(value)),
    schema: () => schema,
  };
}

/** The codec of a narrower type with the same stored form. `make` rejects data as in `converted`. */
export function restrict<Raw, Value extends Raw>(
  raw: Codec<Raw>,
  make: (raw: Raw) => Value | undefined,
  wanted: string,
  schema: JsonSchema = raw.schema(),
): Codec<Value> {
  return converted(raw, make, (value) => value, wanted, schema);
}

/** The codec of a text that matches `pattern`. */
export function matching(pattern: RegExp, wanted: string): Codec<string> {
  const { source } = pattern;
  return restrict(text, (value) => (pattern.test(value) ? value : undefined), wanted, {
    type: 'string',
    pattern: source,
  });
}

function convert<Raw, Value>(raw: Raw, make: (raw: Raw) => Value | undefined): Value | undefined {
  try {
    return make(raw);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function listIn(stored: unknown): readonly unknown[] {
  if (!Array.isArray(stored)) throw new Unreadable(stored, 'a list');
  return stored;
}

/** Reads a value by the first codec or, when that rejects the data, by the second. It cannot write. */
export function either<A, B>(
  first: Pick<Codec<A>, 'read' | 'schema'>,
  second: Pick<Codec<B>, 'read' | 'schema'>,
): { readonly read: (stored: unknown) => A | B; readonly schema: () => JsonSchema } {
  return {
    read: (stored) => tryRead(first, stored) ?? second.read(stored),
    schema: () => ({ anyOf: [first.schema(), second.schema()] }),
  };
}
