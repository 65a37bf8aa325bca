/**
 * A text of which parts may not be known: literal characters, and one of the two characters below for
 * each part that may be anything, the empty text too.
 */
export type Pattern = string;

/** Decided elsewhere or later: by the input of an execution, by another stack. */
export const UNKNOWN = '\uE000';
/** Fixed by now, but no answer of AWS shows it: a dynamic reference, a `NoEcho` parameter. */
export const HIDDEN = '\uE001';

export const WILDCARDS = `${UNKNOWN}${HIDDEN}`;

const ANY_WILDCARD = new RegExp(`[${WILDCARDS}]`);
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;
/** Put in later: a stage variable of API Gateway, a context attribute of EventBridge Scheduler. */
const LATER = /\$\{[^}]*\}|<aws\.[\w.-]+>/g;

/** `text` as a pattern: a dynamic reference in it is hidden. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export function literal(text: string): Pattern {
  return text.replace(DYNAMIC_REFERENCE, HIDDEN).replace(LATER, UNKNOWN);
}

/** A placeholder that ends only behind a quotation mark: perhaps none, and what is in it is literal. */
const PERHAPS_LITERAL = /\$\{(?=[^}]*["\\])/g;

/** `text` in each way in which it can be meant: a placeholder that is open in one text of a document may be no placeholder. */
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

/** Whether a letter or a digit of it is known. Without one it may be any name. */
export function hasOwnLetter(pattern: Pattern): boolean {
  return /[a-zA-Z0-9]/.test(pattern);
}

export function asGlob(pattern: Pattern): string {
  return pattern.replaceAll(new RegExp(`[${WILDCARDS}]+`, 'g'), '*');
}

/** What is left of `pattern` once its beginning was read as `prefix`, in every way in which that is possible. */
export function restsBehind(pattern: Pattern, prefix: string): readonly Pattern[] {
  let at = new Set([0]);
  for (const character of prefix) {
    const next = new Set<number>();
    for (let position of at) {
      // A wildcard takes the character, or none, and then it is up to what follows.
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
