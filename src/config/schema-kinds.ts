import * as z from 'zod/mini';

/*
 * Schemas of the kinds of value in watchdog.yml. `expected` is the error message of a schema: the value to give
 * instead ("a Region code such as eu-west-1"). For an unknown key, the message is the list of known keys.
 * `issues.ts` makes sentences of these messages.
 */

/** Between the known keys in the error message of a section. */
export const KEY_SEPARATOR = ' ';

type Shape = Readonly<Record<string, z.core.$ZodType>>;

export function section<Keys extends Shape>(shape: Keys, expected: string, description?: string) {
  const keys = Object.keys(shape).join(KEY_SEPARATOR);
  return withDescription(
    z.strictObject(shape, {
      error: ({ code }) => (code === 'unrecognized_keys' ? keys : expected),
    }),
    description,
  );
}

type OptionalKeys<Keys extends Shape> = {
  readonly [Key in keyof Keys]: z.ZodMiniExactOptional<Keys[Key]>;
};

export function optional<Keys extends Shape>(shape: Keys): OptionalKeys<Keys>;
export function optional(shape: Shape): Shape {
  return Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key, z.exactOptional(value)]),
  );
}

export function settings<Keys extends Shape>(shape: Keys, description?: string) {
  return section(optional(shape), `a map with ${orList(Object.keys(shape))}`, description);
}

function orList(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export type SectionKeys = ReturnType<typeof sectionKeys>;

/** By key, the names of the sections of a schema that have this key. */
export function sectionKeys({ shape }: z.ZodMiniObject) {
  const sections = new Map<string, string[]>();
  for (const [name, value] of Object.entries(shape)) {
    const inner = value instanceof z.ZodMiniExactOptional ? value.def.innerType : value;
    if (!(inner instanceof z.ZodMiniObject)) continue;
    for (const key of Object.keys(inner.shape)) {
      sections.set(key, [...(sections.get(key) ?? []), name]);
    }
  }
  return sections;
}

export function list<Item extends z.core.$ZodType>(
  item: Item,
  expected: string,
  description?: string,
) {
  return withDescription(z.array(item, { error: () => expected }), description);
}

export function nonEmptyList<Item extends z.core.$ZodType>(
  item: Item,
  expected: string,
  description?: string,
) {
  return list(item, expected, description).check(z.minLength(1, { error: () => expected }));
}

export function text(
  pattern: RegExp,
  expected: string,
  description: string,
  examples?: readonly string[],
) {
  return z
    .string({ error: () => expected })
    .check(z.regex(pattern, { error: () => expected, abort: true }))
    .check(z.meta({ description, ...(examples === undefined ? {} : { examples: [...examples] }) }));
}

export function choice<const Words extends readonly [string, ...string[]]>(
  words: Words,
  description: string,
  expected = orList(words),
) {
  return z.enum(words, { error: () => expected }).check(z.describe(description));
}

export function number(expected: string, most: number, description: string) {
  const error = () => expected;
  return z
    .number({ error })
    .check(z.gt(0, { error }), z.lte(most, { error }))
    .check(z.describe(description));
}

/** A percentage of at least 1, as 0.8 is meant as 80 % and would alert at almost no usage. */
export function percent(most: number, description = `Percent of the limit: from 1 to ${most}.`) {
  return numberBetween(1, most, `a percentage from 1 to ${most}`, description);
}

export function numberBetween(least: number, most: number, expected: string, description: string) {
  const error = () => expected;
  return z
    .number({ error })
    .check(z.gte(least, { error }), z.lte(most, { error }))
    .check(z.describe(description));
}

export function onlyTrue(expected: string, description: string) {
  return z.literal(true, { error: () => expected }).check(z.describe(description));
}

export function integer(least: number, most: number, description?: string) {
  const error = () => `a whole number from ${least} to ${most}`;
  return withDescription(
    z.int({ error }).check(z.gte(least, { error }), z.lte(most, { error })),
    description,
  );
}

export function flag(description: string) {
  return z.boolean({ error: () => 'true or false' }).check(z.describe(description));
}

function withDescription<Schema extends z.ZodMiniType>(
  schema: Schema,
  description: string | undefined,
): Schema {
  return description === undefined ? schema : schema.check(z.describe(description));
}

/** The values that a lenient schema returns: any key or list item may be undefined. */
export type Lenient<Schema> =
  Schema extends z.ZodMiniExactOptional<infer Inner>
    ? Lenient<Inner>
    : Schema extends z.ZodMiniObject<infer Keys>
      ? { readonly [Key in keyof Keys]?: Lenient<Keys[Key]> | undefined }
      : Schema extends z.ZodMiniArray<infer Item>
        ? readonly (Lenient<Item> | undefined)[]
        : z.output<Schema>;

/** A schema that accepts every value and returns undefined in place of each key or list item that is invalid. */
export function lenient<Schema extends z.core.$ZodType>(
  schema: Schema,
): z.ZodMiniType<Lenient<Schema> | undefined>;
export function lenient(schema: z.core.$ZodType): z.ZodMiniType {
  if (schema instanceof z.ZodMiniExactOptional) return lenient(schema.def.innerType);
  return z.catch(z.optional(withLenientChildren(schema)), undefined);
}

function withLenientChildren(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodMiniArray) return z.array(lenient(schema.def.element));
  if (schema instanceof z.ZodMiniRecord) {
    return z.record(z.string(), lenient(schema.def.valueType));
  }
  if (!(schema instanceof z.ZodMiniObject)) return schema;
  return z.object(
    Object.fromEntries(Object.entries(schema.shape).map(([key, value]) => [key, lenient(value)])),
  );
}
