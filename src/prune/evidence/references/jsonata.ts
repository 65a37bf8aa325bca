import { callJsonata, callForEach, bindingOf, itemAt, stepInto } from './jsonata-functions.ts';
import type { ExpressionScope, JsonataFunction } from './jsonata-tokens.ts';
import { NotUnderstood, TokenReader } from './jsonata-tokens.ts';
import type { Resolved } from './resolved.ts';
import {
  ANYTHING,
  composed,
  concatenate,
  either,
  itemOf,
  literals,
  patternsOf,
} from './resolved.ts';

const DEEPEST = 100;

type Variables = ReadonlyMap<string, Resolved | JsonataFunction>;

/** Returns the possible values of a JSONata expression; `opaque` if it is not understood. Never throws. */
export function evaluateJsonata(source: string, scope: ExpressionScope): Resolved {
  try {
    return new Evaluation(source, scope, new Map(), 0).result();
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'opaque', source };
    throw error;
  }
}

/** Parses and evaluates an expression in one pass. The value of a condition is that of any of its branches. */
class Evaluation {
  readonly #source: string;
  readonly #reader: TokenReader;
  readonly #scope: ExpressionScope;
  readonly #local: Map<string, Resolved | JsonataFunction>;
  #depth: number;

  constructor(source: string, scope: ExpressionScope, local: Variables, depth: number) {
    scope.countExpression();
    this.#source = source;
    this.#reader = new TokenReader(source);
    this.#scope = scope;
    this.#local = new Map(local);
    this.#depth = depth;
  }

  result(): Resolved {
    if (this.#reader.isAtEnd()) return ANYTHING;
    const value = this.#expression(0);
    if (!this.#reader.isAtEnd()) throw new NotUnderstood(this.#reader.token.text);
    return value;
  }

  #expression(binding: number): Resolved {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new NotUnderstood('nested too deeply');
    let left = this.#operand();
    for (;;) {
      const { kind, text } = this.#reader.token;
      if (kind !== 'operator' || bindingOf(text) <= binding) break;
      this.#reader.advance(true);
      left = this.#operation(left, text);
    }
    this.#depth -= 1;
    return left;
  }

  #operand(): Resolved {
    const token = this.#reader.advance(this.#reader.token.kind === 'operator');
    switch (token.kind) {
      case 'string':
        return either(literals(token.text).map(composed));
      case 'number':
        return composed(token.text);
      case 'regex':
        return ANYTHING;
      case 'name':
        if (token.text === 'function' && this.#reader.is('('))
          return this.#callFunction(this.#functionDefinition(), []);
        if (/^(?:true|false|null)$/.test(token.text)) return composed(token.text);
        return this.#scope.field(token.text);
      case 'variable':
        return this.#variable(token.text);
      case 'operator':
        return this.#prefix(token.text);
      case 'end':
        throw new NotUnderstood('it ends too early');
    }
  }

  #prefix(operator: string): Resolved {
    switch (operator) {
      case '(':
        return this.#block();
      case '[': {
        const items: Resolved[] = [];
        this.#reader.separated(',', ']', () => items.push(this.#expression(0)));
        return { kind: 'list', items };
      }
      case '{':
        return this.#object();
      case '-':
        this.#expression(70);
        return ANYTHING;
      case '*':
      case '**':
      case '%':
        // Any field, or the value that contains this one.
        return ANYTHING;
      default:
        throw new NotUnderstood(operator);
    }
  }

  #variable(name: string): Resolved {
    if (this.#reader.is('(')) return this.#callNamed(name, []);
    if (!this.#reader.take(':=')) return this.#valueOf(name);
    if (this.#reader.takeWord('function')) {
      this.#local.set(name, this.#functionDefinition());
      return ANYTHING;
    }
    const earlier = this.#local.has(name) ? [this.#valueOf(name)] : [];
    const value = this.#expression(9);
    this.#local.set(name, either([...earlier, value]));
    return value;
  }

  #valueOf(name: string): Resolved {
    if (name === '' || name === '$') return this.#scope.field('');
    if (name === 'states') return ANYTHING;
    const own = this.#local.get(name);
    if (own === undefined) return this.#scope.variable(name);
    return 'body' in own ? ANYTHING : own;
  }

