import { partitionOf } from '../../src/model/regions.ts';
import { region } from '../../src/model/aws-ids.ts';
import { templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import { holds, resolve } from '../../test/sandbox/cloudformation/resolve.ts';
import { arnOfResource } from '../../test/sandbox/cloudformation/resource-names.ts';
import type { Scope, StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { parametersOf, StackRefused } from '../../test/sandbox/cloudformation/scope.ts';
import type { Role } from '../../test/sandbox/iam/role.ts';
import { rolesOfStack } from '../../test/sandbox/cloudformation/stack-roles.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { dependenciesOf } from './dependencies.ts';
import { intrinsicOf } from './resource-schemas.ts';
import { sectionOf } from './sections.ts';

/** A resource of a stack, with its properties as AWS gets them. */
export interface MadeResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Members;
  /** undefined where it has none that is known here. */
  readonly arn: string | undefined;
  /** Ids of the resources that it is made after, directly. */
  readonly after: readonly string[];
}

/** What a template makes with the defaults of its parameters. */
export interface MadeStack {
  readonly place: StackPlace;
  readonly resources: ReadonlyMap<string, MadeResource>;
  readonly roles: readonly Role[];
  /** Values of parameters; a list as its items. */
  readonly parameter: (name: string) => readonly string[];
}

/** @returns undefined when a parameter has no default: what is made is then unknown. */
export function madeStack(template: Members): MadeStack | undefined {
  const declared = Object.values(sectionOf(template, 'Parameters'));
  if (declared.some((one) => !isMembers(one) || one['Default'] === undefined)) return undefined;
  const read = templateOf(template);
  const parameters = parametersOf(read, {});
  const place = placeOf(parameters.get('AlertsTopicArn'));
  const scope: Scope = { template: read, place, parameters };
  const all = sectionOf(template, 'Resources');
  const isMade = ([, body]: readonly [string, unknown]): boolean =>
    isMembers(body) && (typeof body['Condition'] !== 'string' || holds(body['Condition'], scope));
  const made = Object.fromEntries(Object.entries(all).filter(isMade));
  const resources = Object.entries(made).flatMap(([id, body]): MadeResource[] => {
    if (!isMembers(body)) return [];
    const properties = resolveKnown(body['Properties'] ?? {}, scope);
    return [
      {
        id,
        type: String(body['Type']),
        properties: isMembers(properties) ? properties : {},
        arn: arnOfResource(id, scope, (value) => resolve(value, scope)),
        after: dependenciesOf(body, made, (condition) => holds(condition, scope)),
      },
    ];
  });
  return {
    place,
    resources: new Map(resources.map((one) => [one.id, one])),
    roles: rolesOfStack(read, place),
    parameter: (name) => [parameters.get(name) ?? []].flat().filter((value) => value !== ''),
  };
}

/** Attributes that only AWS can tell are left out. */
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

/** The account and Region of the topics: they are the stack's own. */
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
