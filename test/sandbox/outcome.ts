import type { WireResponse } from './wire/message.ts';

/** What comes out of one request; a transport shows it to the caller. */
export type Outcome =
  | { readonly kind: 'answer'; readonly response: WireResponse }
  /** The connection breaks before a byte of the answer. */
  | { readonly kind: 'reset' }
  /** The connection breaks after half of the body. */
  | { readonly kind: 'reset in body'; readonly response: WireResponse }
  | { readonly kind: 'silence' }
  | { readonly kind: 'host not found'; readonly region: string };
