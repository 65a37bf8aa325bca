import type { Codec, JsonSchema } from './codec.ts';
import { readAt, tableIn, Unreadable } from './codec.ts';
import { oneOf } from './values.ts';
import type {
  DocumentCodec,
  FieldsOf,
  ImpliedField,
  InlineField,
  ObjectSchema,
  OptionalField,
  Reader,
  RecordCodec,
  RequiredField,
  Shape,
  ShapeValue,
  Table,
} from './record-types.ts';

type AnyField = RequiredField<unknown>;

export function optional<Any extends Reader<unknown>>(codec: Any): { readonly optional: Any } {
  return { optional: codec };
}

/** A field that, when absent, has the value `fallback`. @param omits whether a value is not written */
export function withFallback<Value>(
  codec: Codec<Value>,
  fallback: Value,
  omits: (value: Value) => boolean = () => false,
): OptionalField<Value> {
  return { optional: codec, fallback, omits };
}

export function implied<const Value>(value: Value): ImpliedField<Value> {
  return { implied: value };
}

export function inline<Value>(codec: RecordCodec<Value>): InlineField<Value> {
  return { inline: codec };
}

/** The same fields, all of them optional. */
export function partial(fields: Shape): Shape {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      'optional' in field ? field : { optional: field },
    ]),
  );
}

/** The codec of a record with the named fields and no others. */
export function record<Fields extends Shape>(fields: Fields): RecordCodec<ShapeValue<Fields>>;
export function record<Value extends object>(fields: FieldsOf<Value>): RecordCodec<Value>;
export function record(fields: Readonly<Record<string, AnyField>>): RecordCodec<Table> {
  return recordOf(fields, true);
}

/** The codec of a record that ignores further fields at any depth, since a later version may have added them. */
export function openRecord<Fields extends Shape>(fields: Fields): RecordCodec<ShapeValue<Fields>>;
export function openRecord<Value extends object>(fields: FieldsOf<Value>): RecordCodec<Value>;
export function openRecord(fields: Readonly<Record<string, AnyField>>): RecordCodec<Table> {
  return recordOf(fields, false);
}

/** The codec of a value that is converted to a record for storing. */
export function convertedRecord<Raw, Value>(
  raw: RecordCodec<Raw>,
  make: (raw: Raw) => Value,
  unmake: (value: Value) => Raw,
): RecordCodec<Value> {
  return {
    ...raw,
    read: (stored, isOpen) => make(raw.read(stored, isOpen)),
    readFields: (stored, isOpen) => make(raw.readFields(stored, isOpen)),
    write: (value) => raw.write(unmake(value)),
  };
}

/** The codec of a document that has only constants, such as its kind and version, and the fields of `body`. */
export function document<Value>(
  head: Readonly<Record<'kind', string> & Record<string, string | number>>,
  body: RecordCodec<Value>,
): DocumentCodec<Value> {
  const heads = Object.entries(head).map(
    ([name, only]) => [name, { ...oneOf([only]), write: () => only }] as const,
  );
  const kind = oneOf([head.kind]);
  const constants = recordOf(Object.fromEntries(heads), true);
  return {
    read: (stored) => {
      const found = tableIn(stored);
      readAt('.kind', kind, found['kind']);
      constants.readFields(found);
      const value = body.readFields(found);
      refuseOthers(found, new Set([...Object.keys(head), ...body.namesIn(found)]));
      return value;
    },
    write: (value) => ({ ...head, ...body.write(value) }),
    schema: () =>
      objectSchema(joinedSchemas([constants.objectSchema(), body.objectSchema()]), true),
  };
}

function recordOf(
  fields: Readonly<Record<string, AnyField>>,
  isClosed: boolean,
): RecordCodec<Table> {
  const entries = Object.entries(fields);
  const inlined = entries.flatMap(([, field]) => ('inline' in field ? [field.inline] : []));
  const own: ReadonlySet<string> = new Set(
    entries.flatMap(([name, field]) => ('inline' in field || 'implied' in field ? [] : [name])),
  );
  return recordCodec(isClosed, {
    readFields: (stored, isOpen) => {
      const value: Record<string, unknown> = {};
      // One handler for all fields, since most of them are read without a fault.
      let at = '';
      try {
        for (const [name, field] of entries) {
          at = name;
          const found = fieldOf(stored, name, field, isOpen);
          if (found !== undefined) value[name] = found;
        }
      } catch (error) {
        const isInline = 'inline' in (fields[at] ?? {});
        throw error instanceof Unreadable && !isInline ? error.insideOf(`.${at}`) : error;
      }
      return value;
    },
    write: (value) => {
      const stored: Record<string, unknown> = {};
      for (const [name, field] of entries) {
        const one = value[name];
        if ('inline' in field) Object.assign(stored, field.inline.write(one));
        else if ('optional' in field) {
          if (one !== undefined && field.omits?.(one) !== true) {
            stored[name] = field.optional.write(one);
          }
        } else if (!('implied' in field)) stored[name] = field.write(one);
      }
      return stored;
    },
    namesIn:
      inlined.length === 0
        ? () => own
        : (stored) => new Set([...own, ...inlined.flatMap((one) => [...one.namesIn(stored)])]),
    choicesOf: (name) => {
      const field = fields[name];
      const choices = field !== undefined && 'choices' in field ? field.choices : [];
      return Array.isArray(choices) ? choices : [];
    },
    objectSchema: () => joinedSchemas(entries.map(([name, field]) => fieldSchema(name, field))),
  });
}

function fieldSchema(name: string, field: AnyField): ObjectSchema {
  if ('inline' in field) return field.inline.objectSchema();
  if ('implied' in field) return { properties: {}, required: [] };
  return 'optional' in field
    ? { properties: { [name]: field.optional.schema() }, required: [] }
    : { properties: { [name]: field.schema() }, required: [name] };
}

function joinedSchemas(parts: readonly ObjectSchema[]): ObjectSchema {
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }) => required),
  };
}

function objectSchema({ properties, required }: ObjectSchema, isClosed: boolean): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    ...(isClosed && { additionalProperties: false }),
  };
}

function fieldOf(
  stored: Table,
  name: string,
  field: AnyField,
  isOpen: boolean | undefined,
): unknown {
  if ('read' in field) return field.read(stored[name], isOpen);
  if ('implied' in field) return field.implied;
  if ('inline' in field) return field.inline.readFields(stored, isOpen);
  const found = stored[name];
  return found === undefined ? field.fallback : field.optional.read(found, isOpen);
}

/** Makes the codec of a record from the functions for its fields. */
function recordCodec<Value>(
  isClosed: boolean,
  fields: Pick<
    RecordCodec<Value>,
    'readFields' | 'namesIn' | 'choicesOf' | 'objectSchema' | 'write'
  >,
): RecordCodec<Value> {
  return {
    ...fields,
    read: (stored, isOpen) => {
      const found = tableIn(stored);
      const ignoresOthers = isOpen === true || !isClosed;
      const value = fields.readFields(found, ignoresOthers);
      if (!ignoresOthers) refuseOthers(found, fields.namesIn(found));
      return value;
    },
    schema: () => objectSchema(fields.objectSchema(), isClosed),
  };
}

function refuseOthers(stored: Table, names: ReadonlySet<string>): void {
  for (const name of Object.keys(stored)) {
    if (!names.has(name)) {
      throw new Unreadable(stored[name], 'a known field', `.${name}`);
    }
  }
}
