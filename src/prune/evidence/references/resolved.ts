import type { Document } from './document.ts';

/**
 * A text with unknown parts: literal characters, and one of the two wildcards below for each part that may be
 * any text, also empty.
 */
export type Pattern = string;

/** Decided elsewhere or later, such as by the input of an execution. */
export const UNKNOWN = '\uE000';
/** Fixed, but not shown by AWS: a dynamic reference, a `NoEcho` parameter. */
export const HIDDEN = '\uE001';

export const WILDCARDS = `${UNKNOWN}${HIDDEN}`;

const ANY_WILDCARD = new RegExp(`[${WILDCARDS}]`);
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;
/** Filled in later: a stage variable of API Gateway, a context attribute of EventBridge Scheduler. */
const LATER = /\$\{[^}]*\}|<aws\.[\w.-]+>/g;

/** `text` as a pattern: a dynamic reference in it is hidden. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export function literal(text: string): Pattern {
  return text.replace(DYNAMIC_REFERENCE, HIDDEN).replace(LATER, UNKNOWN);
}

/** A placeholder that ends only after a quotation mark may be literal. */
const PERHAPS_LITERAL = /\$\{(?=[^}]*["\\])/g;

/** Every meaning of `text`: a placeholder left open in one text of a document may be literal. */
export function literals(text: string): readonly Pattern[] {
  const apart = text.replace(PERHAPS_LITERAL, '$ {');
  return apart === text ? [literal(text)] : [literal(text), literal(apart)];
}

export function isWildcard(character: string | undefined): boolean {
  return character === UNKNOWN || character === HIDDEN;
}

export function hasWildcard(pattern: Pattern): boolean {
  return ANY_WILDCARD.test(pattern);
}

/** Whether any letter or digit is known. Otherwise it may be any name. */
export function hasOwnLetter(pattern: Pattern): boolean {
  return /[a-zA-Z0-9]/.test(pattern);
}

export function asGlob(pattern: Pattern): string {
  return pattern.replaceAll(new RegExp(`[${WILDCARDS}]+`, 'g'), '*');
}

/** The remainder of `pattern` behind `prefix`, for every way to match it. */
export function remaindersAfter(pattern: Pattern, prefix: string): readonly Pattern[] {
  let at = new Set([0]);
  for (const character of prefix) {
    const next = new Set<number>();
    for (let position of at) {
      // A wildcard matches the character, or is empty here.
      while (isWildcard(pattern[position])) {
        next.add(position);
        position += 1;
      }
      if (pattern[position] === character) next.add(position + 1);
    }
    at = next;
  }
  return [...at].map((position) => pattern.slice(position));
}

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
export function concatenate(parts: readonly Resolved[], separator = ''): Resolved {
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
