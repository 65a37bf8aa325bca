import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Running } from '../demo/running.ts';
import type { FreshClone } from '../readme/fresh-clone.ts';
import { readDeployedStack, readRoles } from './deployed.ts';
import { documentedCommands, withValues } from './documented-commands.ts';
import { expectFirstMessage } from './first-message.ts';
import { MOTO_ACCOUNT } from './moto.ts';
import { expect, MOTO_KEYS, outputOf, REGION, shellEnvironment } from './shell.ts';
import { simulate } from './simulated.ts';

const GIB = 1024 ** 3;
const DEPLOYMENT = 'limits-watchdog';
/** The values with which a reader replaces those of README.md. */
const VALUES = { '111111111111': MOTO_ACCOUNT };

/**
 * Runs the commands of README.md for one account, from a fresh clone to the first message. The stack is
 * deployed to moto; its functions and roles then run against the simulated AWS.
 */
export async function rehearseOneAccount(clone: FreshClone, endpoint: string): Promise<void> {
  const running = new Running();
  const directory = await mkdtemp(join(tmpdir(), 'one-account-'));
  const began = Date.now();
  const step = (what: string): void =>
    console.log(`one account: ${what}, ${Math.round((Date.now() - began) / 1000)} s`);
  try {
    const readme = clone.files.read('README.md') ?? '';
    const commands = documentedCommands(readme, 'README.md', 'init --single').map((one) =>
      withValues(one, VALUES),
    );
    expect(commands.length === 5, 'README.md has not five commands', commands.join('\n'));
    const [init = '', packaging = '', deploy = '', subscribe = '', test = ''] = commands;
    const deploying = shellEnvironment(endpoint, MOTO_KEYS);
    const printed = await outputOf(clone, `${deploying}\n${init}`);
    for (const one of [packaging, deploy, subscribe]) {
      expect(printed.includes(one), `init prints no ${one}`, printed);
    }
    await outputOf(clone, `${deploying}\n${packaging}`);
    await outputOf(clone, `${deploying}\n${deploy}`);
    step('the first three commands of README.md were accepted by moto');

    const place = { endpoint, keys: MOTO_KEYS };
    const stack = await readDeployedStack(place, DEPLOYMENT, MOTO_ACCOUNT);
    const roles = await readRoles(place, DEPLOYMENT);
    const full = { codeStorage: { usage: { bytes: 285 * GIB } } };
    const account = { id: MOTO_ACCOUNT, name: 'shop', roles, regions: { [REGION]: full } };
    const run = await simulate(stack, [account], MOTO_ACCOUNT, directory, running);
    step(
      `the code of ${stack.functions.length} functions is what was uploaded; it runs with ${roles.length} deployed roles`,
    );

    await expectFirstMessage(run, clone, {
      subscribe,
      test,
      doctor: 'npx limits-watchdog doctor',
      email: 'ops@example.com',
      subject: /^CRITICAL: shop eu-west-1 Lambda code storage 95 %, 15 GiB free$/m,
      body: [/^Used: 285 GiB of 300 GiB \(95 %\)$/m, /^When full: Functions and layers cannot be/m],
    });
    step('confirmed, and the test message and the first alert have arrived; doctor has no problem');
  } finally {
    await running.stopAll();
    await rm(directory, { recursive: true, force: true });
  }
}
