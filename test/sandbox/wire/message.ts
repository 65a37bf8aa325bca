/** HTTP requests and answers, in the form that both transports use. */

export type QueryValue = string | readonly string[];

export interface WireRequest {
  readonly method: string;
  readonly host: string;
  /** The path, percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** The headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The members of an input, an output or an error whose types are not checked yet. */
export type Members = Record<string, unknown>;

export const utf8 = {
  encode: (text: string): Uint8Array => Buffer.from(text, 'utf8'),
  decode: (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8'),
};

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
