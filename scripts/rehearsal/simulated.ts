import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

import { createSandbox } from '../../test/sandbox/sandbox.ts';
import type { Delivery } from '../../test/sandbox/state/deliveries.ts';
import { roleAllowing } from '../../test/sandbox/fixtures/administrator.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { AccountWorld } from '../../test/sandbox/world.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import type { Running } from '../demo/running.ts';
import type { InvocationResult, LambdaFunction } from '../lambda/run-function.ts';
import { startFunction } from '../lambda/run-function.ts';
import type { DeployedFunction, DeployedStack } from './deployed.ts';
import type { Keys } from './shell.ts';
import { REGION } from './shell.ts';

/** The role of the user who sets everything up. */
const PERSON = 'who-deploys';
const SESSION_SECONDS = 3_600;

/** A deployment that runs against the simulated AWS with its own code, roles and policies. */
export interface SimulatedRun {
  readonly url: string;
  /** The user's credentials in the tooling account. */
  readonly keys: Keys;
  /** Invokes the watch function as the template's schedule does. */
  readonly scheduledRun: () => Promise<InvocationResult>;
  /** Confirms every subscription for which a confirmation was sent. @returns their number */
  readonly confirmAll: () => number;
  readonly deliveries: () => readonly Delivery[];
}

/**
 * Runs the functions of a deployed stack against the simulated AWS.
 * @param accounts the accounts with their content and roles, including the tooling account
 * @param directory the folder into which the code is unpacked
 */
export async function simulate(
  { template, functions, topics, buckets }: DeployedStack,
  accounts: readonly AccountWorld[],
  tooling: string,
  directory: string,
  running: Running,
): Promise<SimulatedRun> {
  const sandbox = createSandbox({
    accounts: accounts.map((account) => {
      if (account.id !== tooling) return account;
      const content = account.regions?.[REGION];
      return {
        ...account,
        roles: [...(account.roles ?? []), roleAllowing(PERSON, '*')],
        buckets: [...(account.buckets ?? []), ...buckets],
        regions: { ...account.regions, [REGION]: { ...content, topics } },
      };
    }),
  });
  const listening = await sandbox.listen();
  running.add(() => listening.close());
  const signIn = (role: string): Keys =>
    sandbox.credentialsOf({ account: tooling, role, seconds: SESSION_SECONDS });
  const started = new Map<string, LambdaFunction>();
  for (const one of functions) {
    const bundleDir = await unpacked(one, directory);
    const made = startFunction({
      bundleDir,
      env: {
        ...one.variables,
        AWS_ENDPOINT_URL: listening.url,
        AWS_REGION: REGION,
        ...variablesOf(signIn(one.role)),
      },
      memoryMb: one.memoryMb,
      timeoutMs: one.timeoutMs,
      functionName: one.name,
      accountId: tooling,
    });
    running.add(made.close);
    started.set(one.name, made);
    sandbox.registerFunction({
      account: tooling,
      region: REGION,
      name: one.name,
      invoke: async (event) => {
        const result = await made.invoke(event);
        if (result.ok) return result.payload;
        throw Object.assign(new Error(result.errorMessage), { name: result.errorType });
      },
    });
  }
  const scheduled = scheduleOf(template);
  return {
    url: listening.url,
    keys: signIn(PERSON),
    scheduledRun: () => {
      const watch = started.get(scheduled.functionName);
      if (watch === undefined) throw new Error(`${scheduled.functionName} is not deployed`);
      const now = new Date(sandbox.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
      return watch.invoke(JSON.parse(scheduled.input.replace(SCHEDULED_TIME, now)));
    },
    confirmAll: () => {
      const { clock, organisation } = sandbox;
      let count = 0;
      for (const { name } of topics) {
        const topic = organisation.account(tooling).topic(REGION, name);
        for (const address of new Set(topic?.confirmationsSent)) {
          topic?.confirm(address, clock.now());
          count += 1;
        }
      }
      return count;
    },
    deliveries: () => sandbox.deliveries.list(),
  };
}

/** The placeholder that EventBridge Scheduler replaces. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** Returns the input of the template's schedule and the function that it invokes. */
function scheduleOf(template: DeployedStack['template']) {
  const schedule = sectionOf(sectionOf(template, 'Resources'), 'Schedule');
  const target = sectionOf(sectionOf(schedule, 'Properties'), 'Target');
  const watch = sectionOf(sectionOf(template, 'Resources'), 'WatchLambdaFunction');
  const { FunctionName: name } = sectionOf(watch, 'Properties');
  return { input: String(target['Input']), functionName: String(name) };
}

async function unpacked({ name, zip }: DeployedFunction, directory: string): Promise<string> {
  const folder = join(directory, name);
  for (const [file, content] of Object.entries(unzipSync(zip))) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return folder;
}

function variablesOf({ accessKeyId, secretAccessKey, sessionToken = '' }: Keys) {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/** Returns the answer or error of an invocation as text. */
export function resultText(result: InvocationResult): string {
  if (!result.ok) return `${result.errorType}: ${result.errorMessage}`;
  return isMembers(result.payload) ? JSON.stringify(result.payload) : String(result.payload);
}
