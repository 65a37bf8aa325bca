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
  const kind = options.ignoreCase === true ? 'text, case ignored' : 'text';
  return matcher(pattern, options.keys, kind)?.test(text) ?? false;
}

/**
 * Whether an ARN fits the `Resource` of a policy.
 *
 * `*` as the last character of a segment reaches beyond the colons, elsewhere `*` and `?` stay inside
 * their segment. Basis: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function fitsResource(pattern: string, arn: string, keys?: ConditionKeys): boolean {
  return matcher(pattern, keys, 'resource')?.test(arn) ?? false;
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

const KINDS = {
  text: ['', '[^]*', '[^]', '[^]*'],
  'text, case ignored': ['i', '[^]*', '[^]', '[^]*'],
  resource: ['', '[^:]*', '[^:]', '[^]*'],
} as const;

/** Those that no request's keys have a part in. */
const compiled = new Map<string, RegExp>();
const MOST_COMPILED = 5_000;

/** What fits the pattern; `undefined` with a variable that has no value. */
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

/** The first five colons divide an ARN; all that follows is the resource. */
function componentsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
