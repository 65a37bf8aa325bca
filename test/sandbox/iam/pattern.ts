/**
 * Wildcards of IAM policies: `*` is any run of characters, `?` any one character, `${key}` the value
 * of a condition key, and `${*}`, `${?}`, `${$}` the characters themselves.
 */

/** Values of the request's condition keys, by key in lower case. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;

export interface PatternOptions {
  /** Variables are replaced only in policies of version 2012-10-17. */
  readonly keys?: ConditionKeys | undefined;
  readonly ignoreCase?: boolean;
}

/** Whether the whole text fits the pattern. A variable without a value fits nothing. */
export function fits(pattern: string, text: string, options: PatternOptions = {}): boolean {
  const source = toSource(pattern, options.keys, '[^]*', '[^]');
  return source !== undefined && matches(source, text, options.ignoreCase ?? false);
}

/**
 * Whether an ARN fits the `Resource` of a policy.
 *
 * `*` as the last character of a segment reaches beyond the colons, elsewhere `*` and `?` stay inside
 * their segment. Basis: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function fitsResource(pattern: string, arn: string, keys?: ConditionKeys): boolean {
  const source = toSource(pattern, keys, '[^:]*', '[^:]', '[^]*');
  return source !== undefined && matches(source, arn, false);
}

/**
 * Whether an ARN fits one of ArnEquals or ArnLike, which behave the same: each of the six components
 * is compared for itself. Basis: IAM User Guide, "Amazon Resource Name (ARN) condition operators".
 */
export function fitsArn(pattern: string, arn: string, keys?: ConditionKeys): boolean {
  const patternParts = componentsOf(pattern);
  const parts = componentsOf(arn);
  if (patternParts.length !== 6 || parts.length !== 6) return false;
  return patternParts.every((part, i) => fits(part, parts[i] ?? '', { keys }));
}

/** The text with its variables replaced, for operators without wildcards. */
export function substitute(text: string, keys: ConditionKeys): string | undefined {
  let isKnown = true;
  const result = text.replace(VARIABLE, (_, name: string) => {
    const value = valueOf(name, keys);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? result : undefined;
}

const VARIABLE = /\$\{([^}]+)\}/g;
const TOKEN = /\$\{([^}]+)\}|\*|\?|[^$*?]+|\$/g;

function toSource(
  pattern: string,
  keys: ConditionKeys | undefined,
  many: string,
  one: string,
  manyAtEnd = many,
): string | undefined {
  let source = '';
  for (const { 0: token, 1: variable, index } of pattern.matchAll(TOKEN)) {
    if (variable !== undefined) {
      const value = keys === undefined ? token : valueOf(variable, keys);
      if (value === undefined) return undefined;
      source += escapeRegExp(value);
    } else if (token === '*') {
      const next = pattern[index + 1];
      source += next === undefined || next === ':' ? manyAtEnd : many;
    } else if (token === '?') {
      source += one;
    } else {
      source += escapeRegExp(token);
    }
  }
  return source;
}

function valueOf(variable: string, keys: ConditionKeys): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [key = '', fallback] = variable.split(/\s*,\s*/);
  const values = keys.get(key.toLowerCase());
  const value = values?.length === 1 ? values[0] : undefined;
  return value ?? fallback?.replace(/^'(.*)'$/, '$1');
}

function matches(source: string, text: string, ignoreCase: boolean): boolean {
  return new RegExp(`^(?:${source})$`, ignoreCase ? 'i' : '').test(text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The first five colons divide an ARN; all that follows is the resource. */
function componentsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
