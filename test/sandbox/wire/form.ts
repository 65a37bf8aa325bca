import type { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaTraitsObject } from '@smithy/types';
import type { Members } from './message.ts';
import { DATE_TIME, textFormat } from './serde.ts';

/** How a query protocol names the parameters of a form. */
export interface FormNames {
  /** Returns the parameter name of a structure's member. */
  readonly memberOf: (name: string, traits: SchemaTraitsObject) => string;
  /** Returns the start of the parameter names of a list's items, before their numbers. */
  readonly itemsOf: (key: string, list: SchemaTraitsObject, item: SchemaTraitsObject) => string;
}

/** Returns the input of an operation, read from the parameters of a form. */
export function readForm(
  schema: NormalizedSchema,
  form: URLSearchParams,
  names: FormNames,
): Members {
  return readStructure(schema, { form, names }, '') ?? {};
}

interface Reading {
  readonly form: URLSearchParams;
  readonly names: FormNames;
}

const inForm = textFormat(DATE_TIME);

/** Returns the value whose parameter names begin with `key`; undefined when the form has none. */
function readValue(schema: NormalizedSchema, reading: Reading, key: string): unknown {
  if (schema.isStructSchema()) return readStructure(schema, reading, `${key}.`);
  if (schema.isListSchema()) return readList(schema, reading, key);
  if (schema.isMapSchema()) return readMap(schema, reading, key);
  const text = reading.form.get(key);
  if (text === null) return undefined;
  return schema.isBlobSchema() ? Buffer.from(text, 'base64') : inForm.read(schema, text);
}

function readStructure(
  schema: NormalizedSchema,
  reading: Reading,
  prefix: string,
): Members | undefined {
  const members: Members = {};
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const key = prefix + reading.names.memberOf(name, member.getMergedTraits());
    const value = readValue(member, reading, key);
    if (value !== undefined) members[name] = value;
  }
  return Object.keys(members).length > 0 ? members : undefined;
}

function readList(schema: NormalizedSchema, reading: Reading, key: string): unknown[] | undefined {
  const item = schema.getValueSchema();
  const prefix = reading.names.itemsOf(key, schema.getMergedTraits(), item.getMergedTraits());
  const items: unknown[] = [];
  for (let index = 1; ; index += 1) {
    const value = readValue(item, reading, `${prefix}.${index}`);
    if (value === undefined) break;
    items.push(value);
  }
  if (items.length > 0) return items;
  return reading.form.get(key) === '' ? [] : undefined;
}

function readMap(schema: NormalizedSchema, reading: Reading, key: string): Members | undefined {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueSchema = schema.getValueSchema();
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const prefix = schema.getMergedTraits().xmlFlattened ? key : `${key}.entry`;
  const entries: Members = {};
  for (let index = 1; ; index += 1) {
    const name = reading.form.get(`${prefix}.${index}.${keyName}`);
    if (name === null) break;
    entries[name] = readValue(valueSchema, reading, `${prefix}.${index}.${valueName}`);
  }
  return Object.keys(entries).length > 0 ? entries : undefined;
}
