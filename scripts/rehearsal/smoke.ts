import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sharedHttp } from '../../src/aws/clients.ts';
import { timedConnectionOf } from '../../src/cli/own-credentials.ts';
import { runProgram } from '../../src/cli/program.ts';
import { systemClock } from '../../src/functions/system-clock.ts';
import { accountId, region as regionOf } from '../../src/model/aws-ids.ts';
import { HOUR_MS, instant, isoTime } from '../../src/model/time.ts';
import { cliWorld } from '../../test/cli/cli-world.ts';
import type { FunctionWorld } from '../../test/sandbox/world.ts';
import { TYPED } from '../acceptance/prove/entry.ts';
import { tagsOf } from '../acceptance/prove/run-calls.ts';
import { codeBucketOf } from '../acceptance/smoke/deploy.ts';
import { smokeEntry } from '../acceptance/smoke/entry.ts';
import { accountAliases, DEPLOYMENT, takeInventory } from '../acceptance/smoke/inventory.ts';
import { openWorkshop } from '../acceptance/smoke/made.ts';
import { makeOldVersions } from '../acceptance/smoke/prune-versions.ts';
import type { SmokePorts } from '../acceptance/smoke/run-smoke.ts';
import { Running } from '../demo/running.ts';
import type { FreshClone } from '../readme/fresh-clone.ts';
import { readDeployedStack, readRoles } from './deployed.ts';
import type { Moto } from './moto.ts';
import { MOTO_ACCOUNT } from './moto.ts';
import { expect, MOTO_KEYS, outputOf, REGION, shellEnvironment } from './shell.ts';
import type { SimulatedRun } from './simulated.ts';
import { simulate } from './simulated.ts';

/** Commands that moto does not support. They run against the simulated AWS, with the deployed code. */
const SIMULATED =
  /limits-watchdog (?:subscribe|doctor|prune)|aws lambda invoke|list-subscriptions-by-topic/;
const EMAIL = 'ops@example.com';
const DAY_AND_MORE_MS = 30 * HOUR_MS;

/** What a run in a real account shows, but this rehearsal cannot. */
const NOT_SHOWN = [
  'how long CloudFormation takes, and what it refuses (moto makes any stack at once)',
  'that a change set lists every resource (moto lists those that it knows)',
  'links in e-mails, and that a message arrives in a mailbox',
  'what AWS bills',
  'log groups that Lambda makes again after a removal',
  'the times at which CloudTrail and CloudWatch show a use',
];

/**
 * Runs `npm run smoke` in an account with resources of a killed run and a function that was prepared the day
 * before, until the account is empty.
 * @throws Error with what happened instead
 */
