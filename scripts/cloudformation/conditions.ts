import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';

/** Whether a condition must be true or false for one part of the template to be used, such as a branch of `Fn::If`. */
export interface ConditionValue {
  readonly condition: string;
  readonly holds: boolean;
}

/** Whether each comparison (`Fn::Equals`) is true; the key is its arguments as JSON. */
type Comparisons = ReadonlyMap<string, boolean>;

/**
 * Returns whether `needed` is true whenever all of `given` are as stated, for any parameter values. It also
 * considers values that no parameter can have, so it may return false where true is right, never the reverse.
 */
export function impliesCondition(
  template: Members,
  given: readonly ConditionValue[],
  needed: string,
): boolean {
  if (given.some(({ condition, holds }) => holds && condition === needed)) return true;
  const conditions = sectionOf(template, 'Conditions');
  const names = [...given.map(({ condition }) => condition), needed];
  const compared = [
    ...new Set(names.flatMap((name) => comparisonsIn(conditions[name], conditions))),
  ];
  return assignments(compared).every((comparisons) => {
    const isTrue = (name: string): boolean => truthOf(conditions[name], conditions, comparisons);
    return given.some(({ condition, holds }) => isTrue(condition) !== holds) || isTrue(needed);
  });
}

/** Returns every possible set of results of the comparisons. The same value cannot equal two constants. */
function assignments(compared: readonly string[]): readonly Comparisons[] {
  let all: Comparisons[] = [new Map()];
  for (const one of compared) {
    all = all.flatMap((before) => [
      new Map([...before, [one, false]]),
      ...([...before].some(([other, isTrue]) => isTrue && excludes(one, other))
        ? []
        : [new Map([...before, [one, true]])]),
    ]);
  }
  return all;
}

function excludes(one: string, other: string): boolean {
  const [left, right] = [operandsOf(one), operandsOf(other)];
  const constant = (value: unknown): value is string => typeof value === 'string';
  const [a, b] = [left.find(constant), right.find(constant)];
  const [x, y] = [left, right].map((side) => JSON.stringify(side.filter((v) => !constant(v))));
  return a !== undefined && b !== undefined && a !== b && x === y;
}

function operandsOf(comparison: string): readonly unknown[] {
  const operands: unknown = JSON.parse(comparison);
  return Array.isArray(operands) ? operands : [];
}

function comparisonsIn(body: unknown, conditions: Members): readonly string[] {
  if (Array.isArray(body)) return body.flatMap((item: unknown) => comparisonsIn(item, conditions));
  if (!isMembers(body)) return [];
  const equals = body['Fn::Equals'];
  if (equals !== undefined) return [JSON.stringify(equals)];
  const name = body['Condition'];
  if (typeof name === 'string') return comparisonsIn(conditions[name], conditions);
  return Object.values(body).flatMap((member) => comparisonsIn(member, conditions));
}

function truthOf(body: unknown, conditions: Members, comparisons: Comparisons): boolean {
  if (!isMembers(body)) return false;
  const list = (name: string): readonly unknown[] => [body[name] ?? []].flat();
  const truth = (one: unknown): boolean => truthOf(one, conditions, comparisons);
  if ('Fn::Equals' in body) return comparisons.get(JSON.stringify(body['Fn::Equals'])) === true;
  if ('Condition' in body) return truth(conditions[String(body['Condition'])]);
  if ('Fn::Not' in body) return !list('Fn::Not').some(truth);
  if ('Fn::And' in body) return list('Fn::And').every(truth);
  return list('Fn::Or').some(truth);
}
