import { isMembers } from '../wire/message.ts';
import type { Condition } from './condition.ts';
import { knownOperator } from './condition.ts';
import { MalformedPolicy, NotUnderstood, textsOf } from './malformed.ts';
import { assertKey, assertVariables } from './variables.ts';

/**
 * Parses the `Condition` of a statement and checks that every operator, key and value can be evaluated.
 *
 * @throws MalformedPolicy for a condition that IAM would not store
 * @throws NotUnderstood for a condition that this evaluator does not support
 */
export function parseConditions(raw: unknown, hasVariables: boolean): Condition[] {
  if (raw === undefined) return [];
  if (!isMembers(raw)) throw new MalformedPolicy('Condition is an object');
  return Object.entries(raw).flatMap(([operator, keys]) => {
    const parsed = knownOperator(operator);
    if (parsed === undefined) {
      throw new MalformedPolicy(`not a condition operator of the sandbox: ${operator}`);
    }
    if (!isMembers(keys)) throw new MalformedPolicy(`${operator} is an object`);
    return Object.entries(keys).map(([key, given]) => {
      assertKey(key);
      const values = textsOf(given, key);
      // An empty list matches nothing, and would make every negated operator true.
      if (values.length === 0) throw new NotUnderstood(`an empty list for ${key}`);
      for (const value of values) {
        if (hasVariables) assertVariables(value);
        assertValue(parsed.base, value);
      }
      return { operator, key: key.toLowerCase(), values };
    });
  });
}

/**
 * Refuses a value that the operator cannot parse: it would never match, so the negated operator would always be
 * true.
 */
function assertValue(operator: string, value: string): void {
  const isReadable =
    operator === 'Null' || operator === 'Bool'
      ? /^(?:true|false)$/i.test(value)
      : operator.startsWith('Numeric')
        ? value.trim() !== '' && Number.isFinite(Number(value))
        : operator.startsWith('Date')
          ? /^\d+$/.test(value) || Number.isFinite(Date.parse(value))
          : operator.startsWith('Arn')
            ? value.split(':').length >= 6
            : true;
  if (!isReadable) throw new MalformedPolicy(`${operator} cannot compare with ${value}`);
}
