import { readFile } from 'node:fs/promises';
import { devNull } from 'node:os';

import type { Sandbox } from '../../test/sandbox/sandbox.ts';
import { buildBundles } from '../bundle/build-bundles.ts';
import { entries } from '../bundle/entries.ts';
import { startFunction, type LambdaFunction } from '../lambda/run-function.ts';
import { progress } from '../terminal.ts';
import { CONFIGURATION_FILE, demoOrganisation } from './organisation.ts';
import type { FunctionName } from './places.ts';
import {
  deployedName,
  FUNCTION_NAMES,
  FUNCTION_ROLES,
  HOME_REGION,
  PERSON_ROLE,
  TOOLING,
} from './places.ts';
import type { Running } from './running.ts';

/** The lifetime of the credentials, which limits how long a shell can be used: 12 hours. */
const SESSION_SECONDS = 43_200;
/** The memory and timeout of each function, as in serverless.yml. */
const SETTINGS: Readonly<Record<FunctionName, { memoryMb: number; timeoutMs: number }>> = {
  watch: { memoryMb: 512, timeoutMs: 900_000 },
  plan: { memoryMb: 1_024, timeoutMs: 90_000 },
  prune: { memoryMb: 512, timeoutMs: 75_000 },
  mute: { memoryMb: 256, timeoutMs: 30_000 },
};

/** A simulated organisation that answers AWS's protocols at `url`, on this machine only. */
export interface DemoDeployment {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** Returns a function, which is bundled and started at its first use. */
  readonly deployed: (name: FunctionName) => Promise<LambdaFunction>;
}

/** Starts the simulated organisation and registers its functions, which run as on Lambda. */
export async function startDeployment(
  directory: string,
  running: Running,
): Promise<DemoDeployment> {
  progress('Starting a simulated organisation of six accounts …');
  const { sandbox } = await demoOrganisation(Date.now(), false);
  const listening = await sandbox.listen();
  running.add(() => listening.close());
  const functions = new Map<FunctionName, Promise<LambdaFunction>>();
  const deployed = (name: FunctionName): Promise<LambdaFunction> => {
    const known = functions.get(name) ?? start(name, directory, sandbox, listening.url, running);
    functions.set(name, known);
    return known;
  };
  for (const name of FUNCTION_NAMES) {
    sandbox.registerFunction({
      account: TOOLING,
      region: HOME_REGION,
      name: deployedName(name),
      invoke: async (event) => {
        const result = await (await deployed(name)).invoke(event);
        if (result.ok) return result.payload;
        throw Object.assign(new Error(result.errorMessage), { name: result.errorType });
      },
    });
  }
  return { sandbox, url: listening.url, deployed };
}

async function start(
  name: FunctionName,
  directory: string,
  sandbox: Sandbox,
  url: string,
  running: Running,
): Promise<LambdaFunction> {
  const built = await buildBundles({
    configurationText: await readFile(CONFIGURATION_FILE, 'utf8'),
    configurationName: CONFIGURATION_FILE,
    outDir: directory,
    entries: entries.filter((entry) => entry.name === name),
  });
  if (!built.ok) throw new Error(built.message);
  const [bundle] = built.bundles;
  if (bundle === undefined) throw new Error(`the build made no ${name} function`);
  const started = startFunction({
    bundleDir: bundle.directory,
    env: environment(sandbox, url, FUNCTION_ROLES[name]),
    ...SETTINGS[name],
    functionName: deployedName(name),
    accountId: TOOLING,
  });
  running.add(started.close);
  return started;
}

/** Returns the environment of a user's command, which excludes this machine's own AWS settings. */
export function personEnvironment({ sandbox, url }: DemoDeployment): Record<string, string> {
  return {
    // The name of the requesting user, if the machine does not set it.
    USER: process.env['USER'] ?? 'sam',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...environment(sandbox, url, PERSON_ROLE),
  };
}

function environment(sandbox: Sandbox, url: string, role: string): Record<string, string> {
  const credentials = sandbox.credentialsOf({ account: TOOLING, role, seconds: SESSION_SECONDS });
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: HOME_REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
