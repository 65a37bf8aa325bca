import type { JsonSchema } from './codec.ts';
import { readAt, tableIn } from './codec.ts';
import type { ObjectSchema, Reader, RecordCodec, Table } from './record-types.ts';
import { oneOf } from './values.ts';

type ValueIn<Some> = Some extends Reader<infer Value> ? Value : never;

/** The codec of several record types. The field `tag` selects one; each type lists its own values of that field. */
export function variants<const Some extends readonly Reader<unknown>[]>(
  tag: string,
  records: Some,
): RecordCodec<ValueIn<Some[number]>>;
export function variants(tag: string, records: readonly RecordCodec<Table>[]): Reader<unknown> {
  const cases = new Map(
    records.flatMap((one) => one.choicesOf(tag).map((key) => [String(key), one] as const)),
  );
  const tags = oneOf([...cases.keys()]);
  const textOf = (found: unknown) => (typeof found === 'boolean' ? String(found) : found);
  return choice(
    Object.fromEntries(cases),
    (stored) => readAt(`.${tag}`, tags, textOf(stored[tag])),
    (value) => String(value[tag]),
  );
}

/** The codec of two record types. The presence of the field `name` selects one. */
export function variantsByField<With, Without>(
  name: string,
  withField: RecordCodec<With>,
  withoutField: RecordCodec<Without>,
): RecordCodec<With | Without>;
export function variantsByField(
  name: string,
  withField: RecordCodec<Table>,
  withoutField: RecordCodec<Table>,
): Reader<unknown> {
  const caseOf = (of: Table) => (of[name] === undefined ? 'without' : 'with');
  return choice({ with: withField, without: withoutField }, caseOf, caseOf);
}

/** The codec of several record types. `ofData` (of stored data) and `ofValue` (of a value) return the key in `cases`. */
export function choice<Value>(
  cases: Readonly<Record<string, RecordCodec<Value>>>,
  ofData: (stored: Table) => string,
  ofValue: (value: Value) => string,
): RecordCodec<Value> {
  const distinct = [...new Set(Object.values(cases))];
  const chosen = (key: string): RecordCodec<Value> => {
    const found = cases[key];
    if (found === undefined) throw new RangeError(`no variant ${key}`);
    return found;
  };
  return {
    read: (stored, isOpen) => chosen(ofData(tableIn(stored))).read(stored, isOpen),
    readFields: (stored, isOpen) => chosen(ofData(stored)).readFields(stored, isOpen),
    write: (value) => chosen(ofValue(value)).write(value),
    namesIn: (stored) => chosen(ofData(stored)).namesIn(stored),
    schema: () => {
      const [first = {}, ...others] = distinctSchemas(distinct.map((one) => one.schema()));
      return others.length === 0 ? first : { oneOf: [first, ...others] };
    },
    choicesOf: (name) => distinct.flatMap((one) => one.choicesOf(name)),
    objectSchema: () => mergedSchema(distinct.map((one) => one.objectSchema())),
  };
}

/** One schema with the properties of all schemas. It requires only what all of them require. */
function mergedSchema(schemas: readonly ObjectSchema[]): ObjectSchema {
  const names = [...new Set(schemas.flatMap(({ properties }) => Object.keys(properties)))];
  return {
    properties: Object.fromEntries(
      names.map((name) => [
        name,
        anyOf(schemas.map(({ properties }) => properties[name]).filter((one) => one !== undefined)),
      ]),
    ),
    required: names.filter((name) => schemas.every(({ required }) => required.includes(name))),
  };
}

function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const all = distinctSchemas(schemas);
  const [first = {}, ...others] = all;
  if (others.length === 0) return first;
  const values = all.flatMap((one) =>
    Array.isArray(one['enum']) ? one['enum'] : 'const' in one ? [one['const']] : [],
  );
  return values.length >= all.length
    ? { type: first['type'], enum: [...new Set(values)] }
    : { anyOf: all };
}

function distinctSchemas(schemas: readonly JsonSchema[]): readonly JsonSchema[] {
  return [...new Map(schemas.map((one) => [JSON.stringify(one), one])).values()];
}
