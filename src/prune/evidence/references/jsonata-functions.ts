import { parseJson } from './document.ts';
import {
  hasOwnLetter,
  hasWildcard,
  alternativesOf,
  ANYTHING,
  composed,
  concatenate,
  either,
  fieldOf,
  leavesOf,
  patternsOf,
  literalValue,
  itemOf,
} from './resolved.ts';
import type { Resolved } from './resolved.ts';
import type { ExpressionScope } from './jsonata-tokens.ts';

/** Functions that return some items of their arguments unchanged. */
const REARRANGING: ReadonlySet<string> = new Set([
  'distinct',
  'shuffle',
  'sort',
  'spread',
  'values',
  'zip',
  'filter',
  'single',
  'sift',
]);

/** Functions that return no part of their arguments as text. */
const OTHER: ReadonlySet<string> = new Set([
  'boolean',
  'not',
  'exists',
  'contains',
  'count',
  'sum',
  'max',
  'min',
  'average',
  'length',
  'random',
  'uuid',
  'now',
  'millis',
  'toMillis',
  'fromMillis',
  'type',
  'range',
  'hash',
  'abs',
  'floor',
  'ceil',
  'round',
  'power',
  'sqrt',
  'formatNumber',
  'formatBase',
  'formatInteger',
  'parseInteger',
  'error',
  'assert',
  'match',
  'keys',
]);

const OPAQUE: Resolved = { kind: 'opaque', source: '' };

/**
 * Returns the result of a function of JSONata or Step Functions. The result of an unknown one is opaque if its arguments
 * have letters, which may be part of a Lambda function's name; otherwise it is anything.
 * https://docs.jsonata.org/string-functions
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function callJsonata(name: string, args: readonly Resolved[]): Resolved {
  const [first = ANYTHING, second] = args;
  switch (name) {
    case 'join':
      return join(first, second);
    case 'string':
    case 'number':
      return mapTexts(first, (text) => text);
    case 'trim':
      return mapTexts(first, (text) => text.trim());
    case 'lowercase':
      return mapTexts(first, (text) => text.toLowerCase());
    case 'uppercase':
      return mapTexts(first, (text) => text.toUpperCase());
    case 'split':
      return split(first, second);
    case 'merge':
      return merge(first);
    case 'lookup':
      return lookUp(first, second ?? ANYTHING);
    case 'parse':
      return parseTexts(first);
    case 'append':
      return { kind: 'list', items: [...itemsIn(first), ...itemsIn(second ?? ANYTHING)] };
    case 'reverse':
      return { kind: 'list', items: [...itemsIn(first)].reverse() };
    default:
      if (REARRANGING.has(name)) return either([...args.flatMap(itemsIn), ANYTHING]);
      return OTHER.has(name) || !args.some(hasLetters) ? ANYTHING : OPAQUE;
  }
}

/** Returns the result of `map`, `each` or `reduce`, which call another function; undefined for any other function. */
export function callForEach(
  name: string,
  args: readonly Resolved[],
  call: (args: readonly Resolved[]) => Resolved,
): Resolved | undefined {
  const [list = ANYTHING] = args;
  if (name === 'map' && list.kind === 'list') {
    return { kind: 'list', items: list.items.map((item) => call([item])) };
  }
  if (name === 'map' || name === 'each')
    return either([...leavesOf(list), ANYTHING].map((item) => call([item])));
  if (name !== 'reduce') return undefined;
  if (hasLetters(list)) return OPAQUE;
  return call([ANYTHING, ANYTHING]);
}

function itemsIn(value: Resolved): readonly Resolved[] {
  return value.kind === 'list' ? value.items : alternativesOf(value);
}

export function hasLetters(value: Resolved): boolean {
  return leavesOf(value).some(
    (one) => one.kind === 'opaque' || (one.kind === 'text' && hasOwnLetter(one.pattern)),
  );
}

function mapTexts(value: Resolved, change: (text: string) => string): Resolved {
  return either(
    alternativesOf(value).map((one): Resolved =>
      one.kind === 'text' ? composed(change(one.pattern)) : one,
    ),
  );
}

