import type { Resolved } from './resolved.ts';

/** The values that an expression of a state machine can refer to. */
export interface ExpressionScope {
  readonly variable: (name: string) => Resolved;
  /** Returns every value that the definition puts under this key; for an empty key, every input of a state. */
  readonly field: (name: string) => Resolved;
  /** Counts an expression, or a call of a function in it. @throws NotUnderstood when there are too many to evaluate */
  readonly countExpression: () => void;
}

/** A function that a JSONata expression defines. Its body is evaluated at each call. */
export interface JsonataFunction {
  readonly parameters: readonly string[];
  readonly body: string;
}

export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

export interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'variable' | 'operator' | 'regex' | 'end';
  /** The text without quotes, backticks and the `$` of a variable. */
  readonly text: string;
  readonly at: number;
}

const SPACE = /(?:\s|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const STRING = /"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'/y;
const QUOTED_NAME = /`([^`]*)`/y;
const WORD = /\$?\$?[\p{L}_][\p{L}\p{N}_]*|\$\$?/uy;
const OPERATOR = /\*\*|[:!<>]=|~>|\?[:?]|\.\.|[.[\]{}(),@#;:?+\-*/%|=<>^&]/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/[a-z]*/y;

/** Reads the tokens of a JSONata expression, one ahead. https://docs.jsonata.org/overview */
export class TokenReader {
  readonly #text: string;
  #at = 0;
  #token: Token;

  constructor(text: string) {
    this.#text = text;
    this.#token = this.#next(true);
  }

  get token(): Token {
    return this.#token;
  }

  #word(asOperand: boolean): Omit<Token, 'at'> {
    if (this.#at >= this.#text.length) return { kind: 'end', text: '' };
    const string = this.#match(STRING);
    if (string !== undefined)
      return { kind: 'string', text: unescaped(string[1] ?? string[2] ?? '') };
    const quoted = this.#match(QUOTED_NAME);
    if (quoted !== undefined) return { kind: 'name', text: quoted[1] ?? '' };
    if (asOperand && this.#match(REGEX) !== undefined) return { kind: 'regex', text: '' };
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number[0] };
    const word = this.#match(WORD)?.[0];
    if (word !== undefined) {
      if (word.startsWith('$')) return { kind: 'variable', text: word.slice(1) };
      return { kind: /^(?:and|or|in)$/.test(word) && !asOperand ? 'operator' : 'name', text: word };
    }
    const operator = this.#match(OPERATOR)?.[0];
    if (operator === undefined) throw new NotUnderstood(`at ${this.#at}`);
    return { kind: 'operator', text: operator };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }

  /** Returns the token and reads the next one. `asOperand`: a value must follow, so `/` begins a regular expression. */
  advance(asOperand: boolean): Token {
    const token = this.#token;
    this.#token = this.#next(asOperand);
    return token;
  }

  #next(asOperand: boolean): Token {
    this.#match(SPACE);
    const at = this.#at;
    return { ...this.#word(asOperand), at };
  }

  is(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  /** Returns whether the token is this operator; if it is, reads the next token. */
  take(operator: string, asOperand = true): boolean {
    const isIt = this.is(operator);
    if (isIt) this.advance(asOperand);
    return isIt;
  }

  /** Returns whether the token is this word; if it is, reads the next token. */
  takeWord(word: string): boolean {
    const isIt = this.#token.kind === 'name' && this.#token.text === word;
    if (isIt) this.advance(false);
    return isIt;
  }

  isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  expect(operator: string, asOperand: boolean): void {
    if (!this.take(operator, asOperand)) throw new NotUnderstood(`${operator} expected`);
  }

  /** Calls `readItem` for each item of a list that ends with `end`. */
  separated(separator: string, end: string, readItem: () => void): void {
    while (!this.is(end)) {
      readItem();
      if (!this.take(separator) && !this.is(end)) throw new NotUnderstood(`${end} expected`);
    }
    this.advance(false);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code?: string, one?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return ESCAPES.get(one ?? '') ?? one ?? '';
  });
}
