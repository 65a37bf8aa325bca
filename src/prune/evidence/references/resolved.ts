import type { Document } from './document.ts';
import type { Pattern } from './pattern.ts';
import { literals, UNKNOWN } from './pattern.ts';

/**
 * A value of a document with its functions and expressions evaluated as far as known.
 * - `text`: `isPlain` for a literal, or for a reference to one resource of the stack alone
 * - `choice`: any of these, such as both branches of a condition
 * - `no-function`: certainly no function of this account, or read where it is defined (an output)
 * - `opaque`: an expression that is not understood, with its text
 */
export type Resolved =
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly isPlain: boolean }
  | { readonly kind: 'list'; readonly items: readonly Resolved[] }
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, Resolved> }
  | { readonly kind: 'choice'; readonly of: readonly Resolved[] }
  | { readonly kind: 'no-function' }
  | { readonly kind: 'opaque'; readonly source: string };

/** More combinations than these count as not understood. */
const MOST_TEXTS = 512;

export const ANYTHING: Resolved = { kind: 'text', pattern: UNKNOWN, isPlain: false };

export function plain(pattern: Pattern): Resolved {
  return { kind: 'text', pattern, isPlain: true };
}

/** Put together, or from a parameter. */
export function composed(pattern: Pattern): Resolved {
  return { kind: 'text', pattern, isPlain: false };
}

export function either(of: readonly Resolved[]): Resolved {
  const distinct = new Map<string, Resolved>();
  for (const one of of.flatMap(alternativesOf)) distinct.set(keyOf(one), one);
  const [only, ...more] = distinct.values();
  if (only === undefined) return ANYTHING;
  return more.length === 0 ? only : { kind: 'choice', of: [only, ...more] };
}

function keyOf(value: Resolved): string {
  return JSON.stringify(value, (_, item: unknown) => (item instanceof Map ? [...item] : item));
}

export function alternativesOf(value: Resolved): readonly Resolved[] {
  return value.kind === 'choice' ? value.of : [value];
}

/** Every text that `value` may be; lists and maps may become any text. */
export function patternsOf(value: Resolved): readonly Pattern[] {
  return alternativesOf(value).map((one) => (one.kind === 'text' ? one.pattern : UNKNOWN));
}

/** Every combination of the texts joined by `separator`. */
export function concatenated(parts: readonly Resolved[], separator = ''): Resolved {
  const opaque = parts.flatMap(alternativesOf).find(({ kind }) => kind === 'opaque');
  if (opaque !== undefined) return opaque;
  let texts: readonly Pattern[] = [''];
  for (const [at, part] of parts.entries()) {
    const more = patternsOf(part);
    if (texts.length * more.length > MOST_TEXTS) return { kind: 'opaque', source: '' };
    const before = at === 0 ? '' : separator;
    texts = texts.flatMap((text) => more.map((one) => `${text}${before}${one}`));
  }
  return either(texts.map(composed));
}

/** The value under `key` in every alternative. */
export function fieldOf(value: Resolved, key: string): Resolved {
  return either(
    alternativesOf(value).map((one): Resolved => {
      if (one.kind === 'opaque') return one;
      if (one.kind === 'list') return either(one.items.map((item) => fieldOf(item, key)));
      return (one.kind === 'fields' ? one.fields.get(key) : undefined) ?? ANYTHING;
    }),
  );
}

/** The item at `index`, or any item where that is unknown. What is no list is its only item. */
export function itemOf(value: Resolved, index?: number): Resolved {
  return either(
    alternativesOf(value).map((one): Resolved => {
      if (one.kind !== 'list') return one;
      const item = index === undefined ? undefined : one.items.at(index);
      return item ?? either([...one.items, ANYTHING]);
    }),
  );
}

export function leavesOf(value: Resolved): readonly Resolved[] {
  switch (value.kind) {
    case 'list':
      return value.items.flatMap(leavesOf);
    case 'choice':
      return value.of.flatMap(leavesOf);
    case 'fields':
      return [...value.fields.values()].flatMap(leavesOf);
    case 'text':
    case 'no-function':
    case 'opaque':
      return [value];
  }
}

/** A text without expressions; plain where it is as in the document. */
export function literalText(text: string, source: string): Resolved {
  return either(literals(text).map((one) => (one === source ? plain(one) : composed(one))));
}

/** A document without expressions. */
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
