import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { withPermissions } from './permissions/document.ts';
import { managementPolicy, toolingPolicy } from './permissions/deployer-policy.ts';
import { permissionsMarkdown } from './permissions/table.ts';

// Writes every permission of the shipped roles, with its reason, into docs/security.md.
const path = new URL('../docs/security.md', import.meta.url);
const document = withPermissions(await readFile(path, 'utf8'), permissionsMarkdown());
const style = await resolveConfig(path);
await writeFile(path, await format(document, { ...style, parser: 'markdown' }));

// Writes the policies of the user who deploys.
for (const [name, policy] of [
  ['deployer-policy.json', toolingPolicy()],
  ['deployer-management-policy.json', managementPolicy()],
] as const) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  await writeFile(file, await format(JSON.stringify(policy), { ...style, parser: 'json' }));
}
