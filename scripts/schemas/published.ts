import type { JsonSchema } from '../../src/documents/codec.ts';
import { tableIn } from '../../src/documents/codec.ts';
import { alertDocument, eventDetail } from '../../src/alerts/outputs/json/document.ts';
import { alertCodec } from '../../src/alerts/outputs/json/words.ts';
import { DESCRIPTIONS } from './descriptions.ts';

const NEWER = 'New fields and kinds may appear without a new version; ignore what you do not know.';

/** Returns the schemas of what receivers of alerts get, by file. They also accept fields and kinds of later versions. */
export function publishedSchemas(): Readonly<Record<string, JsonSchema>> {
  const used = new Set<string>();
  const schemaOf = (
    id: string,
    description: string,
    { schema }: { readonly schema: () => JsonSchema },
  ): JsonSchema => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:limits-watchdog:${id}`,
    title: `limits-watchdog ${id.split(':')[0]?.replace('-', ' ')}`,
    description: `${description} ${NEWER}`,
    ...tableIn(open(schema(), '', used)),
  });
  const schemas = {
    'alert.schema.json': schemaOf(
      'alert:2',
      'The body of a message to each subscriber of an alerts topic, except e-mail and SMS. It has the figures of every notice. Texts for people and the largest functions are in the document that it names.',
      alertCodec,
    ),
    'alert-document.schema.json': schemaOf(
      'alert-document:1',
      'All about the alerts of one group and run. It is an object of the state bucket, which each message names in `document`. Numbers are not rounded.',
      alertDocument,
    ),
    'event.schema.json': schemaOf(
      'event:1',
      'The detail of an EventBridge event: one alert that is new, has changed or is resolved. Its source is limits-watchdog; its detail-type is Limits Watchdog Alert, or Limits Watchdog Test for a sample. An event may be delivered twice, with the same `notice.id`. Numbers are not rounded.',
      eventDetail,
    ),
  };
  const unused = Object.keys(DESCRIPTIONS).filter((key) => !used.has(key));
  if (unused.length > 0) throw new Error(`descriptions of no field: ${unused.join(', ')}`);
  return schemas;
}

/** Returns the schema with descriptions. It accepts fields, kinds of notice and reasons that a later version adds. */
function open(schema: unknown, parent: string, used: Set<string>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => open(one, parent, used));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { additionalProperties, properties, ...rest } = tableIn(schema);
  const isTable = additionalProperties !== undefined && additionalProperties !== false;
  const opened = {
    ...mapped(rest, (_, value) => open(value, parent, used)),
    ...(isTable && { additionalProperties }),
    ...(properties !== undefined && {
      properties: mapped(properties, (name, value) => {
        const { enum: choices, ...field } = tableIn(open(value, name, used));
        const isOpen = choices === undefined || name === 'reason';
        return { ...description(parent, name, used), ...field, ...(!isOpen && { enum: choices }) };
      }),
    }),
  };
  return 'oneOf' in opened && /^notices?$/.test(parent) ? withLaterKinds(opened.oneOf) : opened;
}

function description(parent: string, name: string, used: Set<string>): JsonSchema {
  const key = [`${parent}.${name}`, name].find((one) => Object.hasOwn(DESCRIPTIONS, one));
  if (key === undefined) return {};
  used.add(key);
  return { description: DESCRIPTIONS[key] };
}

/** Returns the schema of a notice of one of these kinds, or of a kind that a later version adds. */
function withLaterKinds(kinds: unknown): JsonSchema {
  const known = (Array.isArray(kinds) ? kinds : []).map((one) =>
    tableIn(tableIn(one)['properties']),
  );
  const later = {
    type: 'object',
    description: 'A kind of notice that a later version adds.',
    properties: {
      id: known[0]?.['id'],
      kind: { type: 'string', not: { enum: known.map(({ kind }) => tableIn(kind)['const']) } },
    },
    required: ['id', 'kind', 'severity'],
  };
  return { oneOf: [...(Array.isArray(kinds) ? kinds : []), later] };
}

function mapped(table: unknown, change: (name: string, value: unknown) => unknown): JsonSchema {
  return Object.fromEntries(
    Object.entries(tableIn(table)).map(([name, value]) => [name, change(name, value)]),
  );
}
