import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { ConditionValue } from './conditions.ts';
import { impliesCondition } from './conditions.ts';
import { sectionOf, textOf } from './sections.ts';
import { intrinsicOf, schemaOf } from './resource-schemas.ts';

/** The pseudo parameters of CloudFormation. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** Functions that return the reference faults of a resource, output or condition, by its id. */
export interface ReferenceRules {
  readonly ofResource: (id: string) => readonly string[];
  readonly ofOutput: (id: string) => readonly string[];
  readonly ofCondition: (id: string) => readonly string[];
}

/**
 * Finds references to names and attributes that do not exist, and references to a resource that a condition
 * may leave out while the referring place remains. CloudFormation refuses such a `Ref` or `DependsOn` with
 * "Unresolved resource dependencies", unless the referring resource or an `Fn::If` has a condition that
 * excludes it as well. https://github.com/aws/serverless-application-model/issues/832 (Ref),
 * https://github.com/aws-solutions/media-insights-on-aws/issues/145, cfn-lint E3005 (DependsOn),
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
 */
export function referenceRules(template: Members): ReferenceRules {
  const resources = sectionOf(template, 'Resources');
  const parameters = sectionOf(template, 'Parameters');
  const conditions = sectionOf(template, 'Conditions');
  const mappings = sectionOf(template, 'Mappings');

  const target = (
    id: string,
    given: readonly ConditionValue[],
    path: string,
  ): readonly string[] => {
    const resource = resources[id];
    if (!isMembers(resource)) return [`${path}: there is no ${id}`];
    const needed = resource['Condition'];
    return typeof needed !== 'string' || impliesCondition(template, given, needed)
      ? []
      : [`${path}: ${id} is there only if ${needed}`];
  };
  const ref = (id: string, given: readonly ConditionValue[], path: string): readonly string[] =>
    PSEUDO_PARAMETERS.includes(id) || Object.hasOwn(parameters, id) ? [] : target(id, given, path);
  const getAtt = (
    argument: unknown,
    given: readonly ConditionValue[],
    path: string,
  ): readonly string[] => {
    const [id = '', ...rest] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    const missing = target(id, given, path);
    const resource = resources[id];
    if (!isMembers(resource)) return missing;
    const schema = schemaOf(resource['Type']);
    const attribute = rest.join('.');
    return schema === undefined || Object.hasOwn(schema.attributes, attribute)
      ? missing
      : [...missing, `${path}: ${String(resource['Type'])} has no attribute ${attribute}`];
  };
  const sub = (
    argument: unknown,
    given: readonly ConditionValue[],
    path: string,
  ): readonly string[] => {
    const [text, own] = Array.isArray(argument) ? argument : [argument];
    const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name);
    return names
      .filter((name) => !(isMembers(own) && Object.hasOwn(own, name)))
      .flatMap((name) => (name.includes('.') ? getAtt(name, given, path) : ref(name, given, path)));
  };
  /** DependsOn accepts only names, no intrinsic functions. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1015 */
  const dependsOn = (
    other: unknown,
    given: readonly ConditionValue[],
    id: string,
  ): readonly string[] => {
    if (typeof other !== 'string') return [`${id}: DependsOn takes names, not ${textOf(other)}`];
    return Object.hasOwn(resources, other)
      ? target(other, given, `${id}.DependsOn`)
      : [`${id}: there is no ${other} to depend on`];
  };
  const condition = (name: unknown, path: string): readonly string[] =>
    typeof name === 'string' && Object.hasOwn(conditions, name)
      ? []
      : [`${path}: there is no condition ${String(name)}`];

  const walk = (
    value: unknown,
    given: readonly ConditionValue[],
    path: string,
  ): readonly string[] => {
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown, at) => walk(item, given, `${path}[${at}]`));
    }
    if (!isMembers(value)) return [];
    const [name, argument] = intrinsicOf(value) ?? ['', undefined];
    switch (name) {
      case 'Ref':
        return ref(String(argument), given, path);
      case 'Fn::GetAtt':
        return getAtt(argument, given, path);
      case 'Fn::Sub':
        return [
          ...sub(argument, given, path),
          ...(Array.isArray(argument) ? walk(argument[1], given, path) : []),
        ];
      case 'Fn::If': {
        const [test, yes, no] = Array.isArray(argument) ? argument : [];
        return [
          ...condition(test, path),
          ...walk(yes, [...given, { condition: String(test), holds: true }], path),
          ...walk(no, [...given, { condition: String(test), holds: false }], path),
        ];
      }
      case 'Fn::FindInMap': {
        const [map] = Array.isArray(argument) ? argument : [];
        const known = typeof map !== 'string' || Object.hasOwn(mappings, map);
        return [
          ...(known ? [] : [`${path}: there is no mapping ${map}`]),
          ...walk(argument, given, path),
        ];
      }
      default:
        return Object.entries(value).flatMap(([key, member]) =>
          walk(member, given, `${path}.${key}`),
        );
    }
  };

  return {
    ofResource: (id) => {
      const resource = resources[id];
      if (!isMembers(resource)) return [];
      const { Condition: own, DependsOn: needs } = resource;
      const given = givenBy(own);
      return [
        ...(own === undefined ? [] : condition(own, id)),
        ...[needs ?? []].flat().flatMap((other) => dependsOn(other, given, id)),
        ...walk(resource['Properties'], given, id),
        ...['Metadata', 'CreationPolicy', 'UpdatePolicy'].flatMap((name) =>
          walk(resource[name], given, `${id}.${name}`),
        ),
      ];
    },
    ofOutput: (id) => {
      const output = sectionOf(template, 'Outputs')[id];
      const own = isMembers(output) ? output['Condition'] : undefined;
      return [
        ...(own === undefined ? [] : condition(own, id)),
        ...walk(output, givenBy(own), `Outputs.${id}`),
      ];
    },
    ofCondition: (id) => conditionFaults(conditions[id], `Conditions.${id}`),
  };

  /** Inside Conditions, `Condition` refers to another condition, and `Ref` only to parameters. */
  function conditionFaults(value: unknown, path: string): readonly string[] {
    if (Array.isArray(value)) return value.flatMap((item: unknown) => conditionFaults(item, path));
    if (!isMembers(value)) return [];
    return Object.entries(value).flatMap(([key, member]) => {
      if (key === 'Condition') return condition(member, path);
      if (key !== 'Ref') return conditionFaults(member, path);
      const name = String(member);
      const known = PSEUDO_PARAMETERS.includes(name) || Object.hasOwn(parameters, name);
      return known ? [] : [`${path}: there is no parameter ${name}`];
    });
  }
}

function givenBy(condition: unknown): readonly ConditionValue[] {
  return typeof condition === 'string' ? [{ condition, holds: true }] : [];
}