  /** Evaluates `$name(…)`. `before` is the value in front of `~>`, which becomes the first argument. */
  #callNamed(name: string, before: readonly Resolved[]): Resolved {
    const args = [...before];
    let given: JsonataFunction | string | undefined;
    this.#reader.expect('(', true);
    this.#reader.separated(',', ')', () => {
      const { kind, text } = this.#reader.token;
      if (this.#reader.takeWord('function')) {
        given = this.#functionDefinition();
      } else if (this.#reader.take('?', false)) {
        args.push(ANYTHING);
      } else {
        if (kind === 'variable') given ??= text;
        args.push(this.#expression(0));
      }
    });
    const own = this.#local.get(name);
    if (own !== undefined && 'body' in own) return this.#callFunction(own, args);
    return (
      callForEach(name, args, (more) => this.#callGiven(given, more)) ?? callJsonata(name, args)
    );
  }

  #callGiven(given: JsonataFunction | string | undefined, args: readonly Resolved[]): Resolved {
    if (given === undefined) throw new NotUnderstood('no function is given');
    if (typeof given !== 'string') return this.#callFunction(given, args);
    const own = this.#local.get(given);
    return own !== undefined && 'body' in own
      ? this.#callFunction(own, args)
      : callJsonata(given, args);
  }

  #callFunction({ parameters, body }: JsonataFunction, args: readonly Resolved[]): Resolved {
    const local = new Map(this.#local);
    for (const [at, name] of parameters.entries()) local.set(name, args[at] ?? ANYTHING);
    return new Evaluation(body, this.#scope, local, this.#depth + 1).result();
  }

  #functionDefinition(): JsonataFunction {
    const parameters: string[] = [];
    this.#reader.expect('(', true);
    this.#reader.separated(',', ')', () => parameters.push(this.#reader.advance(false).text));
    this.#reader.expect('{', true);
    const start = this.#reader.token.at;
    // The body is parsed here only to find its end, since its value depends on the arguments.
    if (!this.#reader.is('}')) this.#expression(0);
    const body = this.#source.slice(start, this.#reader.token.at);
    this.#reader.expect('}', false);
    return { parameters, body };
  }

  #block(): Resolved {
    let value: Resolved = ANYTHING;
    this.#reader.separated(';', ')', () => {
      value = this.#expression(0);
    });
    return value;
  }

  #object(): Resolved {
    const fields = new Map<string, Resolved>();
    this.#reader.separated(',', '}', () => {
      const keys = patternsOf(this.#expression(0));
      this.#reader.expect(':', true);
      const value = this.#expression(0);
      for (const key of keys) fields.set(key, value);
    });
    return { kind: 'fields', fields };
  }

  #operation(left: Resolved, operator: string): Resolved {
    switch (operator) {
      case '&':
        return concatenate([left, this.#expression(50)]);
      case '.': {
        const { kind, text } = this.#reader.token;
        if (kind !== 'name' && kind !== 'string') return this.#expression(75);
        this.#reader.advance(false);
        return either(stepInto(left, text, this.#scope));
      }
      case '[': {
        const { token } = this.#reader;
        if (!this.#reader.is(']')) this.#expression(0);
        this.#reader.expect(']', false);
        return itemAt(left, token.kind === 'number' ? token.text : undefined);
      }
      case '{':
        return either([this.#object(), left]);
      case '?': {
        const then = this.#expression(0);
        if (!this.#reader.take(':')) return then;
        return either([then, this.#expression(0)]);
      }
      case '?:':
      case '??':
        return either([left, this.#expression(40)]);
      case '~>': {
        const { kind, text } = this.#reader.advance(false);
        if (kind !== 'variable') throw new NotUnderstood('~>');
        return this.#reader.is('(') ? this.#callNamed(text, [left]) : this.#callGiven(text, [left]);
      }
      case '@':
      case '#': {
        const { text } = this.#reader.advance(false);
        this.#local.set(text, operator === '@' ? itemOf(left) : ANYTHING);
        return left;
      }
      case '^':
      case '(':
        throw new NotUnderstood(operator);
      default:
        this.#expression(bindingOf(operator));
        return ANYTHING;
    }
  }
}
