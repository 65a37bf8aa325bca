/**
 * Wildcards of IAM policies: `*` matches any run of characters, `?` any one character, `${key}` the value of a
 * condition key; `${*}`, `${?}` and `${$}` are the characters themselves.
 */

/** The values of the request's condition keys, by key in lower case. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;

export interface PatternOptions {
  /**
   * Condition keys for policy variables. Undefined: variables are not replaced, as in policies older than version
   * 2012-10-17.
   */
  readonly keys?: ConditionKeys | undefined;
  readonly ignoreCase?: boolean;
}

/** Whether the whole text matches the pattern. A variable without a value matches nothing. */
export function fits(pattern: string, text: string, options: PatternOptions = {}): boolean {
  const kind = options.ignoreCase === true ? 'text, case ignored' : 'text';
  return matcher(pattern, options.keys, kind)?.test(text) ?? false;
}

/**
 * Whether an ARN matches the `Resource` of a policy.
 *
 * A `*` at the end of a segment also matches colons; elsewhere `*` and `?` match within their segment. Basis: IAM
 * User Guide, "IAM JSON policy elements: Resource".
 */
export function fitsResource(pattern: string, arn: string, keys?: ConditionKeys): boolean {
  return matcher(pattern, keys, 'resource')?.test(arn) ?? false;
}

/**
 * Whether an ARN matches a value of ArnEquals or ArnLike, which are the same: each of the six components is
 * compared separately. Basis: IAM User Guide, "Amazon Resource Name (ARN) condition operators".
 */
export function fitsArn(pattern: string, arn: string, keys?: ConditionKeys): boolean {
  const patternParts = componentsOf(pattern);
  const parts = componentsOf(arn);
  if (patternParts.length !== 6 || parts.length !== 6) return false;
  return patternParts.every((part, i) => fits(part, parts[i] ?? '', { keys }));
}

/**
 * Returns the text with its variables replaced, for operators without wildcards; undefined when a variable has no
 * value.
 */
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

const KINDS = {
  text: ['', '[^]*', '[^]', '[^]*'],
  'text, case ignored': ['i', '[^]*', '[^]', '[^]*'],
  resource: ['', '[^:]*', '[^:]', '[^]*'],
} as const;

/** Cache of regular expressions for patterns without variables. */
const compiled = new Map<string, RegExp>();
const MOST_COMPILED = 5_000;

/** Returns the regular expression for a pattern; undefined when a variable has no value. */
function matcher(
  pattern: string,
  keys: ConditionKeys | undefined,
  kind: keyof typeof KINDS,
): RegExp | undefined {
  const isFixed = keys === undefined || !pattern.includes('${');
  const name = `${kind} ${pattern}`;
  const known = isFixed ? compiled.get(name) : undefined;
  if (known !== undefined) return known;
  const [flags, many, one, manyAtEnd] = KINDS[kind];
  const source = toSource(pattern, keys, many, one, manyAtEnd);
  if (source === undefined) return undefined;
  const made = new RegExp(`^(?:${source})$`, flags);
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  if (isFixed) compiled.set(name, made);
  return made;
}

function toSource(
  pattern: string,
  keys: ConditionKeys | undefined,
  many: string,
  one: string,
  manyAtEnd: string,
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

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Splits an ARN at its first five colons; the last component is the resource. */
function componentsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
