import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { limitsPage } from './limits-page.ts';

// Writes docs/limits.md from the catalogue.
const path = new URL('../docs/limits.md', import.meta.url);
const style = await resolveConfig(path);
await writeFile(path, await format(limitsPage(), { ...style, parser: 'markdown' }));
