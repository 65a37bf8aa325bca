import { isMembers } from '../wire/message.ts';
import type { Condition } from './condition.ts';
import { knownOperator } from './condition.ts';
import { MalformedPolicy, NotUnderstood, textsOf } from './malformed.ts';
import { assertKey, assertVariables } from './variables.ts';

/**
 * The `Condition` of a statement: every operator, key and value is one that can be judged.
 *
 * @throws MalformedPolicy for what IAM would not store
 * @throws NotUnderstood for what cannot be judged here
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
      // An empty list fits nothing, and so satisfies every negated operator.
      if (values.length === 0) throw new NotUnderstood(`an empty list for ${key}`);
      for (const value of values) {
        if (hasVariables) assertVariables(value);
        assertValue(parsed.base, value);
      }
      return { operator, key: key.toLowerCase(), values };
    });
  });
}

/** A value that an operator cannot read would never fit: its negation would always hold. */
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
