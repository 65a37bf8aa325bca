import type { Scope } from '../../test/sandbox/cloudformation/scope.ts';
import { parametersOf } from '../../test/sandbox/cloudformation/scope.ts';
import { holds } from '../../test/sandbox/cloudformation/resolve.ts';
import { assertRules } from '../../test/sandbox/cloudformation/stack-roles.ts';
import { templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';

/** Nothing depends on them: conditions and rules of these templates ask for parameters alone. */
const NO_PLACE = { stackName: '', partition: '', accountId: '', region: '' };

/**
 * The resources of a template with its parameters and conditions replaced by what they are with these values,
 * so that another template can hold them. Pseudo parameters and attributes stay.
 * @throws StackRefused for values that the template does not accept
 */
export function resolvedResources(
  document: Members,
  values: Readonly<Record<string, string>>,
): Members {
  const template = templateOf(document);
  const parameters = parametersOf(template, values);
  const scope: Scope = { template, place: NO_PLACE, parameters };
  assertRules(scope);
  return membersOf(template.resources, scope);
}

/** undefined where it is `AWS::NoValue`. */
function resolved(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const one = resolved(item, scope);
      return one === undefined ? [] : [one];
    });
  }
  if (!isMembers(value)) return value;
  const { Ref: name, 'Fn::If': choice, 'Fn::Sub': text } = value;
  if (typeof name === 'string') {
    return name === 'AWS::NoValue' ? undefined : (scope.parameters.get(name) ?? value);
  }
  if (Array.isArray(choice)) {
    const [condition, yes, no] = choice as readonly unknown[];
    return resolved(holds(String(condition), scope) ? yes : no, scope);
  }
  return text === undefined ? membersOf(value, scope) : substituted(text, scope);
}

function membersOf(value: Members, scope: Scope): Members {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const one = resolved(member, scope);
      return one === undefined ? [] : [[key, one] as const];
    }),
  );
}

/** `Fn::Sub`; a text where nothing is left to substitute. */
function substituted(argument: unknown, scope: Scope): unknown {
  const [text, variables] = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument];
  const own = isMembers(variables) ? membersOf(variables, scope) : {};
  const known = String(text).replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = own[name] ?? scope.parameters.get(name);
    return typeof value === 'string' ? value : whole;
  });
  const left = Object.entries(own).filter(([name]) => known.includes(`\${${name}}`));
  if (left.length > 0) return { 'Fn::Sub': [known, Object.fromEntries(left)] };
  return known.includes('${') ? { 'Fn::Sub': known } : known;
}
