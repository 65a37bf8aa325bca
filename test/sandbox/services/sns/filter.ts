import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { isMembers } from '../../wire/message.ts';
import type { Members } from '../../wire/message.ts';

/**
 * Filter policies of subscriptions. Basis: SNS Developer Guide, "Amazon SNS subscription filter policies": every
 * key must match, except within `$or`; one matching condition of a key is enough.
 */

type Scalar = string | number | boolean | null;

/** Whether the message attributes match a policy with the scope `MessageAttributes`. */
export function attributesFit(
  policy: Members,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): boolean {
  return fitsPolicy(policy, (key) => {
    const attribute = attributes[key];
    return attribute === undefined ? undefined : valuesOf(attribute);
  });
}

/** Whether the body matches a policy with the scope `MessageBody`; nested keys are compared with nested objects. */
export function bodyFits(policy: Members, body: Members): boolean {
  return Object.entries(policy).every(([key, conditions]) => {
    if (key === '$or') return orOf(conditions).some((inner) => bodyFits(inner, body));
    const value = body[key];
    if (isMembers(conditions)) return isMembers(value) && bodyFits(conditions, value);
    return fitsOne(conditions, value === undefined ? undefined : scalarsOf(value));
  });
}

function fitsPolicy(
  policy: Members,
  lookUp: (key: string) => readonly Scalar[] | undefined,
): boolean {
  return Object.entries(policy).every(([key, conditions]) =>
    key === '$or'
      ? orOf(conditions).some((inner) => fitsPolicy(inner, lookUp))
      : fitsOne(conditions, lookUp(key)),
  );
}

function fitsOne(conditions: unknown, values: readonly Scalar[] | undefined): boolean {
  if (!Array.isArray(conditions)) throw new TypeError('a filter policy lists its conditions');
  return conditions.some((condition: unknown) => {
    if (isMembers(condition) && 'exists' in condition) {
      return (condition['exists'] === true) === (values !== undefined);
    }
    if (values === undefined) return false;
    return values.some((value) => meets(condition, value));
  });
}

function meets(condition: unknown, value: Scalar): boolean {
  if (!isMembers(condition)) return condition === value;
  const [operator, argument] = Object.entries(condition)[0] ?? ['', undefined];
  switch (operator) {
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(argument));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase();
    case 'wildcard':
      return typeof value === 'string' && wildcard(String(argument)).test(value);
    case 'anything-but':
      return !(Array.isArray(argument) ? argument : [argument]).some((one: unknown) =>
        meets(one, value),
      );
    case 'numeric':
      return typeof value === 'number' && inRange(argument, value);
    default:
      throw new TypeError(`the sandbox does not know the filter operator ${operator}`);
  }
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Whether a value is in a numeric range, such as `[">", 0, "<=", 5]`. */
function inRange(argument: unknown, value: number): boolean {
  if (!Array.isArray(argument)) return false;
  for (let i = 0; i < argument.length; i += 2) {
    const compare = COMPARISONS[String(argument[i])];
    if (compare === undefined || !compare(value, Number(argument[i + 1]))) return false;
  }
  return argument.length > 0;
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

function orOf(value: unknown): Members[] {
  return Array.isArray(value) ? value.filter(isMembers) : [];
}

function scalarsOf(value: unknown): readonly Scalar[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter(isScalar);
}

/** Returns the values of an attribute: several for a `String.Array`, a number for a `Number`. */
function valuesOf({ DataType = '', StringValue = '' }: MessageAttributeValue): readonly Scalar[] {
  if (DataType.startsWith('Number')) return [Number(StringValue)];
  if (DataType !== 'String.Array') return [StringValue];
  const parsed: unknown = JSON.parse(StringValue);
  return scalarsOf(parsed);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
