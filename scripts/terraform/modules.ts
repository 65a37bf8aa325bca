import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

import { moduleOf } from './module.ts';

/** The templates that have a Terraform module, in a folder of the same name below docs/terraform. */
export const MODULES = [
  'member-read-role',
  'member-prune-role',
  'member-increase-role',
  'organization-list-role',
] as const;

export type ModuleName = (typeof MODULES)[number];

/** Returns the formatted text of a module's `main.tf.json`. */
export async function moduleText(name: ModuleName): Promise<string> {
  const file = `src/stacks/${name}.yml`;
  const source = new URL(`../../${file}`, import.meta.url);
  const module = moduleOf(await readFile(source, 'utf8'), file);
  const target = new URL(`../../docs/terraform/${name}/main.tf.json`, import.meta.url);
  const style = await resolveConfig(fileURLToPath(target));
  return format(JSON.stringify(module), { ...style, parser: 'json' });
}
