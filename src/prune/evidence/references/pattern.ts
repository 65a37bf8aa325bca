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
export function restsBehind(pattern: Pattern, prefix: string): readonly Pattern[] {
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
