/** Writes the generated schemas of docs/schemas: `npm run schemas`. With `--check` it only compares them. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

import { catalogue } from '../src/limits/catalogue.ts';
import { configurationJsonSchema } from '../src/config/index.ts';
import { documents } from '../src/cli/documents/all.ts';
import { jsonSchema } from '../src/documents/codec.ts';
import { proveDocument } from './acceptance/prove/prove-document.ts';
import { publishedSchemas } from './schemas/published.ts';

const schemas: Readonly<Record<string, object>> = {
  'watchdog.schema.json': configurationJsonSchema(catalogue.map(({ definition }) => definition)),
  ...publishedSchemas(),
  'prove.schema.json': jsonSchema('npm run --silent prove -- --json', proveDocument),
  ...Object.fromEntries(
    documents.map((one) => [
      `${one.name}.schema.json`,
      jsonSchema(`limits-watchdog ${one.name} --json`, one),
    ]),
  ),
};

for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(`../docs/schemas/${name}`, import.meta.url);
  const style = await resolveConfig(fileURLToPath(file));
  const text = await format(JSON.stringify(schema), { ...style, parser: 'json' });
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
    continue;
  }
  const current = await readFile(file, 'utf8').catch(() => '');
  if (current !== text) {
    console.error(`docs/schemas/${name} is not what the validator says: npm run schemas`);
    process.exitCode = 1;
  }
}