/** Joins the items of a list. A choice may be a list of unknown length: if its texts have letters, the result is opaque. */
function join(list: Resolved, separator: Resolved | undefined): Resolved {
  const separators = separator === undefined ? [''] : patternsOf(separator);
  const alternatives = alternativesOf(list);
  const isUncertain = alternatives.length > 1;
  return either(
    alternatives.flatMap((one) => {
      if (one.kind === 'list') return separators.map((between) => concatenate(one.items, between));
      return isUncertain && hasLetters(one) ? [OPAQUE] : [concatenate([one])];
    }),
  );
}

function split(text: Resolved, separator: Resolved | undefined): Resolved {
  const [between = ''] = separator === undefined ? [''] : patternsOf(separator);
  if (between === '' || hasWildcard(between)) return hasLetters(text) ? OPAQUE : ANYTHING;
  return either(
    patternsOf(text).map((one): Resolved => {
      const items = one.split(between).map(composed);
      return { kind: 'list', items: hasWildcard(one) ? [either([...items, ANYTHING])] : items };
    }),
  );
}

/** Merges maps. If one of them is unknown, each field of the result may have any value. */
function merge(list: Resolved): Resolved {
  const parts = itemsIn(list).flatMap(alternativesOf);
  const isKnown = parts.every(({ kind }) => kind === 'fields');
  const fields = new Map<string, Resolved>();
  for (const part of parts) {
    if (part.kind !== 'fields') continue;
    for (const [key, value] of part.fields) {
      const earlier = fields.get(key);
      fields.set(key, either([...(earlier === undefined ? [] : [earlier]), value]));
    }
  }
  if (isKnown) return { kind: 'fields', fields };
  if (fields.size === 0) return ANYTHING;
  // The unknown map may also set a `Qualifier`.
  const open = new Map<string, Resolved>([['Qualifier', ANYTHING]]);
  for (const [key, value] of fields) open.set(key, either([value, ANYTHING]));
  return { kind: 'fields', fields: open };
}

function lookUp(table: Resolved, key: Resolved): Resolved {
  const keys = patternsOf(key);
  if (!keys.some(hasWildcard)) return either(keys.map((one) => fieldOf(table, one)));
  return either([...leavesOf(table), ANYTHING]);
}

function parseTexts(text: Resolved): Resolved {
  return either(
    patternsOf(text).map((one) => {
      const document = parseJson(one);
      return document === undefined ? composed(one) : literalValue(document);
    }),
  );
}

/** The precedence of JSONata's operators, as in its parser. https://docs.jsonata.org/overview */
const BINDING: ReadonlyMap<string, number> = new Map(
  (
    [
      [80, ['[', '(', '@', '#']],
      [75, ['.']],
      [70, ['{']],
      [60, ['*', '/', '%']],
      [50, ['+', '-', '&']],
      [40, ['=', '<', '>', '!=', '<=', '>=', 'in', '~>', '^', '?:', '??']],
      [30, ['and']],
      [25, ['or']],
      [20, ['?', '..']],
      [10, [':=']],
    ] as const
  ).flatMap(([binding, operators]) => operators.map((one) => [one, binding])),
);

/** Returns the precedence of an operator; 0 for a token that joins no two values. */
export function bindingOf(operator: string): number {
  return BINDING.get(operator) ?? 0;
}

/** Returns the values of a field. If `left` is unknown, these are all values that the definition puts under the name. */
export function stepInto(
  left: Resolved,
  name: string,
  scope: ExpressionScope,
): readonly Resolved[] {
  return alternativesOf(left).flatMap((one): readonly Resolved[] => {
    const items = one.kind === 'list' ? one.items.flatMap(alternativesOf) : [one];
    return items.map((item) => {
      const own = item.kind === 'fields' ? item.fields.get(name) : undefined;
      return own ?? (item.kind === 'opaque' ? item : scope.field(name));
    });
  });
}

/** Returns `value[index]`; any item if `index` is not a whole number. */
export function itemAt(value: Resolved, index: string | undefined): Resolved {
  const number = index === undefined ? undefined : Number(index);
  return itemOf(value, Number.isInteger(number) ? number : undefined);
}
