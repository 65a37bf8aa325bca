/**
 * `npm start`: the bundled watch function, run as Lambda runs it, over a simulated organisation.
 * `npm start -- prune dev`: a developer's command that prunes an account of one.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createSandbox, type Sandbox } from '../test/sandbox/sandbox.ts';
import { buildBundles } from './bundle/build-bundles.ts';
import { playPrune } from './demo/prune-demo.ts';
import { demoEnvironment, printResult } from './demo/show-result.ts';
import { demoWorld } from './demo/world.ts';
import { startFunction, type LambdaFunction } from './lambda/run-function.ts';
import { plain, progress } from './terminal.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const CONFIGURATION = new URL('./demo/watchdog.yml', import.meta.url);

/** What has been started, and how to stop it, last first. */
const running: (() => Promise<unknown>)[] = [];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    progress('Stopping.');
    void stopAll().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

try {
  await play(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function play(args: readonly string[]): Promise<void> {
  const [what, account, ...more] = args;
  if (what === undefined) return watch();
  if (what !== 'prune' || account !== 'dev' || more.length > 0) {
    throw new Error(
      `npm start takes no arguments, or "prune dev" as in npm start -- prune dev; not "${plain(args.join(' '))}".`,
    );
  }
  const configurationText = await readFile(CONFIGURATION, 'utf8');
  const configuration = fileURLToPath(CONFIGURATION);
  const directory = await temporaryDirectory();
  return playPrune({ configuration, configurationText, directory, running });
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-'));
  running.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function watch(): Promise<void> {
  progress('Bundling the watch function …');
  const bundleDir = await bundle(await temporaryDirectory());

  progress('Starting a simulated organisation of six accounts …');
  const sandbox = createSandbox(demoWorld);
  const listening = await sandbox.listen();
  running.push(() => listening.close());

  progress('Invoking the function, as the schedule would; it reads 5 times a second at most …');
  const watch = startFunction({
    bundleDir,
    env: demoEnvironment(sandbox, listening.url),
    memoryMb: 512,
    timeoutMs: 60_000,
    functionName: 'limits-watchdog-watch',
    accountId: '111111111111',
  });
  running.push(watch.close);
  const result = await invoke(watch, sandbox);
  printResult(result, watch.logs, sandbox);
}

async function bundle(outDir: string): Promise<string> {
  const built = await buildBundles({
    configurationText: await readFile(CONFIGURATION, 'utf8'),
    configurationName: fileURLToPath(CONFIGURATION),
    outDir,
  });
  if (!built.ok) throw new Error(built.message);
  const watch = built.bundles.find(({ name }) => name === 'watch');
  if (watch === undefined) throw new Error('the build made no watch function');
  return watch.directory;
}

/** Invokes once, and tells on the way how far it is. */
async function invoke(
  watch: LambdaFunction,
  sandbox: Sandbox,
): Promise<Awaited<ReturnType<LambdaFunction['invoke']>>> {
  const telling = setInterval(() => progress(`… ${sandbox.calls.count()} calls so far`), 1_000);
  try {
    return await watch.invoke({});
  } finally {
    clearInterval(telling);
  }
}

async function stopAll(): Promise<void> {
  for (let stop = running.pop(); stop !== undefined; stop = running.pop()) await stop();
}
