import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { limitsLost, limitsPage } from './limits-page.ts';
import { withSwitches } from './read-role/switches.ts';

// Writes everything that is generated from the catalogue of limits: the parameters of the read
// role, docs/limits.md, the permissions in docs/security.md, the schemas, and the Terraform
// modules. To remove a limit, first delete its row in docs/limits.md.
const path = new URL('../docs/limits.md', import.meta.url);
const style = await resolveConfig(path);
const page = await format(limitsPage(), { ...style, parser: 'markdown' });
const lost = limitsLost(await readFile(path, 'utf8'), page);
if (lost.length > 0) {
  console.error(
    `Nothing was written: the catalogue lacks ${lost.join(', ')}. Delete their rows in docs/limits.md where that is meant.`,
  );
  process.exitCode = 1;
} else {
  const template = new URL('../src/stacks/member-read-role.yml', import.meta.url);
  await writeFile(template, withSwitches(await readFile(template, 'utf8')));
  await writeFile(path, page);

  await import('./write-permissions.ts');
  await import('./write-schemas.ts');
  await import('./write-terraform.ts');
}
