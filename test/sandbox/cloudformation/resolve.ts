import type { Scope } from './scope.ts';
import { isMembers } from '../wire/message.ts';
import { StackRefused, pseudoParameter } from './scope.ts';
import { attributeOf, referenceTo } from './resource-names.ts';

/** Returns the value with every intrinsic function resolved; undefined for `AWS::NoValue`. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (!isMembers(value)) return value;
  const keys = Object.keys(value);
  const only = keys.length === 1 ? keys[0] : undefined;
  const intrinsic = only === undefined ? undefined : INTRINSICS[only];
  if (only !== undefined && intrinsic !== undefined) return intrinsic(value[only], scope);
  if (only?.startsWith('Fn::')) throw new StackRefused(`the sandbox does not know ${only}`);
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, resolve(member, scope)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

/** Whether a named condition of the template is true. */
export function holds(condition: string, scope: Scope): boolean {
  const body = scope.template.conditions[condition];
  if (body === undefined) throw new StackRefused(`Unresolved condition ${condition}`);
  return resolve(body, scope) === true;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => referenced(String(name), scope),
  Condition: (name, scope) => holds(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [id = '', ...rest] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    return attributeOf(id, rest.join('.'), scope, (value) => resolve(value, scope));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, extra] = Array.isArray(argument) ? argument : [argument];
    const own = resolve(extra ?? {}, scope);
    return String(template).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (isMembers(own) && own[name] !== undefined) return textOf(own[name], 'Fn::Sub');
      const value = name.includes('.')
        ? resolve({ 'Fn::GetAtt': name }, scope)
        : referenced(name, scope);
      return textOf(value, `\${${name}}`);
    });
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = argumentsOf(argument, 2, 'Fn::Join');
    return listOf(resolve(items, scope), 'Fn::Join')
      .map((item) => textOf(item, 'Fn::Join'))
      .join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argumentsOf(argument, 2, 'Fn::Split');
    return textOf(resolve(text, scope), 'Fn::Split').split(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = argumentsOf(argument, 2, 'Fn::Select');
    const item = listOf(resolve(items, scope), 'Fn::Select')[Number(resolve(index, scope))];
    if (item === undefined) throw new StackRefused('Fn::Select: no such item');
    return item;
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = argumentsOf(argument, 3, 'Fn::FindInMap').map((part) =>
      textOf(resolve(part, scope), 'Fn::FindInMap'),
    );
    const rows = scope.template.mappings[map ?? ''];
    const row = isMembers(rows) ? rows[top ?? ''] : undefined;
    const value = isMembers(row) ? row[second ?? ''] : undefined;
    if (value === undefined) throw new StackRefused(`Unable to get mapping for ${map}::${top}`);
    return value;
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = argumentsOf(argument, 3, 'Fn::If');
    return resolve(holds(String(condition), scope) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = argumentsOf(argument, 2, 'Fn::Equals');
    const text = (side: unknown): string => textOf(resolve(side, scope), 'Fn::Equals');
    return text(left) === text(right);
  },
  'Fn::Not': (argument, scope) => !listOf(resolve(argument, scope), 'Fn::Not').includes(true),
  'Fn::And': (argument, scope) =>
    listOf(resolve(argument, scope), 'Fn::And').every((item) => item === true),
  'Fn::Or': (argument, scope) => listOf(resolve(argument, scope), 'Fn::Or').includes(true),
  'Fn::Contains': (argument, scope) => {
    const [list, wanted] = argumentsOf(argument, 2, 'Fn::Contains');
    return listOf(resolve(list, scope), 'Fn::Contains').includes(resolve(wanted, scope));
  },
};

function referenced(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return undefined;
  const known = pseudoParameter(name, scope.place) ?? scope.parameters.get(name);
  return known ?? referenceTo(name, scope, (value) => resolve(value, scope));
}

function argumentsOf(argument: unknown, count: number, name: string): readonly unknown[] {
  const items = listOf(argument, name);
  if (items.length !== count) throw new StackRefused(`${name} takes ${count} arguments`);
  return items;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new StackRefused(`${name} takes a list`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new StackRefused(`${name} needs a text, got ${JSON.stringify(value)}`);
}
