import { templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import { holds, resolve } from '../../test/sandbox/cloudformation/resolve.ts';
import type { Scope, StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { parametersOf, StackRefused } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { plainMetadata } from '../cloudformation/plain-parameters.ts';
import { sectionOf } from '../cloudformation/sections.ts';

/**
 * Returns a template that creates the same stack without parameters and conditions: each parameter is
 * replaced by its default, each `Fn::If` by its chosen branch, and resources with a false condition are
 * removed. The CLI, SAM and CDK keep the parameter values of a deployed stack even when defaults change, so
 * with parameters a changed setting would not reach the stack. The metadata lists the values for comparisons.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
 * @param place of the stack, which only conditions may use; elsewhere pseudo parameters stay
 * @throws StackRefused for a parameter without a default, and for a template with rules
 */
export function withoutParameters(template: Members, place: StackPlace): Members {
  const { AWSTemplateFormatVersion, Description, Metadata, Mappings, Rules } = template;
  if (Rules !== undefined) throw new StackRefused('a template with rules is not settled');
  const read = templateOf(template);
  const scope: Scope = { template: read, place, parameters: parametersOf(read, {}) };
  const resources = resolvedMembers(sectionOf(template, 'Resources'), scope);
  return {
    AWSTemplateFormatVersion,
    Description,
    Metadata: {
      ...(isMembers(Metadata) ? Metadata : {}),
      ...plainMetadata(parametersOf(read, {}), Object.keys(resources)),
    },
    ...(Mappings !== undefined && { Mappings }),
    Resources: resources,
    Outputs: resolvedMembers(sectionOf(template, 'Outputs'), scope),
  };
}

/** Returns the resources or outputs whose condition is true, with all known values filled in. */
export function resolvedMembers(members: Members, scope: Scope): Members {
  const { resources } = scope.template;
  const isMade = (body: unknown): boolean =>
    isMembers(body) && (typeof body['Condition'] !== 'string' || holds(body['Condition'], scope));
  const made = new Set(Object.keys(resources).filter((id) => isMade(resources[id])));
  const kept = Object.entries(members).filter(([, body]) => isMade(body));
  return Object.fromEntries(kept.map(([id, body]) => [id, resolvedMember(body, made, scope)]));
}

function resolvedMember(body: unknown, made: ReadonlySet<string>, scope: Scope): Members {
  const { Condition: _met, DependsOn: after, ...member } = isMembers(body) ? body : {};
  const settled = fillIn(member, scope);
  const kept = [after ?? []].flat().filter((id: unknown) => typeof id === 'string' && made.has(id));
  return { ...(isMembers(settled) ? settled : {}), ...(kept.length > 0 && { DependsOn: kept }) };
}

/** Fills known values into a value. Returns undefined for `AWS::NoValue`. */
function fillIn(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => fillIn(item, scope)).filter((item) => item !== undefined);
  }
  if (!isMembers(value)) return value;
  const [name = '', ...more] = Object.keys(value);
  const argument = value[name];
  if (more.length === 0) {
    if (name === 'Ref') return resolvedReference(String(argument), scope);
    if (name === 'Fn::Sub') return resolvedText(argument, scope);
    if (name === 'Fn::If') return resolvedChoice(argument, scope);
  }
  const settled = Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, fillIn(member, scope)] as const)
      .filter(([, member]) => member !== undefined),
  );
  const isText = more.length === 0 && TEXT_FUNCTIONS.has(name) && !hasFunction(settled[name]);
  return isText ? resolve(settled, scope) : settled;
}

/** The functions that are evaluated when all of their arguments are known. */
const TEXT_FUNCTIONS: ReadonlySet<string> = new Set(['Fn::Join', 'Fn::Select', 'Fn::Split']);

function hasFunction(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasFunction);
  if (!isMembers(value)) return false;
  return Object.entries(value).some(
    ([key, member]) => key === 'Ref' || key.startsWith('Fn::') || hasFunction(member),
  );
}

function resolvedReference(name: string, { template, parameters }: Scope): unknown {
  if (name === 'AWS::NoValue') return undefined;
  const declared = template.parameters[name];
  if (declared === undefined) return { Ref: name };
  const value = parameters.get(name);
  if (Array.isArray(value)) return value.filter((item) => item !== '');
  return declared['Type'] === 'Number' ? Number(value) : value;
}

function resolvedChoice(argument: unknown, scope: Scope): unknown {
  const [condition, yes, no]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  return fillIn(holds(String(condition), scope) ? yes : no, scope);
}

/** Fills known values into `Fn::Sub`. Returns a plain text when no variable is left. */
function resolvedText(argument: unknown, scope: Scope): unknown {
  const [text, variables]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const left: Record<string, unknown> = {};
  const written = String(text).replace(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => {
    const own = isMembers(variables) ? variables[name] : undefined;
    const value = own === undefined ? resolvedReference(name, scope) : fillIn(own, scope);
    if (typeof value === 'string' || typeof value === 'number') {
      return String(value).replaceAll('${', '${!');
    }
    if (own !== undefined) left[name] = value;
    return whole;
  });
  if (Object.keys(left).length > 0) return { 'Fn::Sub': [written, left] };
  const isKnown = !/\$\{[^!]/.test(written);
  return isKnown ? written.replaceAll('${!', '${') : { 'Fn::Sub': written };
}
