import { isMembers } from '../../sandbox/wire/message.ts';
import { textOf } from '../../../scripts/cloudformation/sections.ts';
import { membersOf } from './definition.ts';

/** An error that ends a state machine or that a state catches. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** The values that paths refer to: a state's data and the context object. */
export interface Scope {
  readonly data: unknown;
  readonly context: unknown;
}

/**
 * Returns the value of a path, in the part of JSONPath that our definitions use: `$`, `$.a.b` and the same of the
 * context object. https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 *
 * @throws StateError for a path without a value, which fails an execution in Step Functions
 */
export function at(path: string, { data, context }: Scope): unknown {
  const found = /^(\$\$?)((?:\.\w+)*)$/.exec(path);
  if (found === null) throw new Error(`this interpreter cannot read the path ${path}`);
  const [, root, rest = ''] = found;
  return rest
    .split('.')
    .slice(1)
    .reduce(
      (value: unknown, name) => {
        if (!isMembers(value) || !Object.hasOwn(value, name)) {
          throw new StateError('States.Runtime', `${path} leads nowhere`);
        }
        return value[name];
      },
      root === '$$' ? context : data,
    );
}

/** Returns a payload template with its values: members whose name ends in `.$` are evaluated, others are copied. */
export function filled(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((item: unknown) => filled(item, scope));
  if (!isMembers(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, member]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), evaluate(String(member), scope)]
        : [name, filled(member, scope)],
    ),
  );
}

/**
 * Returns the value of a path or of an intrinsic function that our definitions use.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function evaluate(expression: string, scope: Scope): unknown {
  const written = /^States\.JsonToString\(([^()]*)\)$/.exec(expression);
  if (written !== null) return JSON.stringify(at(written[1] ?? '', scope));
  const sum = /^States\.MathAdd\((\S+), (\d+)\)$/.exec(expression);
  if (sum !== null) return Number(at(sum[1] ?? '', scope)) + Number(sum[2]);
  const format = /^States\.Format\('([^']*)', (.*)\)$/.exec(expression);
  if (format === null) return at(expression, scope);
  const values = (format[2] ?? '').split(', ').map((one) => evaluate(one, scope));
  // The arguments are texts and numbers.
  return (format[1] ?? '').replace(/\{\}/g, () => String(values.shift()));
}

/** Returns `input` with `result` at the position of the path; `$` replaces the whole input. */
export function placed(path: unknown, input: unknown, result: unknown): unknown {
  if (path === undefined || path === '$') return result;
  if (path === null) return input;
  const found = /^\$\.(\w+)$/.exec(textOf(path));
  if (found === null) throw new Error(`this interpreter cannot write to ${textOf(path)}`);
  return { ...membersOf(input), [found[1] ?? '']: result };
}
