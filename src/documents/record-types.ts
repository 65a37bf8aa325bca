import type { Codec, JsonSchema } from './codec.ts';

/** A JSON object, as `JSON.parse` gives it. */
export type Table = Readonly<Record<string, unknown>>;

export interface ObjectSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** The codec of an object with named fields. `read` rejects fields that the codec does not name, unless `isOpen`. */
export interface RecordCodec<Value> extends Codec<Value> {
  readonly write: (value: Value) => Table;
  /** Reads only the fields that the codec names, and ignores all others. */
  readonly readFields: (stored: Table, isOpen?: boolean) => Value;
  /** The names of the fields that the stored object can have. */
  readonly namesIn: (stored: Table) => ReadonlySet<string>;
  /** The values that a field of the codec can have; empty when they are not a short list. */
  readonly choicesOf: (name: string) => readonly unknown[];
  /** The schemas of the fields. For several variants, `required` lists only what all of them require. */
  readonly objectSchema: () => ObjectSchema;
}

/** A field that may be absent in the stored object. A field with `fallback` then has this value. */
export interface OptionalField<Value> {
  readonly optional: Pick<Codec<Value>, 'write' | 'schema'> & {
    /** Returns undefined for data that is ignored. */
    readonly read: (stored: unknown, isOpen?: boolean) => Value | undefined;
  };
  readonly fallback?: Value;
  /** Whether a value is left out when the object is written. */
  readonly omits?: (value: Value) => boolean;
}

/** A field of the value that is not stored, since its value is always the same or undefined. */
export interface ImpliedField<Value> {
  readonly implied: Value;
}

/** A field whose own fields are stored in the record itself, without nesting. */
export interface InlineField<Value> {
  readonly inline: RecordCodec<Value>;
}

export type RequiredField<Value> =
  Codec<Value> | ImpliedField<Value> | InlineField<Value> | OptionalField<Value>;

/** A codec for each field of a value. Fields are written in this order. */
export type FieldsOf<Value> = {
  readonly [Name in keyof Value]-?: object extends Pick<Value, Name>
    ? OptionalField<Exclude<Value[Name], undefined>> | ImpliedField<undefined>
    : RequiredField<Value[Name]>;
};

/** The part of a codec that reads. */
export interface Reader<Value> {
  readonly read: (stored: unknown) => Value;
  readonly schema: () => JsonSchema;
}

/** The codecs of fields, from which TypeScript infers the type of the record. */
export type Shape = Readonly<
  Record<string, Reader<unknown> | { readonly optional: Reader<unknown> }>
>;

type Optional<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { readonly optional: unknown } ? Name : never;
}[keyof Fields];

/** The type of a record, inferred from the codecs of its fields. */
export type ShapeValue<Fields> = {
  readonly [Name in Exclude<keyof Fields, Optional<Fields>>]: Fields[Name] extends Reader<
    infer Value
  >
    ? Value
    : never;
} & {
  readonly [Name in Optional<Fields>]?: Fields[Name] extends {
    readonly optional: Reader<infer Value>;
  }
    ? Exclude<Value, undefined>
    : never;
};

/** The codec of a whole document, which is a JSON object. */
export interface DocumentCodec<Value> extends Codec<Value> {
  readonly write: (value: Value) => Table;
}
