import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { limitsLost, limitsPage } from './limits-page.ts';

// Writes docs/limits.md from the catalogue. A limit that is gone on purpose goes from the page by hand first.
const path = new URL('../docs/limits.md', import.meta.url);
const style = await resolveConfig(path);
const page = await format(limitsPage(), { ...style, parser: 'markdown' });
const lost = limitsLost(await readFile(path, 'utf8'), page);
if (lost.length > 0) {
  console.error(
    `docs/limits.md was not written: the catalogue lacks ${lost.join(', ')}. Delete the rows where that is meant.`,
  );
  process.exitCode = 1;
} else {
  await writeFile(path, page);
}
