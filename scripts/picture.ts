/**
 * `npm run picture` takes the README's pictures from the demo, and stores a hash of each page in
 * taken-of.json. `npm run picture -- --check` reports outdated pictures, and needs no browser.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { openChromium } from './picture/chromium.ts';
import type { Picture } from './picture/pictures.ts';
import { fingerprint, pictures } from './picture/pictures.ts';
import { staleOf } from './picture/stale.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const IMAGES = new URL('../docs/images/', import.meta.url);
const TAKEN_OF = new URL('taken-of.json', IMAGES);

try {
  const all = await pictures();
  if (process.argv.includes('--check')) await compare(all);
  else await take(all);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function compare(all: readonly Picture[]): Promise<void> {
  const stale = staleOf(all, await readFile(TAKEN_OF, 'utf8').catch(() => '{}'));
  for (const file of stale) {
    console.error(
      `docs/images/${file} is stale: the demo looks different now. Run "npm run picture".`,
    );
  }
  if (stale.length > 0) process.exitCode = 1;
}

async function take(all: readonly Picture[]): Promise<void> {
  const browser = await openChromium();
  try {
    await mkdir(IMAGES, { recursive: true });
    for (const { file, page, width, height } of all) {
      const context = await browser.newContext({
        viewport: { width, height: height ?? 100 },
        colorScheme: 'light',
      });
      const tab = await context.newPage();
      await tab.setContent(page);
      const path = fileURLToPath(new URL(file, IMAGES));
      await tab.screenshot({ path, fullPage: height === undefined });
      await context.close();
      console.log(`docs/images/${file}`);
    }
  } finally {
    await browser.close();
  }
  const takenOf = Object.fromEntries(all.map((one) => [one.file, fingerprint(one)]));
  await writeFile(TAKEN_OF, `${JSON.stringify(takenOf, null, 2)}\n`);
}
