import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';

/** Returns the rules of a published schema that a body violates. */
export type Violations = (body: unknown) => readonly string[];

/**
 * Returns a validator for a published schema. The published schema allows unknown fields, so that new ones break no
 * receiver; this validator refuses them, so that every field is described.
 */
export function violationsOf(
  name: 'alert' | 'alert-document' | 'chat-notification' | 'event',
): Violations {
  const path = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
  });
  const validate = ajv.compile(closed(JSON.parse(readFileSync(path, 'utf8'))));
  return (body) => {
    validate(body);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** The keys whose schemas still allow unknown fields: the field `covers` is defined apart from the rest of a mute. */
const OPEN = new Set(['mute']);

function closed(schema: object): object {
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    typeof value === 'object' && value !== null && !OPEN.has(key)
      ? Array.isArray(value)
        ? value.map((item) => (typeof item === 'object' ? closed(item) : item))
        : closed(value)
      : value,
  ]);
  const isObject = 'type' in schema && schema.type === 'object' && 'properties' in schema;
  return Object.fromEntries(isObject ? [...entries, ['unevaluatedProperties', false]] : entries);
}
