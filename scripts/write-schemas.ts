/** Writes docs/schemas/watchdog.schema.json from the validator: `npm run schemas`; `--check` only compares. */
import { readFile, writeFile } from 'node:fs/promises';

import { format } from 'prettier';

import { catalogue } from '../src/aws/limits/catalogue.ts';
import { configurationJsonSchema } from '../src/config/index.ts';

const FILE = new URL('../docs/schemas/watchdog.schema.json', import.meta.url);

const schema = configurationJsonSchema(catalogue.map(({ definition }) => definition));
const text = await format(JSON.stringify(schema), { parser: 'json' });
if (process.argv.includes('--check')) {
  const current = await readFile(FILE, 'utf8').catch(() => '');
  if (current !== text) {
    console.error(
      'docs/schemas/watchdog.schema.json is not what the validator says: npm run schemas',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}
