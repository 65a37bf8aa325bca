import type { Codec, JsonSchema } from './codec.ts';

export type Table = Readonly<Record<string, unknown>>;

export interface ObjectSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** An object with named fields. `read` refuses fields that the codec does not name, unless it is open. */
export interface RecordCodec<Value> extends Codec<Value> {
  readonly write: (value: Value) => Table;
  /** Of the fields that it names. */
  readonly readFields: (stored: Table, isOpen?: boolean) => Value;
  /** Those that such an object can have. */
  readonly namesIn: (stored: Table) => ReadonlySet<string>;
  /** The values that the field can have, where they are few. */
  readonly choicesOf: (name: string) => readonly unknown[];
  /** Of variants together: what only some of them have is not required. */
  readonly objectSchema: () => ObjectSchema;
}

/** A field that may be absent. With `fallback`, a value that has none has this one. */
export interface OptionalField<Value> {
  readonly optional: Pick<Codec<Value>, 'write' | 'schema'> & {
    /** undefined for what is ignored. */
    readonly read: (stored: unknown, isOpen?: boolean) => Value | undefined;
  };
  readonly fallback?: Value;
  /** Values that are not written. */
  readonly omits?: (value: Value) => boolean;
}

/** A field of the value that is not stored: it is always the same, or absent. */
export interface ImpliedField<Value> {
  readonly implied: Value;
}

/** A field of which the own fields are stored beside those of the record. */
export interface InlineField<Value> {
  readonly inline: RecordCodec<Value>;
}

export type RequiredField<Value> =
  Codec<Value> | ImpliedField<Value> | InlineField<Value> | OptionalField<Value>;

/** A codec for each field of a value, in the order in which they are written. */
export type FieldsOf<Value> = {
  readonly [Name in keyof Value]-?: object extends Pick<Value, Name>
    ? OptionalField<Exclude<Value[Name], undefined>> | ImpliedField<undefined>
    : RequiredField<Value[Name]>;
};

export interface Reader<Value> {
  readonly read: (stored: unknown) => Value;
  readonly schema: () => JsonSchema;
}

/** Fields from whose codecs the type of the value is made. */
export type Shape = Readonly<
  Record<string, Reader<unknown> | { readonly optional: Reader<unknown> }>
>;

type Optional<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { readonly optional: unknown } ? Name : never;
}[keyof Fields];

/** The value of a record by the codecs of its fields. */
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

/** A whole document, which is an object. */
export interface DocumentCodec<Value> extends Codec<Value> {
  readonly write: (value: Value) => Table;
}
