import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { Names } from './expressions.ts';
import {
  conditionExpression,
  isSwitch,
  literal,
  NotTranslated,
  quoted,
  snakeCase,
} from './expressions.ts';

const KNOWN = new Set([
  'Type',
  'Description',
  'Default',
  'AllowedPattern',
  'AllowedValues',
  'ConstraintDescription',
]);
/** The most repetitions in a regular expression of Terraform. https://pkg.go.dev/regexp/syntax */
const MOST_REPETITIONS = 1000;

interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/** Returns the variables of a module, one for each parameter, with its constraints and the rules about it. */
export function variablesOf(rules: Members, names: Names): Members {
  const asserted = assertionsOf(rules, names);
  return Object.fromEntries(
    Object.entries(names.parameters).map(([name, declared]) => {
      if (!isMembers(declared)) throw new NotTranslated(name);
      const unknown = Object.keys(declared).filter((key) => !KNOWN.has(key));
      if (unknown.length > 0) throw new NotTranslated(`${name}: ${unknown.join(', ')}`);
      const { Default: fallback } = declared;
      const variable = snakeCase(name);
      const validation = [
        ...constraintsOf(variable, declared),
        ...asserted.filter((one) => one.parameter === name).map((one) => one.validation),
      ];
      return [
        variable,
        {
          description: descriptionOf(declared, names),
          type: typeOf(declared),
          ...(fallback !== undefined && { default: defaultOf(declared) }),
          nullable: false,
          ...(validation.length > 0 && { validation }),
        },
      ];
    }),
  );
}

function typeOf(declared: Members): string {
  switch (declared['Type']) {
    case 'String':
      return isSwitch(declared) ? 'bool' : 'string';
    case 'CommaDelimitedList':
      return 'list(string)';
    default:
      throw new NotTranslated(`a parameter of type ${String(declared['Type'])}`);
  }
}

function defaultOf(declared: Members): unknown {
  const text = String(declared['Default']);
  switch (typeOf(declared)) {
    case 'bool':
      return text === 'true';
    case 'list(string)':
      return text === '' ? [] : text.split(',').map((item) => item.trim());
    default:
      return text;
  }
}

/** Returns the description with the variables' names instead of the parameters'. */
function descriptionOf({ Description, Type }: Members, { parameters }: Names): string {
  const text = String(Description).replace(/\b[A-Z]\w+\b/g, (word) =>
    Object.hasOwn(parameters, word) && /[a-z][A-Z]/.test(word) ? snakeCase(word) : word,
  );
  return Type === 'CommaDelimitedList' ? text.replace(', separated by commas', '') : text;
}

function constraintsOf(variable: string, declared: Members): readonly Validation[] {
  const { AllowedPattern: pattern, AllowedValues: values, ConstraintDescription: hint } = declared;
  const all: Validation[] = [];
  if (typeof pattern === 'string') {
    const isList = typeOf(declared) === 'list(string)';
    const fits = patternExpression(pattern, isList ? 'one' : `var.${variable}`);
    all.push({
      condition: `\${${isList ? `alltrue([for one in var.${variable} : ${fits}])` : fits}}`,
      error_message: literal(`${variable} ${String(hint)}.`),
    });
  }
  if (Array.isArray(values) && !isSwitch(declared)) {
    const list = values.map((value) => quoted(literal(String(value)))).join(', ');
    all.push({
      condition: `\${contains([${list}], var.${variable})}`,
      error_message: `${variable} must be one of: ${values.join(', ')}.`,
    });
  }
  return all;
}

/** Returns an expression that matches a pattern. A length above MOST_REPETITIONS becomes a comparison. */
function patternExpression(pattern: string, text: string): string {
  const [, characters, least, most] = /^\^(\[[^\]]+\])\{(\d+),(\d+)\}\$$/.exec(pattern) ?? [];
  if (Number(most) > MOST_REPETITIONS) {
    return `${fitsRegex(`^${characters}*$`, text)} && length(${text}) >= ${least} && length(${text}) <= ${most}`;
  }
  if (
    [...pattern.matchAll(/\{\d*,?(\d+)\}/g)].some(([, times]) => Number(times) > MOST_REPETITIONS)
  ) {
    throw new NotTranslated(pattern);
  }
  const outside = pattern
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\(.*\)/, '');
  const isWhole = /^\^[^|]*\$$/.test(outside);
  return fitsRegex(isWhole ? pattern : `^(?:${pattern})$`, text);
}

function fitsRegex(pattern: string, text: string): string {
  return `can(regex(${quoted(literal(pattern))}, ${text}))`;
}

/** Returns each assertion as a validation of the one parameter that it refers to. */
function assertionsOf(rules: Members, names: Names) {
  return Object.values(rules).flatMap((rule) => {
    if (!isMembers(rule) || rule['RuleCondition'] !== undefined) throw new NotTranslated('a rule');
    const assertions: readonly unknown[] = Array.isArray(rule['Assertions'])
      ? rule['Assertions']
      : [];
    return assertions.map((assertion) => {
      const { Assert: body, AssertDescription: text } = isMembers(assertion) ? assertion : {};
      const found = [...JSON.stringify(body).matchAll(/"Ref":"(\w+)"/g)].map(([, name]) => name);
      const [parameter, ...more] = new Set(found);
      if (parameter === undefined || more.length > 0) throw new NotTranslated('an assertion');
      const condition = `\${${conditionExpression(body, names)}}`;
      return { parameter, validation: { condition, error_message: literal(`${String(text)}.`) } };
    });
  });
}