export async function rehearseSmoke(clone: FreshClone, moto: Moto): Promise<void> {
  const running = new Running();
  const directory = await mkdtemp(join(tmpdir(), 'smoke-'));
  const began = Date.now();
  // moto reads templates from path-style bucket URLs only when the host is `localhost`.
  const url = moto.url.replace('127.0.0.1', 'localhost');
  const place = { account: accountId(MOTO_ACCOUNT), region: regionOf(REGION), email: EMAIL };
  let simulated: SimulatedRun | undefined;
  let isConfirmed = false;
  const inMoto = (command: string): Promise<string> =>
    outputOf(clone, `${shellEnvironment(url, MOTO_KEYS)}\n${command}`);
  const { world, out, err } = cliWorld({ files: {} });
  const around = {
    ...world,
    clock: systemClock,
    chance: Math.random,
    http: sharedHttp(),
    environment: {},
  };
  const connectTo = (
    endpoint: string,
    keys: typeof MOTO_KEYS,
    minutes: number,
    stop?: AbortSignal,
  ) => timedConnectionOf({ ...around, endpoint, credentials: async () => keys }, minutes, stop);
  try {
    // The resources of a killed run; the function of the day before follows below.
    await inMoto(
      [
        `aws s3 mb s3://${codeBucketOf(place)}`,
        `aws s3 mb s3://${DEPLOYMENT}-state-${MOTO_ACCOUNT}-${REGION}`,
        `aws sns create-topic --name ${DEPLOYMENT}-alerts`,
        `aws logs create-log-group --log-group-name /aws/lambda/${DEPLOYMENT}-watch`,
      ].join('\n'),
    );
    const madeAt = instant(Date.now() - DAY_AND_MORE_MS);
    const preparing = connectTo(url, MOTO_KEYS, 5);
    const shop = openWorkshop(preparing.connection, place, madeAt, Math.random);
    const name = await makeOldVersions(shop);
    preparing.end();
    const prepared: FunctionWorld = {
      name,
      versions: '1-10',
      publishedFrom: isoTime(madeAt),
      publishedTo: isoTime(madeAt),
      tags: tagsOf(shop.run),
      aliases: [{ name: 'live', version: '4', weights: { 6: 0.1 } }],
    };

    const ports: SmokePorts = {
      takeInventory,
      accountAliases,
      openShell: async () => ({
        end: async () => {},
        run: async (command) => {
          if (!SIMULATED.test(command)) {
            const text = await inMoto(command);
            if (command.includes('execute-change-set')) simulated = await simulatedRun(prepared);
            return text;
          }
          if (simulated === undefined) throw new Error(`before the deployment: ${command}`);
          if (command.includes('list-subscriptions-by-topic') && !isConfirmed) {
            isConfirmed = true;
            simulated.confirmAll();
          }
          const { url: endpoint, keys } = simulated;
          return outputOf(clone, `${shellEnvironment(endpoint, keys)}\n${command}`);
        },
      }),
      connect: (_, minutes, stop) =>
        stop === undefined || simulated === undefined
          ? connectTo(url, MOTO_KEYS, minutes, stop)
          : connectTo(simulated.url, simulated.keys, minutes, stop),
    };
    const simulatedRun = async (made: FunctionWorld): Promise<SimulatedRun> => {
      const from = { endpoint: url, keys: MOTO_KEYS };
      const stack = await readDeployedStack(from, DEPLOYMENT, MOTO_ACCOUNT, codeBucketOf(place));
      const roles = await readRoles(from, DEPLOYMENT);
      const aliasEvents = (made.aliases ?? []).map(({ name: alias, ...to }) => ({
        ...to,
        alias,
        time: isoTime(madeAt),
        event: 'CreateAlias' as const,
        functionName: made.name,
      }));
      const regions = { [REGION]: { functions: [made], aliasEvents } };
      const account = { id: MOTO_ACCOUNT, name: 'smoke', roles, regions };
      return simulate(stack, [account], MOTO_ACCOUNT, directory, running);
    };
    const ask = async (question: string): Promise<string> => {
      if (!question.includes('TEST')) return MOTO_ACCOUNT;
      const tests = simulated
        ?.deliveries()
        .filter(({ subject = '' }) => subject.startsWith('TEST'));
      return tests?.length === 2 ? 'yes' : 'no';
    };
    const terminal = { ...around.terminal, ask };
    const args = ['smoke', '--region', REGION, '--email', EMAIL, '--account-is-disposable'];
    const exitCode = await runProgram(args, [smokeEntry(ports)], { ...around, terminal }, TYPED);
    const shown = [...err, ...out].join('\n');
    expect(exitCode === 0, 'smoke did not end with 0', shown);
    expect(
      out.filter((line) => line.startsWith('shown')).length === 8,
      'smoke has not shown each of its steps',
      shown,
    );
    for (const line of out) console.log(`  ${line}`);
    console.log(`smoke: all steps, ${Math.round((Date.now() - began) / 1000)} s`);
    for (const one of NOT_SHOWN) console.log(`  not rehearsed: ${one}`);
  } finally {
    await running.stopAll();
    await rm(directory, { recursive: true, force: true });
  }
}
