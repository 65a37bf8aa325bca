import type { Document } from './document.ts';
import { literals } from './pattern.ts';
import type { Resolved } from './resolved.ts';
import { composed, either, plain } from './resolved.ts';

/** A text in which nothing is computed; plain where it is as the document has it. */
export function literalText(text: string, source: string): Resolved {
  return either(literals(text).map((one) => (one === source ? plain(one) : composed(one))));
}

/** A document in which nothing is computed. */
export function literalValue(document: Document): Resolved {
  if (typeof document === 'string') {
    return literalText(document, document);
  }
  if (document instanceof Map) {
    return {
      kind: 'fields',
      fields: new Map([...document].map(([key, value]) => [key, literalValue(value)])),
    };
  }
  return { kind: 'list', items: [...document].map((item) => literalValue(item)) };
}
