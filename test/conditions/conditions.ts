import type { ESTree } from 'vite';
import { parseSync, Visitor } from 'vite';

/** One condition of a source file: an expression whose value is used as true or false. */
export interface Condition {
  /** The id `file:from-to`, unique among all files. */
  readonly id: string;
  readonly file: string;
  /** The line number, from 1. */
  readonly line: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /**
   * Whether the condition only decides if an object has a property, as in `...(a !== undefined && { a })`. If it is
   * forced to true, the property exists with the value undefined, which no reader distinguishes from an absent
   * property.
   */
  readonly isOfProperty: boolean;
}

type Expression = ESTree.Expression;

interface Span {
  readonly start: number;
  readonly end: number;
}

const COMPARISONS = new Set(['===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);
/** Functions that return the order of two values. */
const ORDERS = new Set(['inOrder', 'byNumber', 'rank']);
const PREDICATES = new Set(['filter', 'some', 'every', 'find', 'findLast', 'findIndex']);

/**
 * Returns every condition of a TypeScript source, in order: the tests of `if`, `while`, `for` and `?:`, each side
 * of `&&` and `||` (except between comparators), comparisons, negations, and the predicates of `filter`, `some`,
 * `every` or `find`. A condition inside another one is a separate condition.
 */
export function conditionsOf(file: string, source: string): readonly Condition[] {
  const spans = new Map<string, Span>();
  const ofProperties = new Set<string>();
  const add = (node: Span | null): void => {
    if (node !== null) spans.set(`${node.start}-${node.end}`, node);
  };
  new Visitor({
    IfStatement: ({ test }) => add(test),
    WhileStatement: ({ test }) => add(test),
    DoWhileStatement: ({ test }) => add(test),
    ForStatement: ({ test }) => add(test),
    ConditionalExpression: ({ test }) => add(test),
    SpreadElement: ({ argument }) => {
      const node = argument.type === 'ParenthesizedExpression' ? argument.expression : argument;
      if (node.type !== 'LogicalExpression' || node.operator !== '&&') return;
      const { left, right } = node;
      if (right.type !== 'ObjectExpression' || right.properties.length !== 1) return;
      const [property] = right.properties;
      if (property?.type !== 'Property' || !property.shorthand) return;
      if (property.key.type !== 'Identifier' || property.key.name !== testedName(left)) return;
      ofProperties.add(`${left.start}-${left.end}`);
    },
    LogicalExpression: (node) => {
      if (node.operator === '??' || sidesOf(node).some(isOrder)) return;
      for (const side of [node.left, node.right]) {
        if (side.type !== 'ObjectExpression') add(side);
      }
    },
    BinaryExpression: (node) => {
      if (COMPARISONS.has(node.operator)) add(node);
    },
    UnaryExpression: (node) => {
      if (node.operator === '!') add(node);
    },
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!PREDICATES.has(callee.property.name)) return;
      if (first?.type !== 'ArrowFunctionExpression') return;
      if (first.body.type !== 'BlockStatement') add(first.body);
    },
  }).visit(parseSync(file, source).program);

  return [...spans.values()]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map(({ start, end }) => ({
      id: `${file}:${start}-${end}`,
      file,
      line: source.slice(0, start).split('\n').length,
      text: source.slice(start, end).replace(/\s+/g, ' '),
      from: start,
      to: end,
      isOfProperty: ofProperties.has(`${start}-${end}`),
    }));
}

/** Returns the expressions that a chain of `&&` or of `||` joins. */
function sidesOf(node: Expression): readonly Expression[] {
  return node.type === 'LogicalExpression' ? [node.left, node.right].flatMap(sidesOf) : [node];
}

/** Returns the name `a` of the expressions `a` and `a !== undefined`; undefined for any other expression. */
function testedName(node: Expression): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'BinaryExpression' || node.operator !== '!==') return undefined;
  const { left, right } = node;
  if (right.type !== 'Identifier' || right.name !== 'undefined') return undefined;
  return left.type === 'Identifier' ? left.name : undefined;
}

/** Whether an expression returns the order of two values, like a comparator of `sort`. */
function isOrder(node: Expression): boolean {
  if (node.type === 'BinaryExpression') return node.operator === '-';
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  return ORDERS.has(node.callee.name);
}

/** Returns the source with each condition passed to `globalThis.condition`, which decides its value. */
export function withConditions(file: string, source: string): string {
  const inserts: { readonly at: number; readonly text: string; readonly rank: number }[] = [];
  for (const { id, from, to } of conditionsOf(file, source)) {
    const length = to - from;
    inserts.push({ at: from, text: `globalThis.condition(${JSON.stringify(id)},(`, rank: -length });
    inserts.push({ at: to, text: '))', rank: length });
  }
  // Where several conditions begin or end at one position, the outermost begins first and ends last, and ends come
  // before beginnings.
  inserts.sort((a, b) => a.at - b.at || Number(a.rank < 0) - Number(b.rank < 0) || a.rank - b.rank);
  let changed = '';
  let at = 0;
  for (const insert of inserts) {
    changed += source.slice(at, insert.at) + insert.text;
    at = insert.at;
  }
  return changed + source.slice(at);
}
