import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RegionWorld } from '../../test/sandbox/world.ts';
import { Running } from '../demo/running.ts';
import { servicesAt } from '../demo/services.ts';
import type { FreshClone } from '../readme/fresh-clone.ts';
import { readDeployedStack, readRoles } from './deployed.ts';
import { documentedCommands, withValues } from './documented-commands.ts';
import { expectFirstMessage } from './first-message.ts';
import { initDocument } from './init-document.ts';
import { MOTO_ACCOUNT } from './moto.ts';
import type { Keys } from './shell.ts';
import { expect, exportKeys, MOTO_KEYS, outputOf, REGION, shellEnvironment } from './shell.ts';
import { simulate } from './simulated.ts';

const GIB = 1024 ** 3;
const DEPLOYMENT = 'limits-watchdog';
/** The commands that run against the simulated AWS, since they need running functions. */
const LATER = [
  'npx limits-watchdog subscribe',
  'aws lambda invoke',
  'npx limits-watchdog doctor',
  'AWS_MAX_ATTEMPTS=1 aws lambda invoke',
] as const;

type Step = ReturnType<typeof initDocument>[number];

/** The members of the organisation, by the account ids in README.md. */
const MEMBERS = {
  '111111111111': 'tooling',
  '222222222222': 'dev',
  '555555555555': 'prod',
} as const;

/**
 * Runs the commands of README.md for several accounts and those that `setup` prints, each with the
 * credentials that it requires. The organisation has four accounts, including the management account.
 */
export async function rehearseOrganisation(clone: FreshClone, endpoint: string): Promise<void> {
  const running = new Running();
  const directory = await mkdtemp(join(tmpdir(), 'organisation-'));
  const began = Date.now();
  const done = (what: string): void =>
    console.log(`organisation of four: ${what}, ${Math.round((Date.now() - began) / 1000)} s`);
  const shell = (command: string, keys = MOTO_KEYS): Promise<string> =>
    outputOf(clone, `${shellEnvironment(endpoint, keys)}\n${command}`);
  try {
    await shell('aws organizations create-organization --feature-set ALL');
    const ids = new Map<string, string>();
    const keysOf = new Map<string, Keys>([[MOTO_ACCOUNT, MOTO_KEYS]]);
    for (const [ofPage, name] of Object.entries(MEMBERS)) {
      const id = await shell(
        `aws organizations create-account --account-name ${name} --email ${name}@example.com \\
          --query CreateAccountStatus.AccountId --output text`,
      );
      ids.set(ofPage, id.trim());
      keysOf.set(id.trim(), await memberKeys(shell, id.trim()));
    }
    const tooling = ids.get('111111111111') ?? '';
    const readme = clone.files.read('README.md') ?? '';
    const commands = documentedCommands(readme, 'README.md', 'init --tooling-account');
    for (const one of commands) await shell(withValues(one, Object.fromEntries(ids)));
    await shell(
      "sed -i 's/^  # emails:.*/  emails: [ops@example.com]/; s/^# health:.*/health: { emails: [ops@example.com] }/' watchdog.yml",
    );
    const steps = initDocument(await shell('npx limits-watchdog setup --json'));
    const later: string[] = [];
    const script = steps.flatMap((one) => {
      const now = one.commands.filter((command) => {
        const isLater = LATER.some((start) => command.startsWith(start));
        if (isLater) later.push(command);
        return !isLater;
      });
      if (now.length === 0) return [];
      const account = accountOfStep(one, tooling);
      const keys = keysOf.get(account);
      expect(keys !== undefined, `there are no credentials of ${account}`, one.title);
      return [exportKeys(keys ?? MOTO_KEYS), ...now];
    });
    await shell(script.join('\n'));
    done(`the commands that setup printed were accepted by moto, each in its account`);

    const place = { endpoint, keys: keysOf.get(tooling) ?? MOTO_KEYS };
    const stack = await readDeployedStack(place, DEPLOYMENT, tooling);
    const accounts = await Promise.all(
      [...ids].map(async ([ofPage, id]) => ({
        id,
        name: Object.entries(MEMBERS).find(([one]) => one === ofPage)?.[1] ?? id,
        roles: await readRoles({ endpoint, keys: keysOf.get(id) ?? MOTO_KEYS }, DEPLOYMENT),
        ...(ofPage === '222222222222' && {
          regions: { [REGION]: fullRegion(Date.now()) },
        }),
      })),
    );
    const has = accounts.map(({ name, roles }) => {
      const names = roles.map((one) => one.name).toSorted();
      return `${name}: ${names.join()}`;
    });
    expect(
      has.slice(1).join('; ') ===
        'dev: limits-watchdog-prune,limits-watchdog-read; prod: limits-watchdog-read',
      'the accounts have not the roles that they should have',
      has.join('\n'),
    );
    const run = await simulate(stack, accounts, tooling, directory, running);
    const [subscribe = '', test = '', doctor = ''] = later;
    await expectFirstMessage(run, clone, {
      subscribe,
      test,
      doctor,
      email: 'ops@example.com',
      subject: /^CRITICAL: dev eu-west-1 Lambda code storage 95 %, 15 GiB free$/m,
      body: [/^Run: npx limits-watchdog prune dev$/m],
    });
    done('confirmed, and the test message and the first alert have arrived; doctor has no problem');
  } finally {
    await running.stopAll();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Returns a Region with four services, half a year of deployments, and code storage that is nearly full. */
function fullRegion(now: number): RegionWorld {
  const services = servicesAt(now, { count: 4, versions: '1-30', mebibytes: 200 });
  return { ...services, codeStorage: { usage: { bytes: 285 * GIB } } };
}

/** Returns the account whose credentials a step requires. */
function accountOfStep({ title, notes }: Step, tooling: string): string {
  const text = [title, ...notes].join(' ');
  if (text.includes('credentials of the tooling account') || title.includes(tooling))
    return tooling;
  return MOTO_ACCOUNT;
}

/** Returns credentials of a member account, obtained as a user of the management account would. */
async function memberKeys(
  shell: (command: string) => Promise<string>,
  account: string,
): Promise<Keys> {
  const said = await shell(
    `aws sts assume-role --role-session-name set-up --output text \\
      --role-arn arn:aws:iam::${account}:role/OrganizationAccountAccessRole \\
      --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]'`,
  );
  const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = said.trim().split(/\s+/);
  return { accessKeyId, secretAccessKey, sessionToken };
}
