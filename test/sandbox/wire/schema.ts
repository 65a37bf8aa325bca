import { NormalizedSchema } from '@smithy/core/schema';
import type {
  $SchemaRef,
  SchemaTraits,
  SchemaTraitsObject,
  StaticErrorSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';
import { isMembers } from './message.ts';
import type { Members } from './message.ts';

/**
 * Operations and errors of a service, read from the schemas that the SDK's client module exports. A static schema
 * is a tuple whose first item is a number for its kind.
 */

export interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** The HTTP binding, `[method, uri, status]`; only in REST protocols. */
  readonly http: readonly [string, string, number] | undefined;
}

export interface ErrorSchema {
  readonly name: string;
  /** The error's code in answers; query protocols use shorter ones than the error's name. */
  readonly code: string;
  readonly status: number;
  readonly shape: NormalizedSchema;
}

export function operationsOf(sdk: object): ReadonlyMap<string, OperationSchema> {
  const operations = new Map<string, OperationSchema>();
  for (const schema of Object.values(sdk).filter(isOperation)) {
    const [, , name, traits, input, output] = schema;
    operations.set(name, {
      name,
      input: NormalizedSchema.of(input),
      output: NormalizedSchema.of(output),
      http: traitsOf(traits).http,
    });
  }
  return operations;
}

/** Returns the errors by their name and by their code. */
export function errorsOf(sdk: object): ReadonlyMap<string, ErrorSchema> {
  const errors = new Map<string, ErrorSchema>();
  for (const schema of Object.values(sdk).filter(isError)) {
    const name = schema[2];
    const { httpError, awsQueryError, error: side } = traitsOf(schema[3]);
    const error: ErrorSchema = {
      name,
      code: Array.isArray(awsQueryError) ? String(awsQueryError[0]) : name,
      status: Number(httpError ?? (side === 'server' ? 500 : 400)),
      shape: NormalizedSchema.of(schema),
    };
    errors.set(error.name, error);
    errors.set(error.code, error);
  }
  return errors;
}

/** Returns a structure with only some members of another: those that are left for the body. */
export function narrowed(
  schema: NormalizedSchema,
  name: string,
  members: readonly string[],
): StaticStructureSchema {
  const { namespace, names, types } = structureOf(schema);
  return [3, namespace, name, 0, [...members], members.map((m) => types[names.indexOf(m)] ?? 0)];
}

/** Returns the paths of the members that the schema requires and the input lacks. */
export function missingMembers(schema: NormalizedSchema, value: unknown, path = ''): string[] {
  if (schema.isStructSchema() && isMembers(value)) {
    const { names, required: count } = structureOf(schema);
    const required = new Set(names.slice(0, count));
    return [...schema.structIterator()].flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const inner: Members[string] = value[name];
      if (inner === undefined || inner === null) return required.has(name) ? [at] : [];
      return missingMembers(member, inner, at);
    });
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      missingMembers(schema.getValueSchema(), item, `${path}.${index + 1}.member`),
    );
  }
  return [];
}

interface Structure {
  readonly namespace: string;
  readonly names: readonly string[];
  readonly types: readonly $SchemaRef[];
  /** How many members are required; they are the first ones. */
  readonly required: number;
}

function structureOf(schema: NormalizedSchema): Structure {
  const raw: unknown = schema.getSchema();
  if (!isStructure(raw)) return { namespace: '', names: [], types: [], required: 0 };
  const [, namespace, , , names, types, required = 0] = raw;
  return { namespace, names, types, required };
}

function isOperation(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

function isError(value: unknown): value is StaticErrorSchema {
  return Array.isArray(value) && value[0] === -3;
}

function isStructure(value: unknown): value is StaticStructureSchema | StaticErrorSchema {
  return Array.isArray(value) && (value[0] === 3 || value[0] === -3);
}

function traitsOf(traits: SchemaTraits): SchemaTraitsObject {
  return typeof traits === 'object' ? traits : {};
}
