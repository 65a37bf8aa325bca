import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { withPermissions } from './permissions/document.ts';
import { permissionsMarkdown } from './permissions/table.ts';

// Writes every permission of the shipped roles, with its reason, into docs/security.md.
const path = new URL('../docs/security.md', import.meta.url);
const document = withPermissions(await readFile(path, 'utf8'), permissionsMarkdown());
const style = await resolveConfig(path);
await writeFile(path, await format(document, { ...style, parser: 'markdown' }));
