import * as z from 'zod/mini';

/*
 * The kinds of value that watchdog.yml is made of. The message of each is not a sentence but what to
 * give instead ("a Region code such as eu-west-1"), and for unknown keys the known ones; `issues.ts`
 * makes the sentences, and the JSON Schema is made from the same values.
 */

export const KEY_SEPARATOR = ' ';

/** A map with these keys and no others. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, expected: string) {
  const keys = Object.keys(shape).join(KEY_SEPARATOR);
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys : expected),
  });
}

/** Each key that sections know, with the names of those sections. */
export type SectionKeys = ReadonlyMap<string, readonly string[]>;

/** Of the maps that stand directly in this one. */
export function sectionKeys({ shape }: z.ZodMiniObject): SectionKeys {
  const sections = new Map<string, string[]>();
  for (const [name, value] of Object.entries(shape)) {
    const inner = value instanceof z.ZodMiniOptional ? value.def.innerType : value;
    if (!(inner instanceof z.ZodMiniObject)) continue;
    for (const key of Object.keys(inner.shape)) {
      sections.set(key, [...(sections.get(key) ?? []), name]);
    }
  }
  return sections;
}

/** A list that may be empty. */
export function list<Item extends z.core.$ZodType>(item: Item, expected: string) {
  return z.array(item, { error: () => expected });
}

export function nonEmptyList<Item extends z.core.$ZodType>(item: Item, expected: string) {
  return list(item, expected).check(z.minLength(1, { error: () => expected }));
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

export function number(expected: string, most: number, description: string) {
  const error = () => expected;
  return z
    .number({ error })
    .check(z.gt(0, { error }), z.lte(most, { error }))
    .check(z.describe(description));
}

/**
 * What is below 1 is a percentage written as a fraction (0.8 for 80 %): as a percentage it would alert at
 * next to nothing, and for ever.
 */
export function percent(most: number) {
  const error = () => `a percentage from 1 to ${most}`;
  return z
    .number({ error })
    .check(z.gte(1, { error }), z.lte(most, { error }))
    .check(z.describe(`Percent of the limit: from 1 to ${most}.`));
}

export function whole(least: number, most: number) {
  const error = () => `a whole number from ${least} to ${most}`;
  return z.int({ error }).check(z.gte(least, { error }), z.lte(most, { error }));
}

export function flag(description: string) {
  return z.boolean({ error: () => 'true or false' }).check(z.describe(description));
}

/** The value where it fits, and absent where it does not. */
export function lenient<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

/** Each item as `lenient`. */
export function listOf<Schema extends z.core.$ZodType>(item: Schema) {
  return lenient(z.array(lenient(item)));
}
