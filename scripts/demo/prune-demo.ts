import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';

import { createSandbox, type Sandbox } from '../../test/sandbox/sandbox.ts';
import { buildBundles } from '../bundle/build-bundles.ts';
import { startFunction } from '../lambda/run-function.ts';
import { progress } from '../terminal.ts';
import { DEVELOPER_ROLE, FUNCTIONS, pruneWorld, TOOLING } from './prune-world.ts';

const COMMAND = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const REFUSED = 4;

/** How to stop what was started, last first. */
type Running = (() => Promise<unknown>)[];

interface Demo {
  /** The configuration's file. */
  readonly configuration: string;
  readonly configurationText: string;
  /** Where bundles may be written. */
  readonly directory: string;
  readonly running: Running;
}

/**
 * `npm start -- prune dev`: a developer's command, and both functions behind it as Lambda runs them.
 * @throws when dev is not pruned, or production is not refused.
 */
export async function playPrune(demo: Demo): Promise<void> {
  progress('Bundling the plan and the prune function …');
  const built = await buildBundles({
    configurationText: demo.configurationText,
    configurationName: demo.configuration,
    outDir: demo.directory,
  });
  if (!built.ok) throw new Error(built.message);

  progress('Starting a simulated organisation whose dev account is nearly full …');
  const sandbox = createSandbox(pruneWorld(Date.now()));
  const listening = await sandbox.listen();
  demo.running.push(() => listening.close());
  for (const name of FUNCTIONS) {
    const kind = name.replace('limits-watchdog-', '');
    const bundle = built.bundles.find((one) => one.name === kind);
    if (bundle === undefined) throw new Error(`the build made no ${kind} function`);
    deploy(sandbox, listening.url, name, bundle.directory, demo.running);
  }

  const pruned = await developer(sandbox, listening.url, demo, 'dev');
  if (pruned !== 0) throw new Error(`pruning dev ended with exit code ${pruned}`);
  console.log('\nThe same for production:');
  const refused = await developer(sandbox, listening.url, demo, 'prod');
  if (refused !== REFUSED) throw new Error(`pruning prod ended with exit code ${refused}`);
  console.log(`Refused, exit code ${REFUSED}. No request reached the prod account.`);
  if (sandbox.calls.count({ account: '555555555555' }) > 0) {
    throw new Error('something was asked of the prod account');
  }
}

/** The bundle in a process of its own, with its role's credentials, behind the sandbox's Invoke. */
function deploy(
  sandbox: Sandbox,
  url: string,
  name: (typeof FUNCTIONS)[number],
  bundleDir: string,
  running: Running,
): void {
  const lambda = startFunction({
    bundleDir,
    env: environment(sandbox, url, `${name}-function`),
    memoryMb: 512,
    timeoutMs: 120_000,
    functionName: name,
    accountId: TOOLING,
  });
  running.push(lambda.close);
  sandbox.registerFunction({
    account: TOOLING,
    region: 'eu-west-1',
    name,
    invoke: async (event) => {
      const result = await lambda.invoke(event);
      if (result.ok) return result.payload;
      throw Object.assign(new Error(result.errorMessage), { name: result.errorType });
    },
  });
}

/** Runs the command as a developer would, on this terminal. @returns its exit code. */
async function developer(
  sandbox: Sandbox,
  url: string,
  { configuration, running }: Demo,
  account: string,
): Promise<number | null> {
  console.log(`\n$ npm run prune -- ${account} --confirm ${account}`);
  const args = ['prune', account, '--confirm', account, '--config', configuration];
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), COMMAND, ...args],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        TERM: process.env['TERM'] ?? '',
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...environment(sandbox, url, DEVELOPER_ROLE),
      },
      stdio: 'inherit',
    },
  );
  const ended = once(child, 'exit');
  running.push(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
  });
  await ended;
  return child.exitCode;
}

function environment(sandbox: Sandbox, url: string, role: string): Record<string, string> {
  const credentials = sandbox.credentialsOf({ account: TOOLING, role });
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
