import type { Document } from './document.ts';
import { literal } from './pattern.ts';
import type { Resolved } from './resolved.ts';
import { composed, plain } from './resolved.ts';

/** A document in which nothing is computed. */
export function literalValue(document: Document): Resolved {
  if (typeof document === 'string') {
    const pattern = literal(document);
    return pattern === document ? plain(pattern) : composed(pattern);
  }
  if (document instanceof Map) {
    return {
      kind: 'fields',
      fields: new Map([...document].map(([key, value]) => [key, literalValue(value)])),
    };
  }
  return { kind: 'list', items: [...document].map((item) => literalValue(item)) };
}
