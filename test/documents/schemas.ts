import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';

/** What a body violates of a published schema; nothing when it keeps to it. */
export type Violations = (body: unknown) => readonly string[];

/**
 * The published schema allows fields that it does not name, so that new ones break no receiver. Here
 * it is read as if it did not: whatever a body holds is described.
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

/** `covers` is next to the fields of a mute, so its schema allows more fields. */
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
