import { NotUnderstood } from './expression-scope.ts';

export interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'variable' | 'operator' | 'regex' | 'end';
  /** Without quotes, backticks and the variable's `$`. */
  readonly text: string;
  /** Where it begins in the expression. */
  readonly at: number;
}

const OPERATORS = [
  '**',
  ':=',
  '!=',
  '<=',
  '>=',
  '~>',
  '?:',
  '??',
  '..',
  '.',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  '@',
  '#',
  ';',
  ':',
  '?',
  '+',
  '-',
  '*',
  '/',
  '%',
  '|',
  '=',
  '<',
  '>',
  '^',
  '&',
];
const SPACE = /(?:\s|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const STRING = /"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'/y;
const QUOTED_NAME = /`([^`]*)`/y;
const WORD = /\$?\$?[\p{L}_][\p{L}\p{N}_]*|\$\$?/uy;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/[a-z]*/y;

/** The tokens of a JSONata expression, one by one. https://docs.jsonata.org/overview */
export class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `asOperand` says whether a value is expected, where `/` begins a regular expression. */
  next(asOperand: boolean): Token {
    this.#match(SPACE);
    const at = this.#at;
    return { ...this.#word(asOperand), at };
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
    const operator = OPERATORS.find((one) => this.#text.startsWith(one, this.#at));
    if (operator === undefined) throw new NotUnderstood(`at ${this.#at}`);
    this.#at += operator.length;
    return { kind: 'operator', text: operator };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
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

/** The tokens with one of them looked at in advance. */
export class TokenReader {
  readonly #tokens: Tokens;
  #token: Token;

  constructor(source: string) {
    this.#tokens = new Tokens(source);
    this.#token = this.#tokens.next(true);
  }

  get token(): Token {
    return this.#token;
  }

  /** Takes the token; `asOperand` speaks of the one behind it. */
  advance(asOperand: boolean): Token {
    const token = this.#token;
    this.#token = this.#tokens.next(asOperand);
    return token;
  }

  is(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  isWord(word: string): boolean {
    return this.#token.kind === 'name' && this.#token.text === word;
  }

  expect(operator: string, asOperand: boolean): void {
    if (!this.is(operator)) throw new NotUnderstood(`${operator} expected`);
    this.advance(asOperand);
  }

  /** Calls `one` until `end`, with `separator` between; takes the end. */
  separated(separator: string, end: string, one: () => void): void {
    while (!this.is(end)) {
      one();
      if (this.is(separator)) this.advance(true);
      else if (!this.is(end)) throw new NotUnderstood(`${end} expected`);
    }
    this.advance(false);
  }
}
