import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';

import { isMembers } from '../../test/sandbox/wire/message.ts';

type Properties = Resource['properties'];

const ATTRIBUTES = [
  'Type',
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'UpdatePolicy',
  'UpdateReplacePolicy',
];
/** Intrinsic functions that return a text; the others may return anything. */
const TEXT_FUNCTIONS = ['Fn::Base64', 'Fn::Join', 'Fn::Sub'];

let loaded: SpecDatabase | undefined;

/** Loads the schemas once, and only when a template is checked, since it takes seconds. */
function database(): SpecDatabase {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
}

/** Returns the current schema of a resource type, such as `AWS::SNS::Topic`; undefined for an unknown type. */
export function schemaOf(type: unknown): Resource | undefined {
  if (typeof type !== 'string') return undefined;
  return database().lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** Returns the faults of a resource: an unknown type, unknown or missing properties, and values of a wrong type. */
export function resourceFaults(resource: unknown, id: string): readonly string[] {
  if (!isMembers(resource)) return [`${id}: is not a map`];
  const schema = schemaOf(resource['Type']);
  if (schema === undefined) return [`${id}: there is no type ${String(resource['Type'])}`];
  const strange = Object.keys(resource).filter((key) => !ATTRIBUTES.includes(key));
  return [
    ...strange.map((key) => `${id}.${key}: a resource has no such attribute`),
    ...membersFaults(resource['Properties'] ?? {}, schema.properties, id),
  ];
}

function membersFaults(value: unknown, properties: Properties, path: string): readonly string[] {
  if (!isMembers(value)) return [`${path}: is not a map`];
  const missing = Object.entries(properties).filter(
    ([name, { required }]) => required === true && value[name] === undefined,
  );
  return [
    ...missing.map(([name]) => `${path}.${name}: is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const property = properties[name];
      if (property === undefined) return [`${path}.${name}: there is no such property`];
      return valueFaults(member, property.type, `${path}.${name}`);
    }),
  ];
}

function valueFaults(value: unknown, type: PropertyType, path: string): readonly string[] {
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) {
    const [name, argument] = intrinsic;
    if (name === 'Fn::If' && Array.isArray(argument)) {
      return argument.slice(1).flatMap((branch: unknown) => valueFaults(branch, type, path));
    }
    if (TEXT_FUNCTIONS.includes(name) && !takesText(type)) return [`${path}: is a text`];
    return [];
  }
  switch (type.type) {
    case 'string':
      return isScalar(value) ? oneOf(value, type.allowedValues, path) : [`${path}: is not a text`];
    case 'date-time':
      return isScalar(value) ? [] : [`${path}: is not a text`];
    case 'number':
    case 'integer':
      return isNumber(value, type.type) ? [] : [`${path}: is not a ${type.type}`];
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? [] : [`${path}: is not true or false`];
    case 'json':
      return isMembers(value) || isScalar(value) || Array.isArray(value)
        ? []
        : [`${path}: is no JSON`];
    case 'null':
      return value === null ? [] : [`${path}: is not null`];
    case 'tag':
      return isMembers(value) && isScalar(value['Key']) && value['Value'] !== undefined
        ? []
        : [`${path}: is not a Key and a Value`];
    case 'array':
      if (!Array.isArray(value)) return [`${path}: is not a list`];
      return value.flatMap((item: unknown, at) =>
        valueFaults(item, type.element, `${path}[${at}]`),
      );
    case 'map':
      if (!isMembers(value)) return [`${path}: is not a map`];
      return Object.entries(value).flatMap(([key, member]) =>
        valueFaults(member, type.element, `${path}.${key}`),
      );
    case 'ref': {
      const definition = database().get('typeDefinition', type.reference.$ref);
      return membersFaults(value, definition.properties, path);
    }
    case 'union': {
      const tries = type.types.map((member) => valueFaults(value, member, path));
      // The type with the fewest faults gives the message.
      return tries.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
  }
}

/** Returns the name and argument of an intrinsic function; undefined for a plain value. */
export function intrinsicOf(value: unknown): readonly [string, unknown] | undefined {
  if (!isMembers(value)) return undefined;
  const [only, another] = Object.entries(value);
  if (only === undefined || another !== undefined) return undefined;
  return only[0] === 'Ref' || only[0].startsWith('Fn::') ? only : undefined;
}

function takesText(type: PropertyType): boolean {
  switch (type.type) {
    case 'array':
    case 'map':
    case 'ref':
    case 'tag':
      return false;
    case 'union':
      return type.types.some(takesText);
    default:
      return true;
  }
}

function oneOf(
  value: unknown,
  allowed: readonly string[] | undefined,
  path: string,
): readonly string[] {
  if (allowed === undefined || allowed.includes(String(value))) return [];
  return [`${path}: ${String(value)} is not one of ${allowed.join(', ')}`];
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isNumber(value: unknown, kind: 'number' | 'integer'): boolean {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return false;
  return kind === 'number' || Number.isInteger(number);
}
