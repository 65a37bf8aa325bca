import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { readConfiguration } from '../../../scripts/bundle/read-configuration.ts';
import type { AccountInventory } from '../../../scripts/package/account-inventory.ts';
import { deploymentOf } from '../../../scripts/package/deployment.ts';
import { inputsOf, writeInputs } from '../../../scripts/package/inputs.ts';
import { REPOSITORY, runOsls } from '../../../scripts/package/run-osls.ts';
import { offlineChoice } from '../../../scripts/package/look.ts';
import { SETTINGS } from '../../../scripts/package/settings.ts';
import { takeExisting } from '../../../scripts/package/take-existing.ts';
import { functionZip } from '../../../scripts/package/zip.ts';
import { parseTemplate } from '../../sandbox/cloudformation/read-template.ts';
import type { Members } from '../../sandbox/wire/message.ts';

const BUNDLES = ['watch', 'watch-stages', 'plan', 'prune', 'mute', 'increase', 'slack'];
const packaged = new Map<string, Promise<Members>>();

export interface PackagedStack {
  readonly stackName: string;
  readonly account: string;
  readonly template: Members;
  readonly notes: readonly string[];
}

/**
 * Returns the template that packaging makes when the account has `inventory`; offline without. The functions'
 * bundles are empty, since no resource depends on them.
 * @throws Error with the faults when packaging refuses
 */
export async function packagedStack(
  file: Readonly<Record<string, unknown>>,
  inventory: AccountInventory | undefined,
): Promise<PackagedStack> {
  const { configuration, choice } = await existingChoice(file, inventory);
  const { deployment: stackName, tooling } = configuration;
  const made = deploymentOf(configuration, choice.settings, undefined);
  if (!made.ok) throw new Error(made.faults.join('\n'));
  const inputs = await inputsOf(configuration, made.deployment, 6);
  const key = JSON.stringify(inputs);
  const template = packaged.get(key) ?? templateOf(inputs, tooling.region);
  packaged.set(key, template);
  return { stackName, account: tooling.account, template: await template, notes: choice.notes };
}

/** Returns what packaging takes as existing, and its notes, without the template. */
export async function existingChoice(
  file: Readonly<Record<string, unknown>>,
  inventory: AccountInventory | undefined,
) {
  const read = await readConfiguration(JSON.stringify(file), 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  const { configuration } = read;
  const offline = deploymentOf(configuration, SETTINGS, undefined);
  if (!offline.ok) throw new Error(offline.faults.join('\n'));
  const choice =
    inventory === undefined
      ? offlineChoice(SETTINGS)
      : takeExisting(offline.deployment, SETTINGS, inventory);
  if (!choice.ok) throw new Error(choice.faults.join('\n'));
  return { configuration, choice };
}

async function templateOf(
  inputs: Awaited<ReturnType<typeof inputsOf>>,
  region: string,
): Promise<Members> {
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-model-'));
  try {
    const zip = functionZip('index.mjs', Buffer.from('export const handler = undefined;\n'));
    for (const name of BUNDLES) await writeFile(join(directory, `${name}.zip`), zip);
    await writeInputs(join(directory, 'deployment'), inputs);
    const here = relative(REPOSITORY, directory);
    const { exitCode, output } = await runOsls([
      'package',
      `--region=${region}`,
      `--param=dist=${here}`,
      `--package=${here}/package`,
    ]);
    if (exitCode !== 0) throw new Error(output);
    const name = join(directory, 'package', 'cloudformation-template-update-stack.json');
    return parseTemplate(await readFile(name, 'utf8'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
