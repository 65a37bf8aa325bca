import type { Document } from './document.ts';
import type { ExpressionScope } from './jsonata-tokens.ts';
import { NotUnderstood } from './jsonata-tokens.ts';
import { evaluatePath } from './intrinsics.ts';
import { evaluateJsonata } from './jsonata.ts';
import type { Resolved } from './resolved.ts';
import { ANYTHING, either, literalValue } from './resolved.ts';

const EXPRESSION = /^\s*\{%([\s\S]*)%\}\s*$/;

/**
 * Evaluates the expressions of a definition in the Amazon States Language: JSONata between `{%` and `%}`, and paths and
 * intrinsic functions under keys that end in `.$`. A variable may have each value that a state assigns to it. A field of
 * an input may have each value that the definition puts under its name, or any other value.
 * https://states-language.net/spec.html
 */
export function resolveStates(document: Document): Resolved {
  return new StateMachine(document).resolve(document);
}

/** Keys whose value may be a whole input or an item of a list. */
const INPUT_KEYS: ReadonlySet<string> = new Set(['', 'input', 'result', 'Input', 'Value', 'Item']);
const OUTPUT_KEYS: ReadonlySet<string> = new Set(['Result', 'Output', 'Items', 'ItemSelector']);

/** A field of the definition. If its key ends in `.$`, the value is a path or an intrinsic function. */
interface Entry {
  readonly key: string;
  readonly value: Document;
}

const MOST_EXPRESSIONS = 50_000;
const MOST_CIRCLES = 500;
/** The most values that may refer to each other in a chain. A longer chain is opaque, since it could exhaust the stack. */
const LONGEST_CHAIN = 50;

class StateMachine implements ExpressionScope {
  readonly #values = new Map<string, Entry[]>();
  readonly #assigned = new Map<string, Entry[]>();
  readonly #known = new Map<string, Resolved>();
  readonly #underWay = new Set<string>();
  #circles = 0;
  #expressions = 0;

  constructor(document: Document) {
    this.#collect(document, false);
  }

  resolve(document: Document): Resolved {
    if (typeof document === 'string') {
      const expression = EXPRESSION.exec(document)?.[1];
      return expression === undefined ? literalValue(document) : evaluateJsonata(expression, this);
    }
    if (!(document instanceof Map)) {
      return { kind: 'list', items: [...document].map((item) => this.resolve(item)) };
    }
    const fields = new Map<string, Resolved>();
    for (const [key, value] of document) fields.set(nameOf(key), this.#entry({ key, value }));
    return { kind: 'fields', fields };
  }

  countExpression(): void {
    this.#expressions += 1;
    if (this.#expressions > MOST_EXPRESSIONS) throw new NotUnderstood('too many expressions');
  }

  variable(name: string): Resolved {
    return this.#valueOf(`variable ${name}`, this.#assigned.get(name), []);
  }

  field(name: string): Resolved {
    const whole = INPUT_KEYS.has(name) ? (this.#values.get('') ?? []) : [];
    const entries = [...(this.#values.get(name) ?? []), ...(name === '' ? [] : whole)];
    return this.#valueOf(`field ${name}`, entries, [ANYTHING]);
  }

  /** Returns a choice of the values under a key. A value that refers to itself is anything at that point. */
  #valueOf(key: string, entries: readonly Entry[] = [], more: readonly Resolved[]): Resolved {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#underWay.has(key)) {
      this.#circles += 1;
      return ANYTHING;
    }
    if (this.#circles > MOST_CIRCLES || this.#underWay.size > LONGEST_CHAIN) {
      return { kind: 'opaque', source: key };
    }
    const before = this.#circles;
    this.#underWay.add(key);
    const value = either([...entries.map((one) => this.#entry(one)), ...more]);
    this.#underWay.delete(key);
    if (this.#circles === before || this.#underWay.size === 0) this.#known.set(key, value);
    return value;
  }

  #entry({ key, value }: Entry): Resolved {
    if (!key.endsWith('.$') || typeof value !== 'string') return this.resolve(value);
    return evaluatePath(value, this);
  }

  #collect(document: Document, isAssign: boolean): void {
    if (typeof document === 'string') return;
    if (!(document instanceof Map)) {
      for (const item of document) {
        addEntry(this.#values, '', { key: '', value: item });
        this.#collect(item, false);
      }
      return;
    }
    for (const [key, value] of document) {
      addEntry(isAssign ? this.#assigned : this.#values, nameOf(key), { key, value });
      if (OUTPUT_KEYS.has(nameOf(key))) addEntry(this.#values, '', { key, value });
      this.#collect(value, key === 'Assign');
    }
  }
}

function nameOf(key: string): string {
  return key.endsWith('.$') ? key.slice(0, -2) : key;
}

function addEntry(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [entry]);
  else found.push(entry);
}
