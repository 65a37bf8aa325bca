import type { ConditionKeys } from './pattern.ts';
import { NotUnderstood } from './malformed.ts';
import { fits, fitsArn, substitute } from './pattern.ts';

/**
 * Condition operators. Basis: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued
 * context keys".
 */

export interface Condition {
  readonly operator: string;
  /** The condition key in lower case, because condition keys ignore case. */
  readonly key: string;
  readonly values: readonly string[];
}

interface Operator {
  /** Compares one value of the request with one value of the policy. */
  readonly test: (given: string, wanted: string, keys: ConditionKeys) => boolean;
  /** True for an operator that requires that no value of the policy matches. */
  readonly isNegated: boolean;
}

type Comparison = (given: number, wanted: number) => boolean;

const exact: Operator['test'] = (given, wanted, keys) => given === substitute(wanted, keys);
const ignoringCase: Operator['test'] = (given, wanted, keys) =>
  given.toLowerCase() === substitute(wanted, keys)?.toLowerCase();
const like: Operator['test'] = (given, wanted, keys) => fits(wanted, given, { keys });
const arnLike: Operator['test'] = (given, wanted, keys) => fitsArn(wanted, given, keys);
const numeric =
  (compare: Comparison): Operator['test'] =>
  (given, wanted) =>
    compare(Number(given), Number(wanted));
const date =
  (compare: Comparison): Operator['test'] =>
  (given, wanted) =>
    compare(timeOf(given), timeOf(wanted));

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...withNegation('StringEquals', 'StringNotEquals', exact),
  ...withNegation('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', ignoringCase),
  ...withNegation('StringLike', 'StringNotLike', like),
  ...withNegation('ArnEquals', 'ArnNotEquals', arnLike),
  ...withNegation('ArnLike', 'ArnNotLike', arnLike),
  ...withNegation('Bool', '', ignoringCase),
  ...Object.entries(COMPARISONS).flatMap(([name, compare]) => [
    ...withNegation(
      `Numeric${name}`,
      name === 'Equals' ? 'NumericNotEquals' : '',
      numeric(compare),
    ),
    ...withNegation(`Date${name}`, name === 'Equals' ? 'DateNotEquals' : '', date(compare)),
  ]),
]);

interface ParsedOperator {
  readonly quantifier: 'all' | 'any' | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/** Parses the name of an operator; undefined when the sandbox does not support it. */
export function knownOperator(text: string): ParsedOperator | undefined {
  const found = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text);
  const base = found?.[2] ?? '';
  if (base !== 'Null' && !OPERATORS.has(base)) return undefined;
  const prefix = found?.[1];
  // IAM has no `NullIfExists`, and `Null` takes no `ForAllValues` or `ForAnyValue`.
  if (base === 'Null' && (prefix !== undefined || found?.[3] !== undefined)) return undefined;
  return {
    quantifier: prefix === undefined ? undefined : prefix === 'ForAllValues' ? 'all' : 'any',
    base,
    ifExists: found?.[3] !== undefined,
  };
}

export function isMet(
  condition: Condition,
  keys: ConditionKeys,
  variables: ConditionKeys,
): boolean {
  const parsed = knownOperator(condition.operator);
  if (parsed === undefined) throw new NotUnderstood(`the operator ${condition.operator}`);
  const given = keys.get(condition.key) ?? [];
  const isAbsent = given.length === 0;
  if (parsed.base === 'Null') {
    return condition.values.some((value) => (value.toLowerCase() === 'true') === isAbsent);
  }
  const operator = OPERATORS.get(parsed.base);
  if (operator === undefined) throw new NotUnderstood(`the operator ${condition.operator}`);
  if (isAbsent) {
    if (parsed.quantifier === 'all') return true;
    if (parsed.quantifier === 'any') return false;
    return parsed.ifExists || operator.isNegated;
  }
  const holds = (value: string): boolean =>
    condition.values.some((wanted) => operator.test(value, wanted, variables)) !==
    operator.isNegated;
  return parsed.quantifier === 'all' ? given.every(holds) : given.some(holds);
}

function withNegation(
  name: string,
  negation: string,
  test: Operator['test'],
): [string, Operator][] {
  const positive: [string, Operator] = [name, { test, isNegated: false }];
  return negation === '' ? [positive] : [positive, [negation, { test, isNegated: true }]];
}

/** Returns epoch milliseconds from ISO 8601 or epoch seconds. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
