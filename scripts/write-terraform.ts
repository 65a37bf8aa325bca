/** Writes the Terraform modules of docs/terraform from the templates of the roles: `npx tsx scripts/write-terraform.ts`. */
import { mkdir, writeFile } from 'node:fs/promises';

import { MODULES, moduleText } from './terraform/modules.ts';

for (const name of MODULES) {
  const folder = new URL(`../docs/terraform/${name}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('main.tf.json', folder), await moduleText(name));
}
