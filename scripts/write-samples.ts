/** `npm run samples`: runs commands in the demo, and writes their output into the pages that show it. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { demoOrganisation } from './demo/organisation.ts';
import { DEMO_NOW } from './demo/report.ts';
import { withMarkedPart } from './marked-part.ts';
import { demoSamples } from './readme/samples.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

for (const { page, part, block } of await demoSamples(await demoOrganisation(DEMO_NOW, true))) {
  const path = fileURLToPath(new URL(`../${page}`, import.meta.url));
  const text = await readFile(path, 'utf8');
  await writeFile(path, await withMarkedPart(path, text, part, block));
}
