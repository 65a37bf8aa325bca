import type { ExpressionScope } from './jsonata-tokens.ts';
import { NotUnderstood } from './jsonata-tokens.ts';
import { callJsonata, hasLetters } from './jsonata-functions.ts';
import {
  literals,
  alternativesOf,
  ANYTHING,
  concatenate,
  composed,
  either,
  fieldOf,
  itemOf,
  patternsOf,
} from './resolved.ts';
import type { Resolved } from './resolved.ts';

const WORD = /\s*([\w.]+)\s*\(/y;
const TEXT = /\s*'((?:\\.|[^'\\])*)'\s*/y;
/** A JSONPath, whose filters may contain commas, parentheses and quoted texts. */
const PATH = /\s*(\$(?:\[(?:'(?:\\.|[^'\\])*'|[^\]])*\]|[^,()[\]\s])*)\s*/y;
const OTHER = /\s*(-?\d+(?:\.\d+)?|true|false|null)\s*/y;
const SEPARATOR = /\s*([,)])\s*/y;
const DEEPEST = 20;

/**
 * Evaluates the JSONPath or intrinsic function under a key that ends in `.$`. The value is `opaque` if it is not
 * understood. Never throws.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function evaluatePath(source: string, scope: ExpressionScope): Resolved {
  try {
    scope.countExpression();
    const reader = new Reader(source, scope);
    const value = reader.value(0);
    return reader.isAtEnd() ? value : { kind: 'opaque', source };
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'opaque', source };
    throw error;
  }
}

class Reader {
  readonly #source: string;
  readonly #scope: ExpressionScope;
  #at = 0;

  constructor(source: string, scope: ExpressionScope) {
    this.#source = source;
    this.#scope = scope;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  value(depth: number): Resolved {
    if (depth > DEEPEST) throw new NotUnderstood('nested too deeply');
    const text = this.#match(TEXT);
    if (text !== undefined) {
      return either(literals(text.replaceAll(/\\(['\\])/g, '$1')).map(composed));
    }
    const path = this.#match(PATH);
    if (path !== undefined) return pathValue(path, this.#scope);
    const other = this.#match(OTHER);
    if (other !== undefined) return composed(other);
    const name = this.#match(WORD);
    if (name === undefined) throw new NotUnderstood(this.#source.slice(this.#at));
    return callIntrinsic(name, this.#arguments(depth));
  }

  #arguments(depth: number): readonly Resolved[] {
    const args: Resolved[] = [];
    if (this.#match(SEPARATOR, ')') !== undefined) return args;
    for (;;) {
      args.push(this.value(depth + 1));
      const end = this.#match(SEPARATOR);
      if (end === ')') return args;
      if (end === undefined) throw new NotUnderstood(this.#source.slice(this.#at));
    }
  }

  #match(pattern: RegExp, only?: string): string | undefined {
    pattern.lastIndex = this.#at;
    const [whole, found] = pattern.exec(this.#source) ?? [];
    if (whole === undefined || (only !== undefined && found !== only)) return undefined;
    this.#at += whole.length;
    return found;
  }
}

/** Evaluates a path. `$name.a.b` is a field of a variable; `$.a.b` is any value that the definition puts under `b`. */
function pathValue(path: string, scope: ExpressionScope): Resolved {
  const [, variable, rest = ''] = /^\$([A-Za-z_]\w*)?(.*)$/s.exec(path) ?? [];
  const names = [...rest.matchAll(/\.(\w+)|\['([^']*)'\]/g)].map(
    ([, one, two]) => one ?? two ?? '',
  );
  if (variable !== undefined) return names.reduce(fieldOf, itemOf(scope.variable(variable)));
  return itemOf(scope.field(names.at(-1) ?? ''));
}

function callIntrinsic(name: string, args: readonly Resolved[]): Resolved {
  const [first = ANYTHING, second = ANYTHING, third] = args;
  switch (name) {
    case 'States.Format':
      return format(first, args.slice(1));
    case 'States.Array':
      return { kind: 'list', items: args };
    case 'States.ArrayGetItem':
      return getItem(first, second);
    case 'States.ArrayUnique':
    case 'States.ArrayPartition':
      return first;
    case 'States.StringSplit':
      return callJsonata('split', [first, second]);
    case 'States.JsonMerge':
      return callJsonata('merge', [{ kind: 'list', items: [first, second] }]);
    case 'States.StringToJson':
      return callJsonata('parse', [first]);
    case 'States.JsonToString':
      return first;
    case 'States.MathAdd':
    case 'States.MathRandom':
    case 'States.ArrayLength':
    case 'States.ArrayContains':
    case 'States.ArrayRange':
    case 'States.UUID':
    case 'States.Hash':
      return ANYTHING;
    default: {
      const isOpaque = [first, second, third ?? ANYTHING].some(hasLetters);
      return isOpaque ? { kind: 'opaque', source: name } : ANYTHING;
    }
  }
}

/** Evaluates States.Format: replaces each `{}` by an argument, or by any text if there is none. */
function format(template: Resolved, args: readonly Resolved[]): Resolved {
  return either(
    patternsOf(template).map((text) => {
      const parts = text.split('{}');
      const pieces = parts.flatMap((part, at): readonly Resolved[] => [
        composed(part.replaceAll(/\\([{}])/g, '$1')),
        ...(at < parts.length - 1 ? [args[at] ?? ANYTHING] : []),
      ]);
      return concatenate(pieces);
    }),
  );
}

function getItem(list: Resolved, index: Resolved): Resolved {
  const [at = ''] = patternsOf(index);
  const number = /^\d+$/.test(at) && alternativesOf(index).length === 1 ? Number(at) : undefined;
  return itemOf(list, number);
}
