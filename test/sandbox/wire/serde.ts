import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { SerdeFunctions } from '@smithy/types';

/** Functions of the SDK that read and write single values, arranged for a server. */

export const serde: SerdeFunctions = {
  base64Decoder: (text) => Buffer.from(text, 'base64'),
  base64Encoder: (value) => Buffer.from(value).toString('base64'),
  utf8Decoder: (text) => Buffer.from(text, 'utf8'),
  utf8Encoder: (value) => Buffer.from(value).toString('utf8'),
  streamCollector: (bytes: Uint8Array) => Promise.resolve(bytes),
};

/** Formats of a timestamp, in Smithy's numbering. */
export const DATE_TIME = 5;
export const HTTP_DATE = 6;
export const EPOCH_SECONDS = 7;

export interface TextFormat {
  read(schema: NormalizedSchema, text: string): unknown;
  write(schema: NormalizedSchema, value: unknown): string;
}

/** Returns the reader and writer of values in headers, query strings, labels and forms. */
export function textFormat(timestamps: typeof DATE_TIME | typeof HTTP_DATE): TextFormat {
  const settings = { timestampFormat: { useTrait: true, default: timestamps } } as const;
  const reader = new FromStringShapeDeserializer(settings);
  const writer = new ToStringShapeSerializer(settings);
  reader.setSerdeContext(serde);
  writer.setSerdeContext(serde);
  return {
    read: (schema, text): unknown => reader.read(schema, text),
    write: (schema, value) => {
      writer.write(schema, value);
      return writer.flush();
    },
  };
}

/**
 * Returns an ordinary byte array. The JSON codec's byte arrays imitate a string and warn when they are used as one.
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
