import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { limitsPage } from './limits-page.ts';
import { withSwitches } from './read-role/switches.ts';

// Writes what follows from the catalogue of limits: the switches of the read role, docs/limits.md, the
// permissions in docs/security.md, and the schemas.
const template = new URL('../src/stacks/member-read-role.yml', import.meta.url);
await writeFile(template, withSwitches(await readFile(template, 'utf8')));

const path = new URL('../docs/limits.md', import.meta.url);
const style = await resolveConfig(path);
await writeFile(path, await format(limitsPage(), { ...style, parser: 'markdown' }));

await import('./write-permissions.ts');
await import('./write-schemas.ts');
