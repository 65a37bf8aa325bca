import type { WireResponse } from './wire/message.ts';

/** The result of one request, which a transport turns into an HTTP answer or a broken connection. */
export type Outcome =
  | { readonly kind: 'answer'; readonly response: WireResponse }
  /** The connection breaks before the first byte of the answer. */
  | { readonly kind: 'reset' }
  /** The connection breaks after half of the answer's body. */
  | { readonly kind: 'reset in body'; readonly response: WireResponse }
  | { readonly kind: 'silence' }
  | { readonly kind: 'host not found'; readonly region: string };
