import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Names } from './expressions.ts';
import { expression, functionOf, interpolated, literal, snakeCase } from './expressions.ts';

/**
 * Translates a value of a template to Terraform's JSON syntax. A list or map with items that a condition may
 * leave out becomes a local value with null in their place, and a `for` expression drops the nulls.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 *
 * @param path names the local values
 */
export function valueOf(value: unknown, names: Names, path: readonly string[]): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const items = list.map((item, at) => valueOf(item, names, [...path, nameOfItem(item, at)]));
    if (!list.some(isLeftOut)) return items;
    return `\${[for one in ${names.keep(path, items)} : one if one != null]}`;
  }
  if (!isMembers(value)) return value;
  const [name, argument] = functionOf(value);
  if (name === 'Fn::Sub') return interpolated(argument, names);
  if (name !== undefined) return `\${${expression(value, names, path)}}`;
  const members = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, valueOf(member, names, [...path, key])]),
  );
  if (!Object.values(value).some(isLeftOut)) return members;
  return `\${{ for key, value in ${names.keep(path, members)} : key => value if value != null }}`;
}

/** Whether a condition may leave the value out. */
function isLeftOut(value: unknown): boolean {
  const [name, argument] = functionOf(value);
  return name === 'Fn::If' && JSON.stringify(argument).includes('{"Ref":"AWS::NoValue"}');
}

/** Returns the name of a list's item: a statement's Sid, also inside `Fn::If`, or else its number. */
function nameOfItem(item: unknown, at: number): string {
  const [name, argument] = functionOf(item);
  const one: unknown = name === 'Fn::If' && Array.isArray(argument) ? argument[1] : item;
  const sid = isMembers(one) ? one['Sid'] : undefined;
  return typeof sid === 'string' ? sid : String(at + 1);
}

/** The local values of a module, in the order in which they were added. */
export class Locals {
  readonly #values = new Map<string, unknown>();

  /** @returns the reference @throws Error when another value has the same name */
  set(path: readonly string[], value: unknown): string {
    const name = path.map(snakeCase).join('_');
    if (this.#values.has(name)) throw new Error(`two local values are named ${name}`);
    this.#values.set(name, value);
    return `local.${name}`;
  }

  all(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#values);
  }
}
