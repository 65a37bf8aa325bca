/** One HTTP request and one HTTP answer, the same for both transports. */

export type QueryValue = string | readonly string[];

export interface WireRequest {
  readonly method: string;
  readonly host: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Members of an input, an output or an error, before anything is known about their types. */
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
