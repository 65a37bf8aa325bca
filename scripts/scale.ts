/** Writes the figures for large organisations into docs/scale.md: `npx tsx scripts/scale.ts`. */
import { readFile, writeFile } from 'node:fs/promises';

import { PERFORMANCE_JSON } from './bench/document.ts';
import { benchSchema } from './bench/figures.ts';
import { SCALE_PAGE, scaleDocument } from './scale/document.ts';

const bench = benchSchema.parse(JSON.parse(await readFile(PERFORMANCE_JSON, 'utf8')));
await writeFile(SCALE_PAGE, await scaleDocument(await readFile(SCALE_PAGE, 'utf8'), bench));
