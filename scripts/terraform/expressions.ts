import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** Thrown for a part of a CloudFormation template that cannot be translated to Terraform. */
export class NotTranslated extends Error {
  override readonly name = 'NotTranslated';
}

/** The names that a template declares and expressions may refer to. */
export interface Names {
  readonly parameters: Members;
  readonly conditions: Members;
  /** The logical ids of resources, with their addresses in the module. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Stores a translated list or map as a local value of the module, and returns the reference to it. */
  readonly keep: (path: readonly string[], translated: unknown) => string;
  /** Translates a list or map of the template. */
  readonly translate: (value: unknown, path: readonly string[]) => unknown;
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'data.aws_caller_identity.current.account_id',
  'AWS::Partition': 'data.aws_partition.current.partition',
  'AWS::NoValue': 'null',
};

/** Returns `tooling_account_id` for `ToolingAccountId`, and `read_limits` for `read-limits`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}

/** Whether a parameter takes only `true` or `false`, and therefore is a boolean in the module. */
export function isSwitch(declared: unknown): boolean {
  return isMembers(declared) && JSON.stringify(declared['AllowedValues']) === '["true","false"]';
}

/** Translates a condition, or an assertion of a rule, to an expression. */
export function conditionExpression(body: unknown, names: Names): string {
  const [name, argument] = functionOf(body);
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const all = (operator: string): string =>
    `(${parts.map((part) => conditionExpression(part, names)).join(` ${operator} `)})`;
  switch (name) {
    case 'Condition':
      return conditionReference(argument, names);
    case 'Fn::And':
      return all('&&');
    case 'Fn::Or':
      return all('||');
    case 'Fn::Not': {
      const [inner] = parts;
      const [operation, compared] = functionOf(inner);
      return operation === 'Fn::Equals'
        ? comparison(compared, '!=', names)
        : `!${conditionExpression(inner, names)}`;
    }
    case 'Fn::Equals':
      return comparison(argument, '==', names);
    default:
      throw new NotTranslated(`a condition ${JSON.stringify(body)}`);
  }
}

function comparison(argument: unknown, operator: '==' | '!=', names: Names): string {
  const [left, right]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const [name, parameter] = functionOf(left);
  if (name === 'Ref' && isSwitch(names.parameters[String(parameter)])) {
    const isTrue = (right === 'true') === (operator === '==');
    if (right !== 'true' && right !== 'false') throw new NotTranslated(JSON.stringify(argument));
    return `${isTrue ? '' : '!'}${reference(String(parameter), names)}`;
  }
  return `${expression(left, names, [])} ${operator} ${expression(right, names, [])}`;
}

/** Translates a value to an expression. A list or map becomes a local value, named by its path. */
export function expression(value: unknown, names: Names, path: readonly string[]): string {
  if (typeof value === 'string') return quoted(literal(value));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const [name, argument] = functionOf(value);
  switch (name) {
    case undefined:
      return names.keep(path, names.translate(value, path));
    case 'Ref':
      return reference(String(argument), names);
    case 'Fn::Sub':
      return quoted(interpolated(argument, names));
    case 'Fn::If': {
      const [condition, yes, no]: readonly unknown[] = Array.isArray(argument) ? argument : [];
      const [one, other] = [yes, no].map((branch) => {
        const written = expression(branch, names, path);
        return functionOf(branch)[0] === 'Fn::If' ? `(${written})` : written;
      });
      return `${conditionReference(condition, names)} ? ${one} : ${other}`;
    }
    case 'Fn::Join': {
      const [separator, list]: readonly unknown[] = Array.isArray(argument) ? argument : [];
      return `join(${expression(separator, names, path)}, ${expression(list, names, path)})`;
    }
    case 'Fn::Split': {
      const [separator, text]: readonly unknown[] = Array.isArray(argument) ? argument : [];
      return `split(${expression(separator, names, path)}, ${expression(text, names, path)})`;
    }
    case 'Fn::Select': {
      const [index, list]: readonly unknown[] = Array.isArray(argument) ? argument : [];
      return `${expression(list, names, path)}[${Number(index)}]`;
    }
    case 'Fn::GetAtt': {
      const [id = '', attribute = ''] = [argument].flat().map(String).join('.').split('.');
      const address = names.addresses.get(id);
      if (address === undefined || attribute !== 'Arn') throw new NotTranslated(String(argument));
      return `${address}.arn`;
    }
    default:
      throw new NotTranslated(name);
  }
}

/** Translates the text of `Fn::Sub`, with its variables as interpolations. */
export function interpolated(argument: unknown, names: Names): string {
  const [text, own]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const variables = isMembers(own) ? own : {};
  return String(text)
    .split(/(\$\{[^}]+\})/)
    .map((part) => {
      const [, name] = /^\$\{([^}]+)\}$/.exec(part) ?? [];
      if (name === undefined) return literal(part);
      if (name.startsWith('!')) return literal(`\${${name.slice(1)}}`);
      const value = variables[name];
      return `\${${value === undefined ? reference(name, names) : expression(value, names, [])}}`;
    })
    .join('');
}

/** Escapes a plain text: the starts of interpolations (`${`) and directives (`%{`). */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}

/** Returns a template as a quoted string, escaping only outside its interpolations. */
export function quoted(template: string): string {
  const parts = template.split(/((?<!\$)\$\{[^}]*\})/);
  const written = parts.map((part, at) =>
    at % 2 === 1 ? part : part.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n'),
  );
  return `"${written.join('')}"`;
}

/** Returns the name and argument of an intrinsic function; empty for a plain list or map. */
export function functionOf(value: unknown): readonly [name?: string, argument?: unknown] {
  if (!isMembers(value)) return [];
  const [name = '', ...more] = Object.keys(value);
  const isFunction = name === 'Ref' || name.startsWith('Fn::') || name === 'Condition';
  if (!isFunction || more.length > 0 || isMembers(value['Condition'])) return [];
  return [name, value[name]];
}

function reference(name: string, { parameters }: Names): string {
  const pseudo = PSEUDO_PARAMETERS[name];
  if (pseudo !== undefined) return pseudo;
  if (parameters[name] === undefined) throw new NotTranslated(`Ref ${name}`);
  return `var.${snakeCase(name)}`;
}

function conditionReference(name: unknown, { conditions }: Names): string {
  if (conditions[String(name)] === undefined) throw new NotTranslated(`condition ${String(name)}`);
  return `local.${snakeCase(String(name))}`;
}
