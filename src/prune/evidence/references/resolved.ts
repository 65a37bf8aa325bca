import type { Document } from './document.ts';

/** A text with unknown parts. Each unknown part, which may be empty, is one of the two wildcard characters below. */
export type Pattern = string;

/** The wildcard for a text that is known only later, such as from the input of an execution. */
export const UNKNOWN = '\uE000';
/** The wildcard for a fixed text that AWS does not show: a dynamic reference or a `NoEcho` parameter. */
export const HIDDEN = '\uE001';

export const WILDCARDS = `${UNKNOWN}${HIDDEN}`;

const ANY_WILDCARD = new RegExp(`[${WILDCARDS}]`);
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;
/** A stage variable of API Gateway or a context attribute of EventBridge Scheduler, which AWS fills in later. */
const LATER = /\$\{[^}]*\}|<aws\.[\w.-]+>/g;

/** Returns a text as a pattern, with wildcards in place of dynamic references and placeholders. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export function literal(text: string): Pattern {
  return text.replace(DYNAMIC_REFERENCE, HIDDEN).replace(LATER, UNKNOWN);
}

/** The beginning of a placeholder `${…}` with a quotation mark or backslash in it, which may be literal text. */
const PERHAPS_LITERAL = /\$\{(?=[^}]*["\\])/g;

/** Returns every pattern that a text may mean: a placeholder may also be literal characters. */
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

/** Returns whether any letter or digit of a pattern is known; otherwise it may be any name. */
export function hasOwnLetter(pattern: Pattern): boolean {
  return /[a-zA-Z0-9]/.test(pattern);
}

export function asGlob(pattern: Pattern): string {
  return pattern.replaceAll(new RegExp(`[${WILDCARDS}]+`, 'g'), '*');
}

/** Returns the rest of `pattern` after `prefix`, for every way in which its wildcards can match the prefix. */
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
 * A value in a document, whose functions and expressions are evaluated as far as possible:
 * - `text`: `isPlain` if it is a literal or one reference to a resource of the stack, and not put together
 * - `choice`: one of several values, such as the branches of a condition
 * - `no-function`: certainly not a function of this account, or a value that is read elsewhere, such as an output
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

/** A value of which nothing is known. */
export const ANYTHING: Resolved = { kind: 'text', pattern: UNKNOWN, isPlain: false };

export function plain(pattern: Pattern): Resolved {
  return { kind: 'text', pattern, isPlain: true };
}

/** Returns a text that was put together or comes from a parameter. */
export function composed(pattern: Pattern): Resolved {
  return { kind: 'text', pattern, isPlain: false };
}

/** Returns a choice of the distinct values; `ANYTHING` if there are none. */
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

/** Returns every text that a value may be. A list or map may become any text. */
export function patternsOf(value: Resolved): readonly Pattern[] {
  return alternativesOf(value).map((one) => (one.kind === 'text' ? one.pattern : UNKNOWN));
}

/** Joins values with `separator`, in every combination of their texts; opaque if a value is, or beyond 512 combinations. */
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

/** Returns the value under `key`, in every alternative of `value`. */
export function fieldOf(value: Resolved, key: string): Resolved {
  return either(
    alternativesOf(value).map((one): Resolved => {
      if (one.kind === 'opaque') return one;
      if (one.kind === 'list') return either(one.items.map((item) => fieldOf(item, key)));
      return (one.kind === 'fields' ? one.fields.get(key) : undefined) ?? ANYTHING;
    }),
  );
}

/** Returns the item at `index`, or any item if `index` is undefined. A value that is not a list is its only item. */
export function itemOf(value: Resolved, index?: number): Resolved {
  return either(
    alternativesOf(value).map((one): Resolved => {
      if (one.kind !== 'list') return one;
      const item = index === undefined ? undefined : one.items.at(index);
      return item ?? either([...one.items, ANYTHING]);
    }),
  );
}

/** Returns all values within lists, maps and choices. */
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

/** Returns a text without expressions as a value; plain if it equals `source`, the text in the document. */
export function literalText(text: string, source: string): Resolved {
  return either(literals(text).map((one) => (one === source ? plain(one) : composed(one))));
}

/** Returns a document as a value without evaluating expressions. */
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
