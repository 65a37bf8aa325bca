import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf, textOf } from './sections.ts';
import { intrinsicOf, schemaOf } from './resource-schemas.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
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

/** What is known to hold at a place: the condition of its resource, and of each `Fn::If` around it. */
type Given = readonly string[];

/**
 * References that lead nowhere, attributes that a type does not have, and references to what is not
 * made in every case in which the place that refers is.
 */
export function referenceFaults(template: Members): readonly string[] {
  const resources = sectionOf(template, 'Resources');
  const parameters = sectionOf(template, 'Parameters');
  const conditions = sectionOf(template, 'Conditions');
  const mappings = sectionOf(template, 'Mappings');

  const target = (id: string, given: Given, path: string): readonly string[] => {
    const resource = resources[id];
    if (!isMembers(resource)) return [`${path}: there is no ${id}`];
    const needed = resource['Condition'];
    return typeof needed !== 'string' || given.includes(needed)
      ? []
      : [`${path}: ${id} is there only if ${needed}`];
  };
  const ref = (id: string, given: Given, path: string): readonly string[] =>
    PSEUDO_PARAMETERS.includes(id) || Object.hasOwn(parameters, id) ? [] : target(id, given, path);
  const getAtt = (argument: unknown, given: Given, path: string): readonly string[] => {
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
  const sub = (argument: unknown, given: Given, path: string): readonly string[] => {
    const [text, own] = Array.isArray(argument) ? argument : [argument];
    const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name);
    return names
      .filter((name) => !(isMembers(own) && Object.hasOwn(own, name)))
      .flatMap((name) => (name.includes('.') ? getAtt(name, given, path) : ref(name, given, path)));
  };
  const condition = (name: unknown, path: string): readonly string[] =>
    typeof name === 'string' && Object.hasOwn(conditions, name)
      ? []
      : [`${path}: there is no condition ${String(name)}`];

  const walk = (value: unknown, given: Given, path: string): readonly string[] => {
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
          ...walk(yes, [...given, String(test)], path),
          ...walk(no, given, path),
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

  return [
    ...Object.entries(resources).flatMap(([id, resource]) => {
      if (!isMembers(resource)) return [];
      const { Condition: own, DependsOn: needs, Properties: properties } = resource;
      const given = typeof own === 'string' ? [own] : [];
      return [
        ...(own === undefined ? [] : condition(own, id)),
        // What is not made is not waited for.
        ...[needs ?? []]
          .flat()
          .flatMap((other) =>
            Object.hasOwn(resources, textOf(other))
              ? []
              : [`${id}: there is no ${textOf(other)} to depend on`],
          ),
        ...walk(properties, given, id),
      ];
    }),
    ...Object.entries(sectionOf(template, 'Outputs')).flatMap(([id, output]) => {
      const own = isMembers(output) ? output['Condition'] : undefined;
      const given = typeof own === 'string' ? [own] : [];
      return [
        ...(own === undefined ? [] : condition(own, id)),
        ...walk(output, given, `Outputs.${id}`),
      ];
    }),
    ...Object.entries(conditions).flatMap(([id, body]) =>
      conditionFaults(body, `Conditions.${id}`),
    ),
  ];

  /** In conditions `Condition` refers to another one, and resources are out of reach. */
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
