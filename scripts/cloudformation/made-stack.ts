import { partitionOf } from '../../src/model/regions.ts';
import { region } from '../../src/model/aws-ids.ts';
import { templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Template } from '../../test/sandbox/cloudformation/read-template.ts';
import { holds, resolve } from '../../test/sandbox/cloudformation/resolve.ts';
import { arnOfResource } from '../../test/sandbox/cloudformation/resource-names.ts';
import type { ParameterValue, Scope, StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { parametersOf, StackRefused } from '../../test/sandbox/cloudformation/scope.ts';
import type { Role } from '../../test/sandbox/iam/role.ts';
import { assertRules, rolesIn } from '../../test/sandbox/cloudformation/stack-roles.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { dependenciesOf } from './dependencies.ts';
import { plainParameters } from './plain-parameters.ts';
import { cached, cachedByObject } from './remember.ts';
import { intrinsicOf } from './resource-schemas.ts';
import { sectionOf } from './sections.ts';

/** A resource of a stack, with its properties after resolving intrinsic functions. */
export interface ResolvedResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Members;
  /** The ARN; undefined when it cannot be computed. */
  readonly arn: string | undefined;
  /** The ids of the resources that CloudFormation creates directly before this one. */
  readonly after: readonly string[];
}

/** The stack that a template creates with its parameters' defaults, or with the parameter values in its metadata. */
export interface ResolvedStack {
  readonly place: StackPlace;
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  readonly roles: readonly Role[];
  /** Returns the value of a parameter; of a list its items. */
  readonly parameter: (name: string) => readonly string[];
}

/** The parts of a stack that its resources are computed from. */
interface ScopeParts {
  readonly resources: Template['resources'];
  readonly mappings: Members;
  readonly conditions: Members;
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly place: StackPlace;
}

/** The same parts with the resources whose condition is true, by id. */
type StackParts = ScopeParts & { readonly made: Members };

/** Permissions boundaries allow everything here, since they are policies of the account and not of the template. */
const BOUNDARIES = {
  otherPolicies: {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  },
};

/**
 * Returns a function that computes the stack of a template. Each resource and role is computed once for the
 * same values that it refers to.
 * @returns undefined when a parameter has no default
 */
export function stackResolver(): (template: Members) => ResolvedStack | undefined {
  const valueOf = cached(defaultOf);
  const resourcesIn = cachedByObject((Resources: Members) => templateOf({ Resources }).resources);
  const isMet = cached((name, parts: ScopeParts) => holds(name, scopeOf(parts)));
  const madeResource = cached(makeResource);
  /** Returns a role with its policies. `names` is the role's id and the ids of all policies, one on each line. */
  const roles = cached((names, parts: ScopeParts) =>
    rolesIn(names.split('\n'), scopeOf(parts), BOUNDARIES),
  );
  return (template) => {
    const declared = sectionOf(template, 'Parameters');
    const hasDefault = (one: unknown): boolean => isMembers(one) && one['Default'] !== undefined;
    if (!Object.values(declared).every(hasDefault)) return undefined;
    const values: Record<string, ParameterValue> = { ...plainParameters(template) };
    for (const name of Object.keys(declared)) values[name] = valueOf(name, { declared });
    const place = placeOf(values['AlertsTopicArn']);
    const all = resourcesIn(sectionOf(template, 'Resources'));
    const parts: ScopeParts = {
      resources: all,
      mappings: sectionOf(template, 'Mappings'),
      conditions: sectionOf(template, 'Conditions'),
      values,
      place,
    };
    if (template['Rules'] !== undefined) {
      assertRules({ ...scopeOf(parts), template: templateOf(template) });
    }
    const made: Record<string, Members> = {};
    for (const [id, body] of Object.entries(all)) {
      const { Condition: name } = body;
      if (typeof name !== 'string' || isMet(name, parts)) made[id] = body;
    }
    const stackParts: StackParts = { ...parts, made };
    const resources = Object.keys(made).map((id) => madeResource(id, stackParts));
    const ofTypes = (...types: readonly string[]): readonly string[] =>
      resources.filter(({ type }) => types.includes(type)).map(({ id }) => id);
    const policies = ofTypes('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy');
    return {
      place,
      resources: new Map(resources.map((one) => [one.id, one])),
      roles: ofTypes('AWS::IAM::Role').flatMap((id) => roles([id, ...policies].join('\n'), parts)),
      parameter: (name) => [values[name] ?? []].flat().filter((value) => value !== ''),
    };
  };
}

function defaultOf(name: string, { declared }: { readonly declared: Members }): ParameterValue {
  const template = templateOf({ Parameters: { [name]: declared[name] } });
  return parametersOf(template, {}).get(name) ?? '';
}

function makeResource(id: string, parts: StackParts): ResolvedResource {
  const scope = scopeOf(parts);
  const body = parts.resources[id] ?? {};
  const properties = resolveKnown(body['Properties'] ?? {}, scope);
  return {
    id,
    type: String(body['Type']),
    properties: isMembers(properties) ? properties : {},
    arn: arnOfResource(id, scope, (value) => resolve(value, scope)),
    after: dependenciesOf(body, parts.made, (condition) => holds(condition, scope)),
  };
}

function scopeOf({ resources, mappings, conditions, values, place }: ScopeParts): Scope {
  return {
    template: { parameters: {}, rules: {}, resources, mappings, conditions },
    place,
    parameters: { get: (name) => values[name] },
  };
}

/** Resolves intrinsic functions; attributes that only AWS knows become undefined. */
function resolveKnown(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => resolveKnown(item, scope));
  if (!isMembers(value)) return value;
  if (intrinsicOf(value) === undefined) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, resolveKnown(member, scope)]),
    );
  }
  try {
    return resolve(value, scope);
  } catch (error) {
    if (error instanceof StackRefused) return undefined;
    throw error;
  }
}

/** Returns the stack's account and Region, taken from the ARN of its topic. */
function placeOf(topic: unknown): StackPlace {
  const [, , , code = '', account = ''] = typeof topic === 'string' ? topic.split(':') : [];
  const where = code === '' ? 'eu-west-1' : code;
  return {
    stackName: 'stack',
    partition: partitionOf(region(where)),
    accountId: account === '' ? '111111111111' : account,
    region: where,
  };
}
